import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX
import Testing

@testable import InklingExchange

/// The forms that exporters write: what is imported answers as the runner does.
@Suite struct ONNXFormsTests {
  /// How the file's images lie.
  enum Order: Sendable { case first, last, plane, row }

  /// Nodes between the input `x` of three rows and columns and the features `f`.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let order: Order
    let channels: Int
    let nodes: [ONNXNode]
    var constants: [NamedArray] = []
    var features: Int

    init(
      _ name: String, order: Order = .first, channels: Int = 1, features: Int = 18, _ nodes: [ONNXNode],
      _ constants: [NamedArray] = []
    ) {
      (testDescription, self.order, self.channels, self.nodes) = (name, order, channels, nodes)
      (self.constants, self.features) = (constants, features)
    }
  }

  static func node(
    _ operation: String, _ inputs: [String], _ output: String, _ attributes: [ONNXAttribute] = []
  ) -> ONNXNode {
    ONNXNode(operation, name: output, inputs: inputs, outputs: [output], attributes: attributes)
  }

  private static func numbers(_ count: Int) -> [Float] { (0..<count).map { Float($0 * 29 % 23) / 12 - 0.9 } }
  static func weights(_ name: String, _ shape: Int...) -> NamedArray {
    NamedArray(name: name, shape: shape, floats: numbers(shape.reduce(1, *)))
  }
  private static func scalar(_ name: String, _ number: Float) -> NamedArray {
    NamedArray(name: name, shape: [], floats: [number])
  }
  private static func integers(_ name: String, _ numbers: Int64...) -> NamedArray {
    NamedArray(name: name, shape: [numbers.count], integers: numbers)
  }

  private static func axis(_ axis: Int) -> ONNXAttribute { ONNXAttribute("axis", integer: axis) }
  private static let flatten = node("Flatten", ["a"], "f")
  private static let toFirst = ONNXAttribute("perm", integers: [0, 3, 1, 2])
  private static let toLast = ONNXAttribute("perm", integers: [0, 2, 3, 1])

  /// A convolution of `from` to `c`: two channels of three rows and columns.
  static func convolution(_ from: String = "x") -> ONNXNode {
    node("Conv", [from, "w", "b"], "c", [ONNXAttribute("pads", integers: [1, 1, 1, 1])])
  }

  /// One operation of a convolution's values.
  private static func one(_ name: String, _ between: [ONNXNode], _ constants: [NamedArray] = []) -> Case {
    Case(name, [convolution()] + between + [flatten], constants)
  }

  static let cases: [Case] = [
    Case("flatten, axis -3", [convolution(), node("Flatten", ["c"], "f", [axis(-3)])]),
    Case(
      "flatten of features, axis -1",
      [convolution(), node("Flatten", ["c"], "a"), node("Flatten", ["a"], "f", [axis(-1)])]
    ),
    one("clip, least", [node("Clip", ["c", "k"], "a")], [scalar("k", -0.5)]),
    one("clip, most", [node("Clip", ["c", "", "k"], "a")], [scalar("k", 0.5)]),
    one("clip, neither", [node("Clip", ["c"], "a")]),
    one("maximum", [node("Max", ["k", "c"], "a")], [scalar("k", -0.25)]),
    one("minimum", [node("Min", ["c", "k"], "a")], [scalar("k", 0.25)]),
    one("hard sigmoid", [node("HardSigmoid", ["c"], "a")]),
    one(
      "hard sigmoid of numbers",
      [node("HardSigmoid", ["c"], "a", [ONNXAttribute("alpha", float: -0.3), ONNXAttribute("beta", float: 0.25)])]),
    one("hard sigmoid of what is read twice", [node("HardSigmoid", ["c"], "h"), node("Add", ["c", "h"], "a")]),
    // A factor once went into the weights under whichever name the convolution's values had.
    one(
      "a factor of another name",
      [node("Identity", ["c"], "i"), node("Mul", ["i", "k"], "m"), node("Add", ["c", "m"], "a")], [scalar("k", 3)]),
    Case(
      "channels last", order: .last, channels: 3,
      [
        node("Div", ["x", "r"], "d"), node("Sub", ["d", "m"], "s"), node("Transpose", ["s"], "t", [toFirst]),
        convolution("t"), node("Add", ["c", "e"], "g"), node("Transpose", ["g"], "u", [toLast]),
        node("Relu", ["u"], "v"), node("Mul", ["v", "n"], "a"), node("Reshape", ["a", "k"], "f"),
      ], [scalar("r", 2), weights("m", 1, 1, 1, 3), weights("n", 2), weights("e", 2, 1, 1), integers("k", -1, 18)]),
    Case(
      "channels last by a reshape", order: .last,
      [
        node("Reshape", ["x", "i"], "t"), convolution("t"), node("Transpose", ["c"], "u", [toLast]),
        node("Shape", ["u"], "s"), node("Gather", ["s", "z"], "y0"), node("Concat", ["y0", "l"], "k", [axis(0)]),
        node("Reshape", ["u", "k"], "f"),
      ], [integers("i", -1, 1, 3, 3), integers("z", 0), integers("l", -1)]),
    Case(
      "channels last, averaged", order: .last, channels: 3, features: 2,
      [
        node("Transpose", ["x"], "t", [toFirst]), convolution("t"), node("Transpose", ["c"], "u", [toLast]),
        node(
          "ReduceMean", ["u"], "f", [ONNXAttribute("axes", integers: [1, 2]), ONNXAttribute("keepdims", integer: 0)]),
      ]),
    Case(
      "channels last and back", order: .last, channels: 3,
      [
        node("Transpose", ["x"], "t", [toFirst]), convolution("t"), node("Transpose", ["c"], "u", [toLast]),
        node("Tanh", ["u"], "v"), node("Transpose", ["v"], "a", [toFirst]), flatten,
      ]),
    Case("no channels", order: .plane, features: 9, [node("Flatten", ["x"], "f")]),
    Case(
      "no channels, unsqueezed", order: .plane,
      [node("Unsqueeze", ["x", "o"], "t"), convolution("t"), node("Flatten", ["c"], "f")],
      [integers("o", 1)]),
    Case(
      "rows", order: .row, [node("Reshape", ["x", "o"], "t"), convolution("t"), node("Flatten", ["c"], "f")],
      [integers("o", 0, 1, 3, -1)]),
    Case(
      "one axis after the other", features: 2,
      [
        convolution(), node("GlobalMaxPool", ["c"], "p"), node("Squeeze", ["p", "l"], "q"),
        node("Squeeze", ["q", "l"], "f"),
      ], [integers("l", -1)]),
    Case(
      "squeezed and back", features: 2,
      [
        convolution(), node("GlobalAveragePool", ["c"], "p"), node("Flatten", ["p"], "q"),
        node("Unsqueeze", ["q", "o"], "r"), node("Mul", ["r", "k"], "s"), node("Flatten", ["s"], "e"),
        node("Add", ["e", "q"], "f"),
      ], [integers("o", 2, 3), scalar("k", 3)]),
    Case(
      "columns, then rows", features: 2,
      [
        convolution(),
        node("ReduceMean", ["c"], "p", [ONNXAttribute("axes", integers: [-1]), ONNXAttribute("keepdims", integer: 0)]),
        node("ReduceMax", ["p"], "f", [ONNXAttribute("axes", integers: [2]), ONNXAttribute("keepdims", integer: 0)]),
      ]),
    Case(
      "a product of sizes",
      [
        convolution(), node("Shape", ["c"], "s"), node("Gather", ["s", "z"], "y0"),
        node("Slice", ["s", "o", "l"], "y1"),
        node("ReduceProd", ["y1"], "y2"), node("Concat", ["y0", "y2"], "k", [axis(0)]),
        node("Reshape", ["c", "k"], "f"),
      ], [integers("z", 0), integers("o", 1), integers("l", 4)]),
  ]

  private static func model(_ test: Case) -> ONNXModel {
    let sides: [Int] =
      switch test.order {
      case .first: [test.channels, 3, 3]
      case .last: [3, 3, test.channels]
      case .plane: [3, 3]
      case .row: [9]
      }
    return ONNXModel(
      graph: ONNXGraph(
        nodes: test.nodes + [node("MatMul", ["f", "fw"], "z0"), node("Add", ["z0", "fb"], "y")],
        initializers: test.constants + [
          weights("w", 2, test.channels, 3, 3), weights("b", 2), weights("fw", test.features, 4), weights("fb", 4),
        ],
        inputs: [ONNXValueInfo(name: "x", elementType: .float32, shape: [.named("N")] + sides.map { .fixed($0) })],
        outputs: [ONNXValueInfo(name: "y", elementType: .float32, shape: nil)]))
  }

  @Test(arguments: cases) func itAnswersAsTheRunnerDoes(_ test: Case) throws {
    let model = Self.model(test)
    try model.check()
    // [N, C, H, W], and the file's own order of them.
    let (count, channels) = (2, test.channels)
    let inputs = (0..<count * channels * 9).map { Float($0 * 37 % 101) / 25 - 2 }
    let own =
      test.order == .last
      ? (0..<inputs.count).map { inputs[$0 / (9 * channels) * 9 * channels + $0 % channels * 9 + $0 / channels % 9] }
      : inputs
    let sides = model.graph.inputs[0].shape?.dropFirst().map { if case .fixed(let size) = $0 { size } else { 0 } }
    let array = NamedArray(name: "x", shape: [count] + (sides ?? []), floats: own)
    let wanted = try ONNXRunner(model).run([array])[0].floats()
    let network = try ImportedNetwork(model)
    #expect(network.graph.inputShape == [channels, 3, 3])
    let normalization = network.normalization ?? Normalization(mean: 0, deviation: 1, channels: channels)
    let values =
      network.normalization == nil
      ? inputs
      : inputs.enumerated().map { place, number in
        number * normalization.scale[place / 9 % channels] + normalization.shift[place / 9 % channels]
      }
    let answers = try InferenceSession(
      network.graph, parameters: network.parameters, normalization: normalization, threads: 1
    ).logits(values: values)
    try #require(answers.count == wanted.count && wanted.contains { $0 != wanted[0] })
    for (a, b) in zip(answers, wanted) { #expect((a - b).magnitude < 1e-5 * max(1, b.magnitude), "\(a) and \(b)") }
  }

  private func refusal(_ nodes: [ONNXNode], _ constants: [NamedArray] = [], channels: Int = 1) -> InputError? {
    let model = Self.model(Case("", channels: channels, nodes, constants))
    return #expect(throws: InputError.self) { try ImportedNetwork(model, path: "m.onnx") }
  }

  /// Each names its node, and says that the file can be run.
  @Test func whatCanOnlyBeRunSaysSo() {
    func node(_ operation: String, _ inputs: [String], _ output: String, _ attributes: [ONNXAttribute] = []) -> ONNXNode
    {
      Self.node(operation, inputs, output, attributes)
    }
    let flatten = node("Flatten", ["a"], "f")
    func gate(_ makes: [ONNXNode]) -> [ONNXNode] {
      [Self.convolution(), node("GlobalAveragePool", ["c"], "p")] + makes + [node("Mul", ["c", "g"], "a"), flatten]
    }
    let weight = NamedArray(name: "v", shape: [2, 2], floats: [1, 2, 3, 4])
    for (nodes, constants, what) in [
      (
        gate([
          node("Flatten", ["p"], "q"), node("MatMul", ["q", "v"], "e"), node("Unsqueeze", ["e", "o"], "g"),
        ]), [weight, Self.integers("o", 2, 3)], "'g' (Unsqueeze) can be run, not trained: it makes images of features"
      ),
      (
        gate([node("HardSigmoid", ["p"], "g")]), [],
        "'a' (Mul) can be run, not trained: it multiplies two values that the network computes"
      ),
      (
        [
          node("Pad", ["x", "o"], "t", [ONNXAttribute("mode", text: "reflect")]), Self.convolution("t"),
          node("Flatten", ["c"], "f"),
        ], [Self.integers("o", 0, 0, 1, 1, 0, 0, 1, 1)], "'t' (Pad) can be run, not trained"
      ),
      (
        [
          node("Resize", ["x", "", "o"], "t", [ONNXAttribute("mode", text: "nearest")]), Self.convolution("t"), flatten,
        ],
        [NamedArray(name: "o", shape: [4], floats: [1, 1, 2, 2])], "'t' (Resize) can be run, not trained"
      ),
      (
        [Self.convolution(), node("Transpose", ["c"], "t", [Self.toLast]), node("LRN", ["t"], "a"), flatten], [],
        "'a' (LRN)"
      ),
      (
        [Self.convolution(), node("Clip", ["c", "o", "k"], "a"), flatten],
        [Self.scalar("o", 2), Self.scalar("k", 1)], "'a' (Clip) can be run, not trained: its bounds are in disorder"
      ),
    ] as [([ONNXNode], [NamedArray], String)] {
      let error = refusal(nodes, constants)
      #expect(error?.description.contains(what) == true, "\(String(describing: error))")
      guard !what.contains("LRN") else { continue }
      #expect(error?.remedy == "'inkling run' answers with the file as it is")
    }
  }

  /// One of several is named; what only the others need is left out.
  @Test func oneOfSeveralOutputs() throws {
    var model = Self.model(Case("", [Self.convolution(), Self.node("Flatten", ["c"], "f")]))
    model.graph.nodes.append(Self.node("ArgMax", ["y"], "k", [Self.axis(1)]))
    model.graph.outputs.append(ONNXValueInfo(name: "k", elementType: .int64, shape: nil))
    let error = #expect(throws: InputError.self) { try ImportedNetwork(model, path: "m.onnx") }
    #expect(error?.kind == .malformed && error?.found == "y, k")
    #expect(error?.remedy == "import it with --onnx-output and one of them; 'inkling run' answers with all of them")
    #expect(try ImportedNetwork(model, output: "y").graph.outputShape == [4])
    let none = #expect(throws: InputError.self) { try ImportedNetwork(model, output: "z") }
    #expect(none?.kind == .usage && none?.expected == "y, k")
    let labels = #expect(throws: InputError.self) { try ImportedNetwork(model, output: "k") }
    #expect(labels?.what.hasPrefix("the node 'k' (ArgMax) can be run, not trained") == true)
  }
}
