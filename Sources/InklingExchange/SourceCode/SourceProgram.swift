import InklingEngine
import InklingFiles

/// One call of a library function on a piece of the memory.
struct SourceCall: Equatable {
  enum Argument: Equatable {
    /// An offset into the memory, in floats.
    case memory(Int)
    /// An offset into the weights, in floats.
    case weights(Int)
    /// An offset into the memory in which a text is read, in floats.
    case reading(Int)
    case pixels
    case integer(Int)
    case number(Float)
  }

  let function: String
  let arguments: [Argument]
}

/// A network as plain calls of functions over one piece of memory and one of weights: what all languages write.
struct SourceProgram {
  let calls: [SourceCall]
  /// Where each live node's value lies: behind how many calls, at which offset of the memory.
  let sights: [(node: Int, call: Int, offset: Int)]
  let weights: [Float]
  /// Floats of memory that the calls work in.
  let memory: Int
  /// Where the outputs lie in it.
  let output: Int
  let outputCount: Int
  let inputShape: Shape

  /// The most numbers that source is written for: more would be a file that no compiler takes.
  static let mostWeights = 1 << 24

  /// The most operations, likewise.
  static let mostNodes = 4096

  /// - Throws: `InputError`: `.usage` for a network that is too large or a normalisation that is not the input's,
  ///   `.malformed` for parameters that are not the graph's, or not finite.
  init(_ graph: Graph, parameters: [NamedTensor], normalization: Normalization) throws(InputError) {
    let channels = graph.inputShape.channels
    guard normalization.scale.count == channels else {
      throw InputError(
        .usage, "the normalisation is not the input's", expected: "\(channels) channels",
        found: "\(normalization.scale.count)")
    }
    guard graph.nodes.count <= Self.mostNodes else {
      throw InputError(
        .usage, "the network is too large to be written as source", expected: "at most \(Self.mostNodes) operations",
        found: "\(graph.nodes.count)", remedy: "export it as ONNX")
    }
    let values = try GraphParameters(graph, parameters)
    guard values.count <= Self.mostWeights else {
      throw InputError(
        .usage, "the network is too large to be written as source", expected: "at most \(Self.mostWeights) parameters",
        found: "\(values.count)", remedy: "export it as ONNX")
    }
    var lowering = SourceLowering(graph, values)
    let output = try lowering.lower(normalization)
    let plan = SourceMemoryPlan(lowering.steps, sizes: lowering.sizes, output: output)
    calls = lowering.steps.map { $0.call(plan) }
    sights = lowering.sights.map { ($0.node, $0.step, plan.offsets[$0.buffer]) }
    weights = lowering.weights
    memory = plan.size
    self.output = plan.offsets[output]
    outputCount = graph.outputShape.count
    inputShape = graph.inputShape
  }
}

/// A call whose buffers have no place yet.
struct SourceStep {
  enum Argument {
    /// A number of a buffer, and an offset into it in floats.
    case reads(Int)
    case writes(Int, offset: Int = 0)
    case weights(Int)
    case pixels
    case integer(Int)
    case number(Float)
  }

  let function: String
  let arguments: [Argument]

  /// The buffers that it touches.
  var buffers: [Int] {
    arguments.compactMap {
      switch $0 {
      case .reads(let buffer), .writes(let buffer, _): buffer
      case .weights, .pixels, .integer, .number: nil
      }
    }
  }

  func call(_ plan: SourceMemoryPlan) -> SourceCall {
    SourceCall(
      function: function,
      arguments: arguments.map { argument in
        switch argument {
        case .reads(let buffer): .memory(plan.offsets[buffer])
        case .writes(let buffer, let offset): .memory(plan.offsets[buffer] + offset)
        case .weights(let offset): .weights(offset)
        case .pixels: .pixels
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        }
      })
  }
}
