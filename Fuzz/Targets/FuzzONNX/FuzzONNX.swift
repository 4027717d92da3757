import Fuzzing
import InklingFiles
import InklingFormats
import InklingONNX

/// What is read must come back when it is written, and is run on inputs that the bytes decide.
@main
enum FuzzONNX {
  static func main() {
    var limits = ONNXLimits()
    (limits.file, limits.fields, limits.memory, limits.work) = (1 << 16, 1 << 14, 1 << 22, 1 << 20)
    Fuzzing.run { [limits] (bytes) throws(InputError) in
      let model = try ONNXModel(bytes: bytes, path: "fuzz", limits: limits)
      let hasOther = model.graph.nodes.contains { node in
        node.attributes.contains { if case .other = $0.value { true } else { false } }
      }
      if !hasOther {
        let written = try model.bytes()
        let again = try ONNXModel(bytes: written).bytes()
        precondition(written == again)
      }
      let runner = try ONNXRunner(model, limits: limits)
      var state = bytes.reduce(into: UInt32(2_166_136_261)) { $0 = ($0 ^ UInt32($1)) &* 16_777_619 }
      let inputs = try runner.inputs.map { info throws(InputError) in try array(info, &state) }
      let outputs = try runner.run(inputs)
      precondition(outputs.map(\.name) == runner.outputs.map(\.name))
    }
  }

  /// Small numbers in the shape that the model names.
  private static func array(_ info: ONNXValueInfo, _ state: inout UInt32) throws(InputError) -> NamedArray {
    let shape = (info.shape ?? [.unknown]).map { dimension in
      switch dimension {
      case .fixed(let size): size
      case .named: 2
      case .unknown: 3
      }
    }
    let type = info.elementType ?? .float32
    let count = shape.reduce(1.0) { $0 * Double($1) }
    guard count <= 4096, shape.allSatisfy({ $0 <= 4096 }) else {
      throw InputError(.malformed, "an input is too large for fuzzing")
    }
    var numbers: [Int] = []
    for _ in 0..<Int(count) {
      state = state &* 1_664_525 &+ 1_013_904_223
      numbers.append(Int(state >> 24) % 9 - 3)
    }
    func packed<Number: FixedWidthInteger>(_: Number.Type) -> [UInt8] {
      numbers.map { Number(truncatingIfNeeded: $0) }.withUnsafeBytes { [UInt8]($0) }
    }
    let bytes =
      switch type {
      case .float32: numbers.map { Float($0) / 2 }.withUnsafeBytes { [UInt8]($0) }
      case .float64: numbers.map { Double($0) / 2 }.withUnsafeBytes { [UInt8]($0) }
      case .bool: numbers.map { UInt8($0 & 1) }
      case .int64, .uint64: packed(Int64.self)
      case .int32, .uint32: packed(Int32.self)
      case .int16, .uint16, .float16, .bfloat16: packed(Int16.self)
      case .int8, .uint8, .float8E4M3, .float8E5M2: packed(Int8.self)
      }
    return try NamedArray(name: info.name, elementType: type, shape: shape, bytes: bytes)
  }
}
