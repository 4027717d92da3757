public import InklingDatasets
import InklingEngine
public import InklingFiles
import InklingMathematics
public import InklingTraining

/// What two models answer to the same images: `{"count", "max_difference", "same_argmax"}` as JSON, and `"differences"` where
/// they would answer otherwise on pictures.
public struct AnswerComparison: Codable, Sendable, Equatable {
  /// Images that both were asked.
  public let count: Int
  /// The largest difference of an output.
  public let maxDifference: Double
  /// Images to which both give the same class, text, or labels. Quantities have no answer but their numbers, which
  /// `maxDifference` compares: there it is all images.
  public let sameArgmax: Int
  /// What is counted: the first model's task. It is no part of the JSON.
  public private(set) var task = TaskRecipe.Name.classify

  /// What makes them answer otherwise on pictures, or call their answers otherwise, each in a few words: framing, ink, what is
  /// done with images of another ink, the threshold of refusal, class names, the task. Empty where nothing does.
  public var differences: [String] { found ?? [] }
  private let found: [String]?

  /// What was compared where the models do not give the same thing, in one sentence; nil where they do. It is no part of the
  /// JSON.
  public private(set) var conversion: String?

  private enum CodingKeys: String, CodingKey {
    case count
    case found = "differences"
    case maxDifference = "max_difference"
    case sameArgmax = "same_argmax"
  }

  /// Asks two models. Images are shown to each as its own are drawn.
  ///
  /// - Parameters:
  ///   - first: one of them.
  ///   - second: the other.
  ///   - images: nil for the first one's golden inputs.
  /// - Throws: `InputError` of kind `.usage` for models that take other images or give other outputs, or images that are
  ///   not theirs; `.malformed` for weights that give no finite answer.
  public init(
    _ first: TrainedModel, _ second: TrainedModel, on images: LabeledImages? = nil
  ) throws(InputError) {
    guard first.graph.inputShape == second.graph.inputShape, first.graph.outputShape == second.graph.outputShape else {
      throw InputError(
        .usage, "the models do not take the same images, or give other outputs", path: second.origin.path,
        expected: "\(first.graph.inputShape) to \(first.graph.outputShape)",
        found: "\(second.graph.inputShape) to \(second.graph.outputShape)")
    }
    let task = first.description.task
    let reads = task.name == .read
    if let images {
      if reads { try first.description.requireFit(images) } else { try first.graph.requireFit(images) }
    }
    let (one, other) = (try first.predictor(), try second.predictor())
    let forms = (first.graph.outputForm, second.graph.outputForm)
    let isConverted = forms.0 != forms.1 && first.description.task.name == .classify
    let conversion = isConverted ? Self.sentence(forms.0, forms.1) : nil
    var (difference, same) = (0.0, 0)
    let golden = images == nil ? try first.golden().map(\.pixels) : []
    let count = images?.count ?? golden.count
    let (shown, others) = (images?.drawn(for: first), images?.drawn(for: second))
    for index in 0..<count {
      var a = try one.logits(shown.map { Array($0[index]) } ?? golden[index])
      var b = try other.logits(others.map { Array($0[index]) } ?? golden[index])
      if conversion != nil {
        (a, b) = (forms.0.probabilities(of: a, as: forms.1), forms.1.probabilities(of: b, as: forms.0))
      }
      difference = zip(a, b).reduce(difference) { max($0, Double(($1.0 - $1.1).magnitude)) }
      let isSame =
        switch task.name {
        case .classify: Self.largest(a) == Self.largest(b)
        // With one alphabet and head: what else differs is said by itself.
        case .read: try first.text(a) == first.text(b)
        case .severalLabels: forms.0.labels(of: a) == forms.1.labels(of: b)
        case .regress: true
        }
      if isSame { same += 1 }
    }
    self.count = count
    self.task = task.name
    maxDifference = difference
    sameArgmax = same
    self.conversion = conversion
    let differences = Self.differences(first, second)
    found = differences.isEmpty ? nil : differences
  }

