import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX
import Testing

@testable import InklingExchange

/// Layer normalisation as PyTorch's exporter writes it below operator set 17.
@Suite struct ONNXLayerNormTests {
  private static func numbers(_ name: String, _ shape: [Int]) -> NamedArray {
    NamedArray(name: name, shape: shape, floats: (0..<shape.reduce(1, *)).map { Float($0 * 29 % 23) / 12 - 0.9 })
  }

  /// What may be otherwise.
  struct Form: Sendable {
    var shape = [2, 3, 4]
    var axes = [-3, -2, -1]
    /// Of the variance, where it is another mean.
    var others: [Int]?
    var exponent: Float? = 2
    var epsilon: Float = 1e-3
    var weight: [Int]? = [2, 3, 4]
    var bias: [Int]? = [2, 3, 4]
  }

  private static func model(_ form: Form) -> ONNXModel {
    func node(_ operation: String, _ inputs: [String], _ output: String, _ attributes: [ONNXAttribute] = []) -> ONNXNode
    {
      ONNXNode(operation, name: output, inputs: inputs, outputs: [output], attributes: attributes)
    }
    var nodes = [
      node("ReduceMean", ["x"], "m", [ONNXAttribute("axes", integers: form.axes)]), node("Sub", ["x", "m"], "d"),
      form.exponent == nil ? node("Mul", ["d", "d"], "p") : node("Pow", ["d", "two"], "p"),
      node("ReduceMean", ["p"], "v", [ONNXAttribute("axes", integers: form.others ?? form.axes)]),
      node("Add", ["v", "eps"], "s"), node("Sqrt", ["s"], "r"), node("Div", ["d", "r"], "n"),
    ]
    var constants = [
      NamedArray(name: "eps", shape: [], floats: [form.epsilon]),
      NamedArray(name: "two", shape: [], floats: [form.exponent ?? 2]),
    ]
    for (operation, name, shape) in [("Mul", "w", form.weight), ("Add", "b", form.bias)] {
      guard let shape, let last = nodes.last?.outputs[0] else { continue }
      nodes.append(node(operation, [last, name], last + name))
      constants.append(numbers(name, shape))
    }
    let last = nodes.last?.outputs[0] ?? ""
    return ONNXModel(
      graph: ONNXGraph(
        nodes: nodes, initializers: constants,
        inputs: [ONNXValueInfo(name: "x", elementType: .float32, shape: [.named("N")] + form.shape.map { .fixed($0) })],
        outputs: [ONNXValueInfo(name: last, elementType: .float32, shape: nil)]), operatorSet: 13)
  }

  @Test(arguments: [
    Form(), Form(bias: nil), Form(weight: nil, bias: nil), Form(axes: [1, 2, 3], exponent: nil),
    Form(shape: [5], axes: [-1], weight: [5], bias: [5]),
  ])
  func itIsOneNode(form: Form) throws {
    let model = Self.model(form)
    try model.check()
    let count = form.shape.reduce(1, *)
    let inputs = (0..<2 * count).map { place -> Float in Float(place * 37 % 101) / 25 - 2 }
    let wanted = try ONNXRunner(model).run([NamedArray(name: "x", shape: [2] + form.shape, floats: inputs)])[0].floats()
    let network = try ImportedNetwork(model)
    #expect(network.graph.nodes.map(\.operation.name) == ["Input", "LayerNorm"])
    let channels = form.shape[0]
    let answers = try InferenceSession(
      network.graph, parameters: network.parameters,
      normalization: Normalization(mean: 0, deviation: 1, channels: channels), threads: 1
    ).logits(values: inputs)
    try #require(answers.count == wanted.count)
    for (a, b) in zip(answers, wanted) { #expect((a - b).magnitude < 1e-5 * max(1, b.magnitude), "\(a) and \(b)") }
  }

  /// Near it, and something else.
  @Test(arguments: [
    Form(axes: [-1], weight: [4], bias: [4]), Form(axes: [1], weight: nil, bias: nil), Form(others: [-2, -1]),
    Form(exponent: 3), Form(exponent: 2.0001), Form(epsilon: -1e-3), Form(axes: [-3, -2]),
  ])
  func anotherFormIsRefused(form: Form) {
    let error = #expect(throws: InputError.self) { try ImportedNetwork(Self.model(form)) }
    #expect(error?.description.contains("can be run, not trained") == true, "\(String(describing: error))")
  }
}
