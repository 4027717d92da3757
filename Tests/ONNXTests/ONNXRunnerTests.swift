import InklingFiles
import InklingFormats
import Testing

@testable import InklingONNX

/// What a run refuses; what it computes is held against ONNX's own node tests by `Tests/Peers/onnx_backend.py`.
struct ONNXRunnerTests {
  private static func x(_ shape: [Int], _ floats: [Float]) -> NamedArray {
    NamedArray(name: "x", shape: shape, floats: floats)
  }

  @Test func aModelIsAFunctionOfNamedArrays() throws {
    let outputs = try ONNXRunner(ONNXExamples.dense()).run([Self.x([2, 2], [1, 1, -1, 0.5])])
    #expect(outputs.map(\.name) == ["y"])
    #expect(outputs[0].shape == [2, 2])
    #expect(try outputs[0].floats() == [3.25, 0, 0.25, 1.25])
  }

  @Test func anOperationThatIsNotKnownIsNamedWithItsNode() {
    for (operation, domain, found) in [("Frobnicate", "", "Frobnicate"), ("Relu", "com.example", "com.example.Relu")] {
      var model = ONNXExamples.dense()
      model.graph.nodes[0].operation = operation
      model.graph.nodes[0].domain = domain
      let sentence = ONNXExamples.sentence { () throws(InputError) in _ = try ONNXRunner(model, path: "m.onnx") }
      #expect(
        sentence
          == "the node 'first' (\(operation)) cannot be run: its operation is not known in m.onnx: found \(found).")
    }
  }

  @Test func anAttributeThatIsNotFollowedIsNamed() {
    var model = ONNXExamples.dense()
    model.graph.nodes[1].attributes = [ONNXAttribute("slope", float: 2)]
    let sentence = ONNXExamples.sentence { () throws(InputError) in _ = try ONNXRunner(model) }
    #expect(sentence == "the node that makes 'y' (Relu) cannot be run: its attribute is not followed: found slope.")
  }

  @Test(arguments: [
    ([x([1, 3], [1, 2, 3])], "the input 'x' is of another shape: expected [n, 2], found [1, 3]."),
    (
      [NamedArray(name: "x", shape: [1, 2], integers: [1, 2])],
      "the input 'x' is of another type: expected F32, found I64."
    ),
    ([NamedArray(name: "z", shape: [1], floats: [1])], "the model has no such input: expected x, found 'z'."),
    ([x([1, 2], [1, 2]), x([1, 2], [1, 2])], "an input is given twice: expected x, found 'x'."),
    ([], "an input is missing: expected 'x'."),
  ])
  func aWrongInputIsSaid(arrays: [NamedArray], sentence: String) {
    let found = ONNXExamples.sentence { () throws(InputError) in
      _ = try ONNXRunner(ONNXExamples.dense()).run(arrays)
    }
    #expect(found == sentence)
  }

  @Test func aRunKeepsItsLimits() throws {
    let model = ONNXExamples.single(
      "Expand", [Self.x([1], [1]), NamedArray(name: "shape", shape: [2], integers: [1 << 14, 1 << 14])])
    let inputs = [Self.x([1], [1]), NamedArray(name: "shape", shape: [2], integers: [1 << 14, 1 << 14])]
    var limits = ONNXLimits()
    limits.memory = 1 << 20
    let sentence = ONNXExamples.sentence { () throws(InputError) in
      _ = try ONNXRunner(model, limits: limits).run(inputs)
    }
    #expect(try #require(sentence).contains("node 'it' (Expand)"))
    limits = ONNXLimits()
    limits.work = 1000
    let rows = Self.x([64, 64], [Float](repeating: 1, count: 4096))
    let product = ONNXExamples.single(
      "MatMul", [rows, NamedArray(name: "w", shape: [64, 64], floats: try rows.floats())])
    let tooMuch = ONNXExamples.sentence { () throws(InputError) in
      _ = try ONNXRunner(product, limits: limits).run([
        rows, NamedArray(name: "w", shape: [64, 64], floats: rows.floats()),
      ])
    }
    #expect(try #require(tooMuch).contains("node 'it' (MatMul)"))
  }

  /// Each stopped the program once: a list of attributes that is too short, and an empty tensor whose plane overflows.
  @Test func shapesThatAreNoneAreSaid() throws {
    let weight = NamedArray(name: "w", shape: [1, 1, 2, 2], floats: [1, 2, 3, 4])
    let inputs = [Self.x([1, 1, 1, 1], [1]), weight]
    let short = ONNXExamples.single(
      "ConvTranspose", inputs, [ONNXAttribute("output_shape", integers: [2])])
    let sentence = ONNXExamples.sentence { () throws(InputError) in _ = try ONNXRunner(short).run(inputs) }
    #expect(try #require(sentence).contains("'output_shape' does not fit: expected 2 numbers, found [2]"))
    for operation in ["Conv", "ConvTranspose", "GlobalAveragePool", "InstanceNormalization", "Flatten"] {
      let empty = Self.x([0, 1, 1 << 30, 1 << 30, 1 << 30], [])
      var model = ONNXExamples.single(
        operation,
        [empty] + (operation.hasPrefix("Conv") ? [NamedArray(name: "w", shape: [1, 1, 1, 1, 1], floats: [1])] : []))
      model.graph.initializers = [empty]
      model.graph.inputs.removeFirst()
      let sentence = ONNXExamples.sentence { () throws(InputError) in _ = try ONNXRunner(model).run([]) }
      #expect(try #require(sentence).contains("the shape of 'x' is no size"), "\(operation)")
    }
  }

  @Test func shapesThatDoNotFitAreSaidWithTheNode() throws {
    for (operation, shape) in [("Add", [3]), ("MatMul", [3, 1]), ("Concat", [3])] {
      let other = NamedArray(name: "w", shape: shape, floats: [1, 2, 3])
      let attributes = operation == "Concat" ? [ONNXAttribute("axis", integer: 0)] : []
      let inputs = [Self.x([2, 2], [1, 2, 3, 4]), other]
      let sentence = ONNXExamples.sentence { () throws(InputError) in
        _ = try ONNXRunner(ONNXExamples.single(operation, inputs, attributes)).run(inputs)
      }
      #expect(try #require(sentence).contains("node 'it' (\(operation))"))
    }
  }
}
