import InklingFiles

/// How one of ONNX's operations is run.
struct ONNXOperation: Sendable {
  typealias Body = @Sendable (ONNXNodeRun) throws(InputError) -> [ONNXTensor]

  /// The first operator set that has it.
  let since: Int
  /// How many inputs it may have.
  let inputs: ClosedRange<Int>
  /// The attributes that are followed; each other one is refused.
  let attributes: Set<String>
  /// Computes its outputs.
  let body: Body

  init(_ inputs: ClosedRange<Int>, _ attributes: Set<String> = [], since: Int = 0, _ body: @escaping Body) {
    (self.inputs, self.attributes, self.since, self.body) = (inputs, attributes, since, body)
  }

  /// Every operation that is known, by name.
  static let all: [String: ONNXOperation] = [
    arithmetic, comparisons, functions, constants, shapes, movement, reductions, products, convolutions, pooling,
    normalization, quantization, resizing, recurrent,
  ].reduce(into: [:]) { $0.merge($1) { first, _ in first } }
}
