public import InklingEngine
public import InklingFiles

/// A quantised model made ready to run: its steps on blocks of sixteen images, and where each value lies. It never changes, so
/// any number of sessions share it.
public final class QuantizedProgram: Sendable {
  /// The model.
  public let model: QuantizedModel
  /// The instructions that it was made for. The answers are the same bits with each.
  public let instructionSet: InstructionSet
  let kernels: IntegerKernels
  let steps: [QuantizedStep]
  let slots: [QuantizedSlot]
  /// The slot of each node's value.
  let places: [Int: Int]
  let operations: QuantizedOperations
  /// Bytes that a thread works in.
  let arenaBytes: Int

  /// What multiplies the bytes: "AVX-512 VNNI", "AVX-VNNI", "AVX2", "SSE2" or "portable".
  public var kernelName: String { kernels.name }

  /// Prepares the weights and plans the memory.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a layer whose input is no bytes, or whose scales leave float32.
  public init(_ model: QuantizedModel, instructionSet: InstructionSet = .best) throws(InputError) {
    self.model = model
    self.instructionSet = instructionSet
    kernels = IntegerKernels(instructionSet)
    operations = QuantizedOperations(model)
    var builder = QuantizedProgramBuilder(model, operations)
    for node in model.graph.live { try builder.add(node) }
    (steps, places) = (builder.steps, builder.places)
    (slots, arenaBytes) = builder.placedSlots()
  }
}

/// What a program does with a block. Numbers are of slots.
enum QuantizedStep: Sendable {
  /// The images' bytes, planar.
  case gather(to: Int)
  /// Another byte for each, by a table for each of some channels of `plane` elements.
  case lookup(tables: [[UInt8]], plane: Int, from: Int, to: Int)
  case layer(QuantizedLayer, from: Int, to: Int, scratch: Int)
  case largest(QuantizedPooling, from: Int, to: Int)
  case normalize(QuantizedNormalization, from: Int, to: Int)
  /// Anything else, image by image.
  case node(Int, from: [Int], to: Int)

  /// The slots that it touches.
  var slots: [Int] {
    switch self {
    case .gather(let to): [to]
    case .lookup(_, _, let from, let to), .largest(_, let from, let to), .normalize(_, let from, let to): [from, to]
    case .layer(_, let from, let to, let scratch): [from, to, scratch]
    case .node(_, let from, let to): from + [to]
    }
  }
}
