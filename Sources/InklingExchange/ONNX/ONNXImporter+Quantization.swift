import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX
import InklingQuantization
import InklingTraining

/// What an ONNX model says of bytes, as the export writes it: each value and each weight goes through QuantizeLinear and
/// DequantizeLinear.
struct ONNXQuantization {
  /// Numbers that were bytes in the file.
  private struct Constant {
    let array: NamedArray
    let scales: [Float]
  }

  /// Of the graph's nodes, by their places.
  private(set) var ranges: [Int: QuantizationRange] = [:]
  /// Which node's value, as bytes of which range, an ONNX value is.
  private(set) var bytes: [String: (node: Int, range: QuantizationRange)] = [:]
  /// By the value that they are dequantised to.
  private var constants: [String: Constant] = [:]
  /// The ONNX nodes of convolutions and linear layers, by the place of the graph's node.
  private var layers: [Int: ONNXNode] = [:]

  /// Notes bytes that a node makes numbers of: weights with a scale for each output, and biases.
  mutating func add(_ node: ONNXNode, _ values: [String: ONNXValue]) {
    guard node.inputs.count > 1, case .constant(let array)? = values[node.inputs[0]],
      case .constant(let scales)? = values[node.inputs[1]], array.elementType == .int8 || array.elementType == .int32,
      let count = array.shape.first, scales.shape == [count], let numbers = try? scales.floats(),
      node.integer("axis", default: 1) == 0
    else { return }
    if node.inputs.count > 2, !node.inputs[2].isEmpty {
      guard case .constant(let zeros)? = values[node.inputs[2]], zeros.bytes.allSatisfy({ $0 == 0 }) else { return }
    }
    constants[node.outputs[0]] = Constant(array: array, scales: numbers)
  }

  /// Notes which ONNX node a layer of the graph was made of.
  mutating func add(_ index: Int, _ operation: Graph.Operation, _ node: ONNXNode) {
    switch operation {
    case .conv2d, .linear: layers[index] = node
    default: break
    }
  }

  /// Notes that a node's value goes through bytes.
  mutating func add(_ name: String, _ node: Int, _ range: QuantizationRange) { bytes[name] = (node, range) }

  /// Notes that a node's value is that of its bytes; false where it is that of others already.
  mutating func use(_ node: Int, _ range: QuantizationRange) -> Bool {
    ranges.updateValue(range, forKey: node).map { $0 == range } ?? true
  }

  /// The numbers of the quantised network, as `QuantizedModel.arrays` has them; nil for a network in float32.
  ///
  /// - Parameters:
  ///   - kept: the graph's nodes that are live.
  ///   - indices: their places while the model was read.
  ///   - tensors: each node's parameters, by these places.
  /// - Throws: `InputError` of kind `.malformed` for a network of which only a part is quantised, or otherwise than the export
  ///   does it.
  func arrays(
    of kept: [Graph.Node], _ indices: [Int], _ tensors: [[(description: ParameterDescription, values: [Float])]],
    _ path: String?
  ) throws(InputError) -> [NamedArray]? {
    guard !ranges.isEmpty else { return nil }
    var arrays: [NamedArray] = []
    for (node, index) in zip(kept, indices) {
      try requireOneRange(node, index, indices, path)
      guard let layer = layers[index] else {
        arrays += tensors[index].map {
          NamedArray(name: $0.description.name, shape: $0.description.shape, floats: $0.values)
        }
        continue
      }
      let input = indices[node.inputs[0]]
      guard let own = try self.arrays(of: layer, tensors[index], ranges[input]) else {
        throw InputError(
          .malformed, "the \(layer.label) can be run, not opened: its weights are no bytes as the export writes them",
          path: path, expected: "I8 with a scale for each output, and an I32 bias in units of the sums",
          remedy: "'inkling run' answers with the file as it is")
      }
      arrays += own
    }
    let (scales, zeros) = QuantizedModel.rangeNames
    arrays.append(NamedArray(name: scales, shape: [indices.count], floats: indices.map { ranges[$0]?.scale ?? 0 }))
    arrays.append(
      try NamedArray(
        name: zeros, elementType: .uint8, shape: [indices.count], bytes: indices.map { ranges[$0]?.zeroPoint ?? 0 }))
    return arrays
  }

