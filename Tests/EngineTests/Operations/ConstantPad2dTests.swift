import InklingEngine
import InklingFiles
import Testing

/// `Graph.Operation.constantPad2d` against plain loops, forward and back.
@Suite struct ConstantPad2dTests {
  static let paddings: [Graph.Operation.ConstantPad2d] = [
    .init(left: 0, right: 1, top: 0, bottom: 1), .init(left: 2, right: 0, top: 1, bottom: 3, value: -1.5),
    .init(left: -1, right: 0, top: 0, bottom: -2), .init(left: -2, right: 3, top: 4, bottom: -1, value: 7),
    .init(left: 0, right: 0, top: 0, bottom: 0),
  ]

  private static func graph(_ padding: Graph.Operation.ConstantPad2d, _ shape: Shape) throws -> Graph {
    try Graph(
      nodes: [
        .init(name: "input", operation: .input(.init(shape: shape)), inputs: []),
        .init(name: "pad", operation: .constantPad2d(padding), inputs: [0]),
      ], parameters: [], output: 1)
  }

  @Test(arguments: paddings) func agreesWithPlainLoops(padding: Graph.Operation.ConstantPad2d) throws {
    let (count, shape) = (19, Shape(2, 5, 6))
    let graph = try Self.graph(padding, shape)
    let output = graph.outputShape
    #expect(output.dimensions == [2, 5 + padding.top + padding.bottom, 6 + padding.left + padding.right])
    let program = try GradientProgram(
      graph, parameters: [], normalization: Normalization(mean: 0, deviation: 1, channels: 2), threads: 2)
    let inputs = (0..<count * shape.count).map { Float($0 % 97) - 40 }
    let seeds = (0..<count * output.count).map { Float($0 % 89) - 30 }
    let result = try program.gradients(of: .gradient(seeds), at: .values(inputs))
    var (values, gradients) = (
      [Float](repeating: padding.value, count: seeds.count), [Float](repeating: 0, count: inputs.count)
    )
    for plane in 0..<count * 2 {
      for y in 0..<5 {
        for x in 0..<6 {
          let (row, column) = (y + padding.top, x + padding.left)
          guard (0..<output.height).contains(row), (0..<output.width).contains(column) else { continue }
          let (outside, inside) = ((plane * output.height + row) * output.width + column, (plane * 5 + y) * 6 + x)
          values[outside] = inputs[inside]
          gradients[inside] = seeds[outside]
        }
      }
    }
    #expect(result.outputs == values)
    #expect(result.input == gradients)
  }

  @Test func refusesToCutEverythingOff() {
    for padding in [
      Graph.Operation.ConstantPad2d(left: -6, right: 0, top: 0, bottom: 0),
      .init(left: 0, right: 9, top: -6, bottom: 8),
      .init(left: 0, right: 0, top: 0, bottom: 5000), .init(left: 0, right: 0, top: 0, bottom: 0, value: .infinity),
    ] {
      #expect(throws: InputError.self) { try Self.graph(padding, [2, 5, 6]) }
    }
  }
}
