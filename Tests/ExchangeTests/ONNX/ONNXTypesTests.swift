import InklingDatasets
import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX
import InklingTestSupport
import InklingTraining
import Testing

@testable import InklingExchange

/// Numbers of other types than floats of 32 bits, and constants of another shape than one number a channel.
@Suite struct ONNXTypesTests {
  private typealias Forms = ONNXFormsTests

  /// A convolution and a linear layer behind nodes from `x` to `t`, images [3, 3] of one channel.
  private static func model(
    _ type: ElementType, _ nodes: [ONNXNode], _ constants: [NamedArray] = [], sides: [Int] = [1, 3, 3],
    behind: [ONNXNode] = [], from: String = "c"
  ) -> ONNXModel {
    ONNXModel(
      graph: ONNXGraph(
        nodes: nodes + [Forms.convolution("t")] + behind + [
          Forms.node("Flatten", [from], "f"), Forms.node("MatMul", ["f", "fw"], "y"),
        ],
        initializers: [Forms.weights("w", 2, 1, 3, 3), Forms.weights("b", 2), Forms.weights("fw", 18, 3)] + constants,
        inputs: [ONNXValueInfo(name: "x", elementType: type, shape: [.named("N")] + sides.map { .fixed($0) })],
        outputs: [ONNXValueInfo(name: "y", elementType: .float32, shape: nil)]), operatorSet: 17)
  }

  private static func cast(_ from: String, _ type: Int, _ to: String) -> ONNXNode {
    Forms.node("Cast", [from], to, [ONNXAttribute("to", integer: type)])
  }

  private static let pixels = (0..<9).map { UInt8($0 * 31 % 256) }

  /// Whole numbers are the pixels' bytes, of whatever width.
  @Test(arguments: [ElementType.uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64])
  func wholeNumbersAreBytes(type: ElementType) throws {
    let folder = try TemporaryFolder()
    let onnx = Self.model(type, [Self.cast("x", 1, "t")])
    let wanted = try ONNXRunner(onnx).run([
      NamedArray(name: "x", elementType: type, shape: [1, 1, 3, 3], bytes: Self.bytes(type))
    ])[0].floats()
    let (model, notes) = try TrainedModel.open(folder.write(onnx.bytes(), as: "m.onnx"))
    #expect(!notes.contains { $0.contains("divided by 255") }, "\(notes)")
    let answers = try model.session(threads: 1).logits(images: Self.pixels)
    for (a, b) in zip(answers, wanted) { #expect((a - b).magnitude < 1e-5 * max(1, b.magnitude), "\(a) and \(b)") }
  }

  private static func bytes(_ type: ElementType) -> [UInt8] {
    pixels.flatMap { [$0] + [UInt8](repeating: 0, count: type.byteCount - 1) }
  }

  /// What no byte fits into, and what computes with whole numbers, is refused.
  @Test func whatComputesWithWholeNumbersIsRefused() throws {
    for type in [ElementType.int8, .bool] {
      let error = #expect(throws: InputError.self) { try ImportedNetwork(Self.model(type, [Self.cast("x", 1, "t")])) }
      #expect(error?.what.contains("no place for a pixel's byte") == true, "\(String(describing: error))")
    }
    let half = try NamedArray(name: "k", elementType: .int32, shape: [], bytes: [2, 0, 0, 0])
    for operation in ["Div", "Sub", "Mul"] {
      let nodes = [
        Forms.node("Identity", ["x"], "i"), Forms.node(operation, ["i", "k"], "d"), Self.cast("d", 1, "t"),
      ]
      let error = #expect(throws: InputError.self) { try ImportedNetwork(Self.model(.int32, nodes, [half])) }
      #expect(
        error?.what.contains("'d' (\(operation)) can be run, not trained: it computes with whole numbers") == true,
        "\(String(describing: error))")
    }
  }

