import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX
import InklingQuantization

/// Quantised networks, as runtimes look for them: each value and each weight goes through its bytes.
extension ONNXGraphWriter {
  /// The input through its bytes.
  mutating func quantizeInput() throws(InputError) {
    guard let first = graph.live.first, quantized != nil else { return }
    let input = value(of: first)
    set(first, try throughBytes(input, first))
  }

  /// A node's value through its bytes: `(round(x / scale) + zero - zero) * scale`. The value itself where it has no bytes, and
  /// of a dropout, which is nothing.
  mutating func throughBytes(_ value: String, _ node: Int) throws(InputError) -> String {
    switch graph.nodes[node].operation {
    case .dropout, .dropout2d: return value
    default: break
    }
    guard let range = quantized?.ranges[node] else { return value }
    let name = node == graph.live.first ? "input" : graph.nodes[node].name
    let scale = constant("\(name).scale", [], [range.scale])
    let zero = try constant("\(name).zero_point") { name throws(InputError) in
      try NamedArray(name: name, elementType: .uint8, shape: [], bytes: [range.zeroPoint])
    }
    let bytes = add("QuantizeLinear", [value, scale, zero], name: "\(name).bytes")
    return add("DequantizeLinear", [bytes, scale, zero], name: "\(name).dequantized")
  }

  /// What a convolution or linear layer multiplies with, and adds: its parameters, through their bytes where it has such.
  mutating func weights(of node: Graph.Node) throws(InputError) -> [String] {
    guard let quantized, let weights = quantized.weights[node.parameters[0]],
      let range = quantized.ranges[node.inputs[0]]
    else { return try node.parameters.map { name throws(InputError) in try parameter(name) } }
    let (name, count) = (node.parameters[0], weights.scales.count)
    let bytes = try constant(name) { name throws(InputError) in
      try NamedArray(
        name: name, elementType: .int8, shape: weights.shape, bytes: weights.values.map { UInt8(bitPattern: $0) })
    }
    let zeros = try constant("\(name).zero_points") { name throws(InputError) in
      try NamedArray(name: name, elementType: .int8, shape: [count], bytes: Array(repeating: 0, count: count))
    }
    let axis = [ONNXAttribute("axis", integer: 0)]
    let scales = constant("\(name).scales", [count], weights.scales)
    let weight = add("DequantizeLinear", [bytes, scales, zeros], axis, name: "\(name).dequantized")
    let stem = node.parameters.count > 1 ? node.parameters[1] : "\(name).bias"
    let sums = try constant(stem) { name throws(InputError) in
      try NamedArray(
        name: name, elementType: .int32, shape: [count],
        bytes: weights.bias.flatMap { bias in (0..<4).map { UInt8(truncatingIfNeeded: bias >> (8 * $0)) } })
    }
    let biasScales = constant("\(stem).scales", [count], weights.scales.map { $0 * range.scale })
    return [weight, add("DequantizeLinear", [sums, biasScales], axis, name: "\(stem).dequantized")]
  }
}
