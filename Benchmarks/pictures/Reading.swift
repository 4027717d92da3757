import InklingFiles
import InklingImages
import InklingRecognition
import InklingTraining
import Synchronization

/// Reads pictures of sets as `inkling predict` does, and prints a line for each set.
struct Reading {
  private let model: String?
  private let detector: String?
  private let count: Int
  private let isHeldOut: Bool
  private let seed: UInt64
  private let showsWrong: Bool
  private let sets: [PictureSet]

  /// nil for arguments that are none.
  init?(_ arguments: ArraySlice<String>) throws {
    var (model, detector): (String?, String?) = (nil, nil)
    var (count, isHeldOut, showsWrong) = (1000, false, false)
    var seed: UInt64? = PictureSet.measured
    var sets: [PictureSet] = []
    var rest = arguments
    while let word = rest.popFirst() {
      switch word {
      case "--model": model = rest.popFirst()
      case "--detector": detector = rest.popFirst()
      case "--count": count = rest.popFirst().flatMap { Int($0) } ?? 0
      case "--held-out": isHeldOut = true
      case "--seed": seed = rest.popFirst().flatMap { UInt64($0) }
      case "--misread": showsWrong = true
      default:
        guard let set = PictureSet(rawValue: word) else { return nil }
        sets.append(set)
      }
    }
    guard count > 0, let seed else { return nil }
    self.sets = sets.isEmpty ? PictureSet.allCases : sets
    (self.model, self.detector) = (model, detector)
    (self.count, self.isHeldOut, self.showsWrong) = (count, isHeldOut, showsWrong)
    self.seed = seed
  }

  /// With the built-in model and its detector; a model of one's own has none.
  private func reader() throws -> PictureReader {
    let named = try detector.map { try OutlierDetector(TrainedModel(contentsOf: $0)) }
    guard let model else {
      return try PictureReader(EmbeddedModel.load(), detector: named ?? EmbeddedModel.detector(), threads: nil)
    }
    return try PictureReader(TrainedModel(contentsOf: model), detector: named, threads: nil)
  }

  func run() throws {
    let digits = isHeldOut ? try ScannedDigits.heldOut() : try .test()
    let reader = try reader()
    for set in sets {
      var score = Score(set: set)
      let expected = Mutex([[Int]](repeating: [], count: count))
      let answers = reader.read(count) { number throws(InputError) in
        do {
          let scene = try set.scene(number, digits: digits, seed: seed)
          expected.withLock { $0[number] = scene.expected }
          return scene.picture
        } catch {
          throw InputError(.failed, "picture \(number) cannot be made: \(error)")
        }
      }
      for (answer, expected) in zip(answers, expected.withLock { $0 }) {
        score.add(try answer.get(), expected: expected)
      }
      print(score.text)
      if showsWrong { print(score.wrong.map(String.init).joined(separator: " ")) }
    }
  }
}
