import InklingFiles
import InklingTargets

/// How far texts that were read are from the truth.
///
/// What belongs to a character follows from the alignment of the answer to the truth (`EditAlignment`): a character is read
/// where the same one stands beside it.
public struct TextMetrics: Sendable, Equatable {
  /// How many of some texts or characters are read.
  public struct Share: Sendable, Equatable, Codable {
    /// Those that are read.
    public internal(set) var correct = 0
    /// All of them.
    public internal(set) var count = 0

    init(correct: Int = 0, count: Int = 0) { (self.correct, self.count) = (correct, count) }

    private enum CodingKeys: String, CodingKey, CaseIterable { case correct, count }

    /// - Throws: `DecodingError` for a key that is missing, unknown or of another type, and for counts that no evaluation gives.
    public init(from decoder: any Decoder) throws {
      try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
      let container = try decoder.container(keyedBy: CodingKeys.self)
      self.init()
      (correct, count) = (try Count.read(container, .correct), try Count.read(container, .count))
      guard correct <= count else {
        throw DecodingError.dataCorruptedError(
          forKey: .correct, in: container, debugDescription: "\(correct) correct of \(count)")
      }
    }

    /// `correct / count`; zero without any.
    public var accuracy: Double { count == 0 ? 0 : Double(correct) / Double(count) }

    /// Where the accuracy on all such lies, with 95 % confidence.
    public var interval: WilsonInterval { WilsonInterval(successes: correct, trials: count) }

    /// Counts one more.
    mutating func add(_ isRead: Bool) {
      count += 1
      if isRead { correct += 1 }
    }
  }

  /// A character that another was taken for.
  public struct Confusion: Sendable, Equatable, Hashable, Codable {
    /// The character that stands there; empty where there is none.
    public let truth: String
    /// What was read; empty for nothing.
    public let answer: String
  }

  /// Texts.
  public internal(set) var texts = Share()
  /// Characters of the true texts.
  public internal(set) var characters = 0
  /// Those of them that are read.
  public internal(set) var readCharacters = 0
  /// Insertions, deletions and substitutions that make the answers right, the fewest for each.
  public internal(set) var edits = 0
  /// Characters by their position in the true text, from the first on.
  public internal(set) var byPosition: [Share] = []
  /// Texts by their length, from none on.
  public internal(set) var byLength: [Share] = []
  /// Texts with two equal characters side by side, which connectionist temporal classification must keep apart.
  public internal(set) var withRepeats = Share()
  /// Texts without.
  public internal(set) var withoutRepeats = Share()
  /// How often each character was taken for another.
  public internal(set) var confusions: [Confusion: Int] = [:]
  private let names: [String]

  /// Nothing counted yet.
  ///
  /// - Parameter classNames: what confusions call the labels; where it is empty they are called by their numbers.
  public init(classNames: [String] = []) { names = classNames }

  /// Counts one more text.
  ///
  /// - Parameters:
  ///   - truth: its labels.
  ///   - answer: those that were read.
  public mutating func add(truth: [Int], answer: [Int]) {
    let isRead = truth == answer
    texts.add(isRead)
    characters += truth.count
    while byLength.count <= truth.count { byLength.append(Share()) }
    while byPosition.count < truth.count { byPosition.append(Share()) }
    byLength[truth.count].add(isRead)
    if zip(truth, truth.dropFirst()).contains(where: ==) { withRepeats.add(isRead) } else { withoutRepeats.add(isRead) }
    var place = 0
    for pair in EditAlignment(truth, answer).pairs {
      if let first = pair.first {
        byPosition[place].add(first == pair.second)
        if first == pair.second { readCharacters += 1 }
        place += 1
      }
      guard pair.first != pair.second else { continue }
      edits += 1
      confusions[Confusion(truth: name(pair.first), answer: name(pair.second)), default: 0] += 1
    }
  }

  private func name(_ label: Int?) -> String {
    guard let label else { return "" }
    return names.indices.contains(label) ? names[label] : "\(label)"
  }

  /// `edits / characters`: the character error rate (CER). Zero without characters.
  public var characterErrorRate: Double { characters == 0 ? 0 : Double(edits) / Double(characters) }

  /// The share of the true characters that are read. Zero without characters.
  public var characterAccuracy: Double { characters == 0 ? 0 : Double(readCharacters) / Double(characters) }

  /// The confusions, the most frequent first, of equal ones by their characters.
  public var frequentConfusions: [(confusion: Confusion, count: Int)] {
    confusions.sorted { first, second in
      (second.value, first.key.truth, first.key.answer) < (first.value, second.key.truth, second.key.answer)
    }.map { ($0.key, $0.value) }
  }

  /// The same counts are the same metrics, whatever they were called by.
  public static func == (first: TextMetrics, second: TextMetrics) -> Bool {
    (first.texts, first.characters, first.readCharacters, first.edits, first.withRepeats)
      == (second.texts, second.characters, second.readCharacters, second.edits, second.withRepeats)
      && first.withoutRepeats == second.withoutRepeats && first.byPosition == second.byPosition
      && first.byLength == second.byLength && first.confusions == second.confusions
  }
}