  private static func differences(_ first: TrainedModel, _ second: TrainedModel) -> [String] {
    var differences: [String] = []
    func compare(_ what: String, _ first: String, _ second: String) {
      if first != second { differences.append("\(what): \(first) and \(second)") }
    }
    let (one, other) = (first.description, second.description)
    let both = [first, second]
    compare("framing", first.framingTitle, second.framingTitle)
    // Elsewhere nobody asks for it.
    if both.contains(where: { $0.framesDigits || $0.saidInk != nil }) {
      compare("ink", one.picture.inkTitle, other.picture.inkTitle)
      if one.picture.inkTitle == other.picture.inkTitle {
        compare("images of another ink", first.drawingTitle, second.drawingTitle)
      }
    }
    compare("refusal", first.refusalTitle, second.refusalTitle)
    compare("task", one.task.title, other.task.title)
    if one.classNames != other.classNames {
      compare("class names", NameList.classes(one.classNames.escaped), NameList.classes(other.classNames.escaped))
      if differences.isEmpty { differences.append("class names") }
    }
    return differences
  }

  private static func sentence(_ first: Graph.OutputForm, _ second: Graph.OutputForm) -> String {
    "the first gives \(first.title) and the second \(second.title): probabilities are compared"
  }

  /// Whether every answer is the same, on pictures too, and no output differs by more.
  public func isSame(within tolerance: Double) -> Bool {
    sameArgmax == count && maxDifference <= tolerance && differences.isEmpty
  }

  /// "every class is the same", "2 texts differ"; nil where only numbers are compared.
  public var sentence: String? {
    let noun: (one: String, several: String)
    switch task {
    case .classify: noun = ("class", "classes")
    case .read: noun = ("text", "texts")
    case .severalLabels: noun = ("set of labels", "sets of labels")
    case .regress: return nil
    }
    let others = count - sameArgmax
    guard others > 0 else { return "every \(noun.one) is the same" }
    return others == 1 ? "1 \(noun.one) differs" : "\(others) \(noun.several) differ"
  }

  private static func largest(_ logits: [Float]) -> Int {
    logits.indices.reduce(0) { logits[$1] > logits[$0] ? $1 : $0 }
  }
}

extension PictureDescription {
  /// What pictures are turned to.
  fileprivate var inkTitle: String { ink == .darkOnLight ? "dark" : "light" }
}

extension [String] {
  fileprivate var escaped: [String] { prefix(100).map { PrintableText.escaped(String($0.prefix(60))) } }
}

extension TaskRecipe {
  fileprivate var title: String { name == .read ? "\(name.rawValue) (\(head.rawValue))" : name.rawValue }
}

extension TrainedModel {
  /// Whether pictures are framed as digits for it: of others nothing asks for the framing.
  fileprivate var framesDigits: Bool {
    description.picture.framing == .digit && description.task.name == .classify && graph.inputShape.isImage
      && graph.inputShape.channels == 1
  }

  fileprivate var framingTitle: String {
    (framesDigits ? PictureDescription.Framing.digit : PictureDescription.Framing.none).rawValue
  }

  /// What becomes of images whose ink is the other.
  fileprivate var drawingTitle: String { saidInk == nil ? "shown as they are" : "inverted" }

  fileprivate var refusalTitle: String {
    refusal.map { "above \($0.score.rawValue) \($0.threshold)" } ?? "none"
  }

  /// What a reading model's outputs say.
  fileprivate func text(_ logits: [Float]) throws(InputError) -> [String] {
    try ReadingTask(description.task.head).texts(logits, shape: graph.outputShape, classNames: classNames)
  }
}

extension Graph.OutputForm {
  fileprivate var title: String {
    switch self {
    case .logits: "logits"
    case .logProbabilities: "logarithms of probabilities"
    case .probabilities: "probabilities"
    case .independentProbabilities: "a probability for each class by itself"
    }
  }

  /// Which of several labels a row of outputs gives: those more probable than not.
  fileprivate func labels(of row: [Float]) -> [Bool] {
    row.map { $0 > (self == .logits ? 0 : 0.5) }
  }

  /// The probabilities that a row of outputs means, to be held against another model's.
  fileprivate func probabilities(of row: [Float], as other: Graph.OutputForm) -> [Float] {
    switch self {
    case .probabilities, .independentProbabilities: row
    case .logits where other == .independentProbabilities:
      row.map { Float(1 / (1 + Elementary.exponential(-Double($0)))) }
    case .logits, .logProbabilities: softmaxRows(row, classes: row.count).map { Float($0) }
    }
  }
}
