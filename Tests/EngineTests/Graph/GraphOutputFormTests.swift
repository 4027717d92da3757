import InklingFiles
import Testing

@testable import InklingEngine

@Suite struct GraphOutputFormTests {
  private static func graph(_ operations: [Graph.Operation]) throws -> Graph {
    var nodes = [Graph.Node(name: "input", operation: .input(.init(shape: [4])), inputs: [])]
    for operation in operations {
      nodes.append(Graph.Node(name: operation.name, operation: operation, inputs: [nodes.count - 1]))
    }
    return try Graph(nodes: nodes, parameters: [], output: nodes.count - 1)
  }

  @Test func theLastOperationSays() throws {
    #expect(try Self.graph([.relu]).outputForm == .logits)
    #expect(try Self.graph([.softmax(.init(dim: 1))]).outputForm == .probabilities)
    #expect(try Self.graph([.softmax(.init(dim: 1)), .relu]).outputForm == .logits)
    #expect(try Self.graph([.sigmoid, .dropout(.init())]).outputForm == .independentProbabilities)
    #expect(try Self.graph([.logSoftmax(.init(dim: 1))]).outputForm == .logProbabilities)
  }

  @Test func probabilitiesHaveNoSecondSoftmax() throws {
    let row: [Float] = [0.5, 0.25, 0.125, 0.125]
    for operation in [Graph.Operation.softmax(.init(dim: 1)), .sigmoid] {
      #expect(try Self.graph([operation]).probabilities(of: row) == row.map(Double.init))
    }
    let squashed = try Self.graph([.relu]).probabilities(of: row)
    #expect(squashed == softmaxRows(row, classes: 4) && squashed[0] < 0.4)
    #expect(try Self.graph([.logSoftmax(.init(dim: 1))]).probabilities(of: row) == squashed)
  }

  @Test(arguments: [Graph.Operation.softmax(.init(dim: 1)), .logSoftmax(.init(dim: 1)), .sigmoid])
  func probabilitiesAtTheEndAreTakenOff(end: Graph.Operation) throws {
    let plain = try Self.graph([.tanh, end, .dropout(.init())]).withoutFinalProbabilities()
    #expect(plain.outputForm == .logits && plain.output == 1)
    #expect(try plain.withoutFinalProbabilities() == plain)
  }
}