  /// Refuses other bytes behind what hands values on than before it: there the quantised network has the same.
  private func requireOneRange(
    _ node: Graph.Node, _ index: Int, _ indices: [Int], _ path: String?
  ) throws(InputError) {
    switch node.operation {
    case .flatten, .dropout, .dropout2d, .maxPool2d, .adaptiveMaxPool2d: break
    default: return
    }
    guard let own = ranges[index], let first = node.inputs.first, let before = ranges[indices[first]], own != before
    else { return }
    throw InputError(
      .malformed,
      "the node '\(node.name.prefix(60))' can be run, not opened: its bytes have another range than its input's",
      path: path, expected: "a scale of \(before.scale) and \(before.zeroPoint) for zero",
      found: "\(own.scale) and \(own.zeroPoint)", remedy: "'inkling run' answers with the file as it is")
  }

  /// A layer's weights and bias; nil where they are not as the export writes them, or were changed since.
  private func arrays(
    of layer: ONNXNode, _ tensors: [(description: ParameterDescription, values: [Float])], _ input: QuantizationRange?
  ) throws(InputError) -> [NamedArray]? {
    guard let input, layer.inputs.count > 2, let first = tensors.first, let weight = constants[layer.inputs[1]],
      let bias = constants[layer.inputs[2]], weight.array.elementType == .int8, bias.array.elementType == .int32,
      weight.array.shape == first.description.shape, bias.array.shape == [weight.scales.count],
      bias.scales == weight.scales.map({ $0 * input.scale })
    else { return nil }
    let row = max(weight.array.count / max(weight.scales.count, 1), 1)
    let numbers = weight.array.bytes.enumerated().map { Float(Int8(bitPattern: $1)) * weight.scales[$0 / row] }
    guard numbers == first.values else { return nil }
    let name = first.description.name
    return [
      try NamedArray(name: name, elementType: .int8, shape: weight.array.shape, bytes: weight.array.bytes),
      NamedArray(name: name + ".scale", shape: [weight.scales.count], floats: weight.scales),
      try NamedArray(name: name + ".bias", elementType: .int32, shape: [weight.scales.count], bytes: bias.array.bytes),
    ]
  }
}

extension ONNXImporter {
  /// The metadata's key of how a model's numbers became bytes.
  static let quantizationKey = "quantization"

  /// A value goes through bytes.
  mutating func quantize(_ node: ONNXNode) throws(InputError) {
    guard isRead(onceBy: node, 0) else { throw refusal(node, "its input is read by another node, too") }
    let (index, range) = (try operand(node), try self.range(node))
    quantization.add(node.outputs[0], index, range)
  }

  mutating func dequantize(_ node: ONNXNode) throws(InputError) {
    guard let (index, range) = quantization.bytes[node.inputs[0]], try self.range(node) == range,
      quantization.use(index, range)
    else { throw refusal(node, "it makes numbers of other bytes than a QuantizeLinear gave it") }
    set(node, .node(index))
  }

  /// One scale and one byte for zero.
  private func range(_ node: ONNXNode) throws(InputError) -> QuantizationRange {
    let (scale, zero) = (try constant(node, 1, "scale"), try constant(node, 2, "zero point"))
    guard scale.count == 1, zero.count == 1, zero.elementType == .uint8, let step = try scale.floats().first else {
      throw refusal(node, "its bytes are not unsigned ones of one range")
    }
    guard step > 0, step.isFinite else {
      throw fault("the \(node.label) has a scale that is none", expected: "above 0, and finite", found: "\(step)")
    }
    return QuantizationRange(scale: step, zeroPoint: zero.bytes[0])
  }

  /// How the numbers became bytes, where the file says so.
  var quantizationRecord: QuantizationRecord? {
    get throws(InputError) {
      guard !quantization.ranges.isEmpty, let text = try entry(Self.quantizationKey) else { return nil }
      guard text.utf8.count <= 10_000 else {
        throw fault(
          "what the file says under \"\(Self.quantizationKey)\" is too long", expected: "at most 10000 bytes",
          found: "\(text.utf8.count)")
      }
      do throws(InputError) {
        return try JSONText.decode(QuantizationRecord.self, from: Array(text.utf8), path: path ?? "the model")
      } catch {
        throw fault(
          "what the file says under \"\(Self.quantizationKey)\" cannot be followed: \(error.what)",
          expected: error.expected, found: error.found,
          remedy: "export the model again, or take the key out of the file")
      }
    }
  }
}
