import InklingEngine
import InklingFiles

/// Turns a graph into steps, node by node.
///
/// What is the identity in inference shares its input's buffer; an element-wise step works in place where nobody reads
/// its input any more; a batch normalisation becomes part of the weights before it where it alone reads their result.
struct SourceLowering {
  let graph: Graph
  let parameters: GraphParameters
  private(set) var steps: [SourceStep] = []
  /// The floats of each buffer.
  private(set) var sizes: [Int] = []
  private(set) var weights: [Float] = []
  /// Where each live node's value can be looked at: behind how many steps, and in which buffer.
  private(set) var sights: [(node: Int, step: Int, buffer: Int)] = []
  /// How many times each node's value is read, once more for the output.
  private var readers: [Int]
  /// The last node that reads each node's value.
  private var lastReader: [Int]
  /// Each node's buffer.
  private var buffers: [Int]
  /// How many reads of each buffer are still to come.
  private var pending: [Int] = []
  /// The batch normalisations that are part of the weights before them.
  private var folded: Set<Int> = []

  init(_ graph: Graph, _ parameters: GraphParameters) {
    self.graph = graph
    self.parameters = parameters
    readers = Array(repeating: 0, count: graph.nodes.count)
    lastReader = readers
    buffers = readers
    for node in graph.live {
      for input in graph.nodes[node].inputs {
        readers[input] += 1
        lastReader[input] = node
      }
    }
    readers[graph.output] += 1
  }

  /// The buffer of the output.
  mutating func lower(_ normalization: Normalization) throws(InputError) -> Int {
    for index in graph.live {
      for input in graph.nodes[index].inputs { pending[buffers[input]] -= 1 }
      lower(index, normalization)
      sights.append((index, steps.count, buffers[index]))
    }
    guard weights.allSatisfy(\.isFinite) else {
      throw InputError(
        .malformed, "the network cannot be written", expected: "finite numbers",
        found: "a normalisation whose scale is not finite", remedy: "check its running variances")
    }
    guard weights.count <= 2 * SourceProgram.mostWeights, sizes.allSatisfy({ $0 <= SourceProgram.mostWeights }) else {
      throw InputError(
        .usage, "the network is too large to be written as source",
        expected: "at most \(SourceProgram.mostWeights) values between two operations",
        found: "\(sizes.max() ?? 0)", remedy: "export it as ONNX")
    }
    return buffers[graph.output]
  }

  // MARK: - For the operations

  /// The buffers that a node reads.
  func inputs(_ node: Int) -> [Int] { graph.nodes[node].inputs.map { buffers[$0] } }
  func inputShape(_ node: Int) -> Shape { graph.shapes[graph.nodes[node].inputs[0]] }

  mutating func emit(_ function: String, _ arguments: [SourceStep.Argument]) {
    steps.append(SourceStep(function: function, arguments: arguments))
  }

  /// A buffer for a node's value.
  mutating func newBuffer(_ node: Int) -> Int {
    sizes.append(graph.shapes[node].count)
    pending.append(readers[node])
    buffers[node] = sizes.count - 1
    return buffers[node]
  }

  /// A buffer for the value of an element-wise node: its input's where nobody needs that any more.
  mutating func sameBuffer(_ node: Int) -> Int {
    guard let free = inputs(node).first(where: { pending[$0] == 0 }) else { return newBuffer(node) }
    share(free, node)
    return free
  }

  /// A node whose value lies in its input's buffer as it is.
  mutating func share(_ buffer: Int, _ node: Int) {
    buffers[node] = buffer
    pending[buffer] += readers[node]
  }

  /// The place of numbers among the weights.
  mutating func store(_ values: [Float]) -> Int {
    weights += values
    return weights.count - values.count
  }

  /// The batch normalisation that a node's weights take in.
  mutating func foldedNormalization(after node: Int) -> ChannelFactors? {
    guard readers[node] == 1, node != graph.output, let factors = channelFactors(lastReader[node]) else { return nil }
    folded.insert(lastReader[node])
    return factors
  }

  /// What a batch normalisation does with its running statistics.
  func channelFactors(_ node: Int) -> ChannelFactors? {
    switch graph.nodes[node].operation {
    case .batchNorm1d(let norm), .batchNorm2d(let norm):
      ChannelFactors(norm, parameters.of(graph.nodes[node]))
    default: nil
    }
  }

  func isFolded(_ node: Int) -> Bool { folded.contains(node) }
}
