import InklingFiles
import InklingFormats
import Testing

@testable import InklingONNX

/// Bytes that are no model, or lie about what they are.
struct ONNXDamageTests {
  /// Reads and runs: an `InputError` is an answer, a trap is not.
  private static func use(_ bytes: [UInt8]) -> String? {
    ONNXExamples.sentence { () throws(InputError) in
      let model = try ONNXModel(bytes: bytes, path: "m.onnx")
      _ = try model.bytes()
      _ = try ONNXRunner(model, path: "m.onnx").run([NamedArray(name: "x", shape: [1, 2], floats: [1, 2])])
    }
  }

  @Test func eachCutIsRefusedOrSaysLess() throws {
    let bytes = try ONNXExamples.dense().bytes()
    #expect(Self.use(bytes) == nil)
    // What follows the operator set is only metadata: a cut between two fields there is a smaller model.
    let whole = bytes.indices.filter { Self.use(Array(bytes[..<$0])) == nil }
    #expect(whole.count <= 1)
    #expect(whole.allSatisfy { $0 > bytes.count - 24 })
  }

  @Test func eachChangedByteIsAnswered() throws {
    let bytes = try ONNXExamples.dense().bytes()
    var refused = 0
    for place in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[place] ^= 1 << UInt8(bit)
        if let sentence = Self.use(changed) {
          refused += 1
          #expect(sentence.utf8.count < 500)
        }
      }
    }
    #expect(refused > bytes.count)
  }

  @Test(arguments: [
    // A graph of 2^31 - 1 bytes, of 2^63 bytes, and a length of eleven bytes.
    [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
    [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
  ])
  func aLengthBeyondTheFileIsRefused(bytes: [UInt8]) throws {
    let sentence = try #require(Self.use(bytes))
    #expect(sentence.contains("ONNX model") && sentence.contains("m.onnx"))
  }

  @Test func nestingTenThousandDeepIsAnswered() throws {
    // A graph in an attribute of a node of a graph, again and again.
    var inner: [UInt8] = []
    for _ in 0..<10_000 {
      var attribute = ProtobufWriter()
      attribute.bytes(6, inner)
      var node = ProtobufWriter()
      node.text(4, "If")
      node.bytes(5, attribute.bytes)
      var graph = ProtobufWriter()
      graph.bytes(1, node.bytes)
      inner = graph.bytes
    }
    var model = ProtobufWriter()
    model.integer(1, 8)
    model.bytes(7, inner)
    model.message(8) { $0.integer(2, 17) }
    #expect(Self.use(model.bytes) == "the graph has no output in m.onnx.")
  }

  @Test(
    arguments: [
      ([1 << 31, 1 << 31, 1 << 31], "is no size"), ([-1], "is no size"),
      ([Int64](repeating: 1, count: 33), "is no size"), ([3], "does not fill its shape"),
      ([1 << 40], "does not fill its shape"),
    ] as [([Int64], String)])
  func aShapeThatIsNotTheTensorsIsRefused(shape: [Int64], part: String) throws {
    let bytes = ONNXExamples.tensor {
      $0.integers(1, shape)
      $0.integer(2, 1)
      $0.text(8, "w")
      $0.bytes(9, [UInt8](repeating: 0, count: 8))
    }
    let sentence = try #require(Self.use(bytes))
    #expect(sentence.contains("tensor 'w' \(part)"), "\(sentence)")
  }

  @Test(
    arguments: [
      (8, "a tensor of text"), (14, "a tensor of"), (77, "a tensor of"),
    ] as [(Int64, String)])
  func aTypeThatIsNotReadIsNamed(type: Int64, part: String) throws {
    let bytes = ONNXExamples.tensor {
      $0.integers(1, [1])
      $0.integer(2, type)
      $0.text(8, "w")
    }
    let sentence = try #require(Self.use(bytes))
    #expect(sentence.contains("is not read") && sentence.contains("'w'"), "\(sentence)")
  }

  @Test func aNumberBeyondItsTypeIsRefused() throws {
    let bytes = ONNXExamples.tensor {
      $0.integers(1, [1])
      $0.integer(2, 3)
      $0.integers(5, [300])
      $0.text(8, "w")
    }
    #expect(try #require(Self.use(bytes)).contains("a number beyond its type in a tensor"))
  }
}
