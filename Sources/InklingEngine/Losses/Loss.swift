public import InklingFiles
import InklingKernelInterface

/// What a training program makes small: a function of a model's output and a target for each image.
///
///     let loss = CrossEntropyLoss(labelSmoothing: 0.1)
///     let program = try TrainingProgram(graph, seed: 0, optimizer: SGD(), loss: loss, ...)
public protocol Loss: Sendable {
  /// How the images' losses become one number.
  var reduction: Reduction { get }

  /// The loss as the end of a program whose output has this shape.
  ///
  /// - Throws: `InputError` (usage) for an output or numbers that the loss cannot take.
  func head(for output: Shape) throws(InputError) -> LossHead

  /// The loss as the ends of a program of this graph, one for each of its outputs.
  ///
  /// - Throws: as above; by default also for a graph with several outputs, for which `SeveralLosses` is made.
  func heads(for graph: Graph) throws(InputError) -> [OutputHead]
}

extension Loss {
  /// The head of the only output.
  ///
  /// - Throws: `InputError` (usage) for a graph with several outputs, or an output that the loss cannot take.
  public func heads(for graph: Graph) throws(InputError) -> [OutputHead] {
    guard graph.outputs.count == 1 else {
      throw InputError(
        .usage, "the model has several outputs, and the loss is of one",
        expected: "a loss for each of \(graph.outputs.map(\.name).joined(separator: ", "))",
        remedy: "give SeveralLosses")
    }
    return [OutputHead(graph.outputs[0], of: graph, try head(for: graph.outputShape))]
  }
}

/// A loss fitted to one of a graph's outputs.
public struct OutputHead: Sendable {
  let output: Graph.Output
  let head: LossHead
  /// Numbers in the output, and its channels: a step asks for them, and must not compute them.
  let count: Int
  let channels: Int

  init(_ output: Graph.Output, of graph: Graph, _ head: LossHead) {
    self.output = output
    self.head = head
    count = graph.shapes[output.node].count
    channels = graph.shapes[output.node].channels
  }
}

/// How the images' losses become one number.
public enum Reduction: String, Sendable, Codable {
  /// Their sum divided by their number, or by the sum of their weights.
  case mean
  /// Their sum.
  case sum
}

/// A loss fitted to an output: what it needs of a program, and what it does to a block.
public struct LossHead: Sendable {
  /// From (output, gradient, kernels) to the head's step. The gradient's buffer has `scratch` elements more.
  typealias Bind = @Sendable (Buffer, Buffer?, KernelTable) -> BlockProgram.Bind

  var takesLabels = false
  /// The width of the rows of numbers that it takes; nil if it takes none.
  var targetCount: Int?
  var takesSequences = false
  /// Whether the prediction of an image without a label is 1 where all of its answer is right.
  var tellsRight = false
  /// Whether an output that is an image will do.
  var takesImages = false
  let reduction: Reduction
  /// What each class counts, in the loss and in the mean's divisor.
  var classWeights: Table<Float>?
  var scratch = 0
  let bind: Bind

  func bound(to kernels: KernelTable) -> (Buffer, Buffer?) -> BlockProgram.Bind { { bind($0, $1, kernels) } }

  /// Whether the mean is a weighted one.
  var isWeighted: Bool { classWeights != nil && reduction == .mean }

  /// What the sum of the images' losses is divided by: their number, or the sum of their labels' weights, or one. Mixed
  /// images have probabilities for answers, whose mean PyTorch's `CrossEntropyLoss` takes over their number.
  func divisor(_ source: BatchSource) -> Double {
    if reduction == .sum { return 1 }
    guard let weights = classWeights?.pointer, let labels = source.targets.labels, !source.isMixed else {
      return Double(source.count)
    }
    return Shards.sum(source.count) { image in
      let index = source.indices.map { Int($0[image]) } ?? image
      return Double(weights[Int(labels[index])])
    }
  }
}
