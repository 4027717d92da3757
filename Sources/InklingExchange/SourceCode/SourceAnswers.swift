import InklingEngine
import InklingTraining

/// What a network's outputs are to whoever calls a written file: what `predict` makes of them, and how a text is read.
struct SourceAnswers {
  /// A function of the library that makes probabilities of outputs.
  struct Ending {
    let function: String
    /// Its parameters behind the outputs and the probabilities.
    let sizes: [Int]

    /// Its call, without a statement's end.
    func call(_ outputs: String, _ probabilities: String) -> String {
      "\(function)(\(([outputs, probabilities] + sizes.map(String.init)).joined(separator: ", ")))"
    }
  }

  /// What `predict` puts behind the outputs; nil where it gives them as they are.
  let ending: Ending?
  /// What `predict` gives, as the beginning of a sentence.
  let predicted: String
  /// What the names are of and in which order, as the beginning of a sentence.
  let named: String
  /// What the outputs come before, for a comment: ", before the softmax".
  let outputsNote: String
  /// How a text is made of the outputs; nil for a network that reads none.
  let reading: SourceReading?

  init(_ task: TaskRecipe, _ graph: Graph) {
    let (shape, isProbability) = (graph.outputShape, graph.outputForm.isProbability)
    let names = "The name of each class, in the order of the probabilities"
    switch task.name {
    case .classify:
      ending = isProbability ? nil : Ending(function: "softmax", sizes: [1, shape.count, 1])
      (predicted, named, outputsNote) = ("The probability of each class", names, ", before the softmax")
      reading = nil
    case .severalLabels:
      ending = isProbability ? nil : Ending(function: SourceLibrary.applied("logistic"), sizes: [shape.count])
      (predicted, named) = ("The probability of each class by itself", names)
      (outputsNote, reading) = (isProbability ? "" : ", before the sigmoid", nil)
    case .regress:
      (predicted, named, outputsNote) = ("Each quantity", "The name of each quantity, in their order", "")
      (ending, reading) = (nil, nil)
    case .read:
      ending = Ending(function: "softmax", sizes: [1, shape.channels, shape.width])
      (predicted, outputsNote) = ("The probability of each class in each column", ", before the softmax")
      named = names + "' rows"
      reading = SourceReading(task.head, classes: shape.channels, columns: shape.width)
    }
  }

  /// How many names the outputs of a network have.
  static func nameCount(_ task: TaskRecipe, _ shape: Shape) -> Int {
    task.name == .read ? shape.channels : shape.count
  }

  /// The library's functions that it needs.
  var functions: [String] { (ending.map { [$0.function] } ?? []) + (reading?.calls.map(\.function) ?? []) }
}