  /// Rounding to half precision once went away without a word.
  @Test func aRoundingToHalfPrecisionIsRefused() throws {
    let back = [Self.cast("c", 10, "h"), Forms.node("Relu", ["h"], "r"), Self.cast("r", 1, "g")]
    let start = [Forms.node("Identity", ["x"], "t")]
    let brain = [Self.cast("c", 16, "h"), Self.cast("h", 1, "g")]
    for (behind, part) in [
      (back, "'h' (Cast) can be run, not trained: it rounds to half precision"), (brain, "to bfloat16"),
    ] {
      let error = #expect(throws: InputError.self) {
        try ImportedNetwork(Self.model(.float32, start, behind: behind, from: "g"))
      }
      #expect(error?.what.contains(part) == true, "\(String(describing: error))")
    }
  }

  /// A network whose weights are in half precision is computed in floats of 32 bits, and that is said.
  @Test func aNetworkOfHalfPrecisionSaysSo() throws {
    var onnx = Self.model(.float32, [Self.cast("x", 10, "t")], behind: [], from: "c")
    onnx.graph.nodes[onnx.graph.nodes.count - 1].outputs = ["z"]
    onnx.graph.nodes.append(Self.cast("z", 1, "y"))
    onnx.graph.initializers = try onnx.graph.initializers.map { array in
      let bytes = try array.floats().flatMap { number in
        withUnsafeBytes(of: Self.halfBits(number).littleEndian) { Array($0) }
      }
      return try NamedArray(name: array.name, elementType: .float16, shape: array.shape, bytes: bytes)
    }
    let network = try ImportedNetwork(onnx)
    #expect(network.notes.filter { $0.contains("half precision") }.count == 1)
  }

  /// The bits of a number whose fraction half precision holds, or of the one below it.
  private static func halfBits(_ number: Float) -> UInt16 {
    let bits = number.bitPattern
    let exponent = Int(bits >> 23 & 0xFF) - 112
    guard exponent > 0 else { return UInt16(bits >> 16 & 0x8000) }
    return UInt16(bits >> 16 & 0x8000) | UInt16(exponent) << 10 | UInt16(bits >> 13 & 0x3FF)
  }

  /// Where images lie as [N, H, W, C], three numbers in the first place are of the rows.
  @Test func numbersOfRowsAreNotTakenForChannels() throws {
    func network(_ shape: [Int], _ rows: Int = 3) throws -> ImportedNetwork {
      let size = rows * 4 * 3
      return try ImportedNetwork(
        ONNXModel(
          graph: ONNXGraph(
            nodes: [
              Forms.node("Mul", ["x", "k"], "d"),
              Forms.node("Transpose", ["d"], "t", [ONNXAttribute("perm", integers: [0, 3, 1, 2])]),
              Forms.node("Flatten", ["t"], "f"), Forms.node("MatMul", ["f", "fw"], "y"),
            ],
            initializers: [
              NamedArray(name: "k", shape: shape, floats: [2, 3, 5]),
              NamedArray(name: "fw", shape: [size, 2], floats: (0..<size * 2).map { Float($0 % 7) }),
            ],
            inputs: [
              ONNXValueInfo(
                name: "x", elementType: .float32, shape: [.named("N"), .fixed(rows), .fixed(4), .fixed(3)])
            ],
            outputs: [ONNXValueInfo(name: "y", elementType: .float32, shape: nil)])))
    }
    for shape in [[3], [1, 1, 3], [1, 1, 1, 3]] { #expect(try network(shape).normalization?.scale == [2, 3, 5]) }
    for shape in [[3, 1, 1], [3, 1], [1, 3, 1, 1], [3, 1, 1, 1], [1, 1, 1, 1, 3]] {
      let error = #expect(throws: InputError.self, "\(shape)") { try network(shape) }
      #expect(error?.what.contains("not one number a channel") == true, "\(String(describing: error))")
    }
  }

  /// The same of a layer's values, of a slope, and of what would give a value more dimensions.
  @Test func constantsAreComparedFromTheLastDimension() throws {
    let start = [Forms.node("Identity", ["x"], "t")]
    for (operation, shape, fits) in [
      ("Mul", [2, 1, 1], true), ("Add", [1, 2, 1, 1], true), ("PRelu", [2, 1, 1], true), ("PRelu", [1], true),
      ("Mul", [2, 1], false), ("Add", [2, 1, 1, 1], false), ("PRelu", [1, 2, 1], false), ("PRelu", [1, 1, 2], false),
      ("Mul", [1, 1, 1, 1, 1], false), ("Max", [1, 1, 1, 1, 1], false), ("Max", [1, 1, 1, 1], true),
    ] {
      let count = shape.reduce(1, *)
      let constant = NamedArray(name: "k", shape: shape, floats: (0..<count).map { Float($0) / 4 + 0.25 })
      let onnx = Self.model(
        .float32, start, [constant], behind: [Forms.node(operation, ["c", "k"], "a")], from: "a")
      guard fits else {
        #expect(throws: InputError.self, "\(operation) \(shape)") { try ImportedNetwork(onnx) }
        continue
      }
      let network = try ImportedNetwork(onnx)
      let inputs = Self.pixels.map { Float($0) / 100 - 1 }
      let wanted = try ONNXRunner(onnx).run([NamedArray(name: "x", shape: [1, 1, 3, 3], floats: inputs)])[0].floats()
      let answers = try InferenceSession(
        network.graph, parameters: network.parameters, normalization: Normalization(mean: 0, deviation: 1, channels: 1),
        threads: 1
      ).logits(values: inputs)
      for (a, b) in zip(answers, wanted) { #expect((a - b).magnitude < 1e-5, "\(operation) \(shape): \(a) and \(b)") }
    }
  }

  /// A variance, an epsilon or a scale that none can be is named; it once gave numbers that are not finite.
  @Test func numbersThatCannotBeAreNamed() throws {
    let start = [Forms.node("Identity", ["x"], "t")]
    func constants(_ variance: Float) -> [NamedArray] {
      [("g", 1), ("h", 0), ("m", 0), ("v", variance)].map { NamedArray(name: $0, shape: [2], floats: [1, $1]) }
    }
    func error(_ variance: Float, _ epsilon: Float) -> InputError? {
      let node = Forms.node(
        "BatchNormalization", ["c", "g", "h", "m", "v"], "a", [ONNXAttribute("epsilon", float: epsilon)])
      return #expect(throws: InputError.self) {
        try ImportedNetwork(Self.model(.float32, start, constants(variance), behind: [node], from: "a"))
      }
    }
    #expect(error(-0.5, 1e-5)?.what.contains("(BatchNormalization) has a variance that no numbers have") == true)
    #expect(error(1, -1)?.what.contains("(BatchNormalization) has an epsilon that is none") == true)
    #expect(error(1, .nan)?.what.contains("has an epsilon that is none") == true)
  }

  /// Labels that need another domain's operations are not offered.
  @Test func outputsOfAnotherDomainAreNotOffered() throws {
    var onnx = Self.model(.float32, [Forms.node("Identity", ["x"], "t")])
    onnx.graph.nodes.append(
      ONNXNode("ArrayFeatureExtractor", name: "fe", domain: "ai.onnx.ml", inputs: ["y", "y"], outputs: ["label"]))
    onnx.graph.outputs.insert(ONNXValueInfo(name: "label", elementType: .int64, shape: nil), at: 0)
    let error = #expect(throws: InputError.self) { try ImportedNetwork(onnx) }
    #expect(
      error?.remedy == "import it with --onnx-output and what ONNX's own operations make: y",
      "\(String(describing: error))")
    #expect(try ImportedNetwork(onnx, output: "y").graph.outputShape.count == 3)
  }
}
