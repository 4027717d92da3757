public import InklingEngine
public import InklingFiles
public import InklingFormats

extension QuantizedModel {
  /// The names of the arrays with the ranges: their scales, and the bytes that stand for zero.
  package static let rangeNames = (scales: "quantization.scale", zeroPoints: "quantization.zero_point")
  private static let (scalesName, zerosName) = rangeNames

  /// The model's numbers, for a file beside its graph: each quantised weight as I8 under its own name, its scales (F32)
  /// and bias (I32) under `NAME.scale` and `NAME.bias`; the other parameters as F32; and each node's range as
  /// `quantization.scale` (F32, 0 where there is none) and `quantization.zero_point` (U8).
  ///
  /// A quantised layer's own bias is left out: it is the integer one.
  public var arrays: [NamedArray] {
    get throws(InputError) {
      var arrays: [NamedArray] = []
      let hidden = Set(graph.nodes.filter(\.operation.hasQuantizedWeights).flatMap { $0.parameters.dropFirst() })
      for parameter in parameters where !hidden.contains(parameter.name) {
        guard let quantized = weights[parameter.name] else {
          arrays.append(NamedArray(name: parameter.name, shape: parameter.shape, floats: parameter.values))
          continue
        }
        let count = quantized.scales.count
        arrays.append(
          try NamedArray(
            name: parameter.name, elementType: .int8, shape: quantized.shape,
            bytes: quantized.values.map { UInt8(bitPattern: $0) }))
        arrays.append(NamedArray(name: parameter.name + ".scale", shape: [count], floats: quantized.scales))
        arrays.append(
          try NamedArray(
            name: parameter.name + ".bias", elementType: .int32, shape: [count],
            bytes: quantized.bias.flatMap { bias in (0..<4).map { UInt8(truncatingIfNeeded: bias >> (8 * $0)) } }))
      }
      arrays.append(NamedArray(name: Self.scalesName, shape: [ranges.count], floats: ranges.map { $0?.scale ?? 0 }))
      arrays.append(
        try NamedArray(
          name: Self.zerosName, elementType: .uint8, shape: [ranges.count], bytes: ranges.map { $0?.zeroPoint ?? 0 }))
      return arrays
    }
  }

  /// A model from what `arrays` gave and a file kept.
  ///
  /// - Parameters:
  ///   - graph: the quantised model's own, without folded normalisations.
  ///   - normalization: what turns a pixel's byte into the network's input.
  ///   - arrays: as `arrays` gave them.
  /// - Throws: `InputError` of kind `.malformed` for an array that is missing, misshapen or of another type, and for
  ///   numbers that no quantised model has.
  public init(graph: Graph, normalization: Normalization, arrays: [NamedArray]) throws(InputError) {
    try Self.requireOneOutput(graph)
    let reader = QuantizedArrays(arrays)
    guard normalization.scale.count == graph.inputShape.channels else {
      throw InputError(
        .malformed, "the normalisation is not the quantised model's", expected: "\(graph.inputShape.channels) channels",
        found: "\(normalization.scale.count)")
    }
    let scales = try reader.floats(Self.scalesName, [graph.nodes.count])
    let zeros = try reader.bytes(Self.zerosName, .uint8, [graph.nodes.count])
    var ranges: [QuantizationRange?] = []
    for (scale, zero) in zip(scales, zeros) {
      guard scale >= 0 else {
        throw InputError(.malformed, "a range of the quantised model is none", expected: "a scale", found: "\(scale)")
      }
      ranges.append(scale > 0 ? QuantizationRange(scale: scale, zeroPoint: zero) : nil)
    }
    let shapes = Dictionary(graph.parameters.map { ($0.name, $0.shape) }, uniquingKeysWith: { first, _ in first })
    var (weights, values) = ([String: QuantizedWeights](), [String: [Float]]())
    for node in graph.nodes {
      if node.operation.hasQuantizedWeights {
        let name = node.parameters[0]
        guard let shape = shapes[name], let range = ranges[node.inputs[0]] else {
          throw InputError(
            .malformed, "the quantised model has no range for the input of \(node.name.prefix(100))",
            expected: "a positive scale")
        }
        let quantized = try reader.weights(name, shape)
        weights[name] = quantized
        values[name] = quantized.numbers
        if node.parameters.count > 1 { values[node.parameters[1]] = quantized.biasNumbers(inputScale: range.scale) }
      } else {
        for name in node.parameters { values[name] = try reader.floats(name, shapes[name] ?? []) }
      }
    }
    let parameters = graph.parameters.compactMap { description in
      values[description.name].map { NamedTensor(name: description.name, shape: description.shape, values: $0) }
    }
    self.init(checked: graph, normalization, parameters, weights, ranges)
  }
}

extension QuantizedWeights {
  /// What the bytes stand for.
  public var numbers: [Float] {
    let row = max(values.count / scales.count, 1)
    return values.indices.map { Float(values[$0]) * scales[$0 / row] }
  }

  /// What the bias stands for behind an input of this scale.
  public func biasNumbers(inputScale: Float) -> [Float] {
    bias.indices.map { Float(Double(bias[$0]) * Double(inputScale) * Double(scales[$0])) }
  }
}

/// Arrays by name, each checked as it is taken.
private struct QuantizedArrays {
  private let arrays: [String: NamedArray]

  init(_ arrays: [NamedArray]) {
    self.arrays = Dictionary(arrays.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func bytes(_ name: String, _ type: ElementType, _ shape: [Int]) throws(InputError) -> [UInt8] {
    guard let array = arrays[name], array.elementType == type, array.shape == shape else {
      throw InputError(
        .malformed, "the quantised model's array \(name.prefix(200)) is not there as it should be",
        expected: "\(type.rawValue) \(shape)",
        found: arrays[name].map { "\($0.elementType.rawValue) \($0.shape.prefix(8))" } ?? "none")
    }
    return array.bytes
  }

  private func words(_ bytes: [UInt8]) -> [UInt32] {
    stride(from: 0, to: bytes.count, by: 4).map { start in
      let low = UInt32(bytes[start]) | UInt32(bytes[start + 1]) << 8
      let high = UInt32(bytes[start + 2]) | UInt32(bytes[start + 3]) << 8
      return low | high << 16
    }
  }

  func floats(_ name: String, _ shape: [Int]) throws(InputError) -> [Float] {
    let values = words(try bytes(name, .float32, shape)).map(Float.init(bitPattern:))
    guard values.allSatisfy(\.isFinite) else {
      throw InputError(
        .malformed, "the quantised model's array \(name.prefix(200)) has a number that is not finite")
    }
    return values
  }

  func weights(_ name: String, _ shape: [Int]) throws(InputError) -> QuantizedWeights {
    let values = try bytes(name, .int8, shape).map(Int8.init(bitPattern:))
    let scales = try floats(name + ".scale", [shape[0]])
    let bias = words(try bytes(name + ".bias", .int32, [shape[0]])).map(Int32.init(bitPattern:))
    let products = shape.dropFirst().reduce(1, *)
    guard products <= QuantizedWeights.mostProducts, scales.allSatisfy({ $0 > 0 }),
      bias.allSatisfy({ $0.magnitude <= 1 << 30 })
    else {
      throw InputError(
        .malformed, "the quantised weight \(name.prefix(200)) is none",
        expected: "positive scales, biases up to 2^30, at most \(QuantizedWeights.mostProducts) products in a sum")
    }
    return QuantizedWeights(shape: shape, values: values, scales: scales, bias: bias)
  }
}
