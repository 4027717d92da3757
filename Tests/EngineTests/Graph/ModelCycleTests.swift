import Testing

@testable import InklingEngine

/// Models whose properties lead back to where they came from, or to one object by many ways.
@Suite struct ModelCycleTests {
  /// A layer that knows its neighbour.
  private final class Part: Layer, @unchecked Sendable {
    let linear = Linear(4, 4)
    var next: Part?
    weak var parent: Part?

    func callAsFunction(_ x: Tensor) -> Tensor { linear(x) }
  }

  private struct Model: Layer {
    let first = Part()
    let second = Part()

    func callAsFunction(_ x: Tensor) -> Tensor { second(first(x)) }
  }

  @Test func aCycleIsNamed() throws {
    let model = Model()
    (model.first.next, model.second.next) = (model.second, model.first)
    let error = try #require(throws: GraphError.self) { try Graph(tracing: model, input: [4]) }
    model.first.next = nil
    #expect(
      error.description == """
        first.next.next (Part) needs to be another object than first, whose property it is; take the property out of the \
        model, or leave it out of its customMirror.
        """)
  }

  @Test func aWayBackToTheModelIsNamed() throws {
    let model = Part()
    model.next = Part()
    model.next?.parent = model
    let error = try #require(throws: GraphError.self) { try Graph(tracing: model, input: [4]) }
    #expect(error.layer == "next.parent (Part)" && error.needed.contains("than the model"))
  }

  /// Forty objects, each with two properties that lead to the next: a thousand billion paths.
  private final class Fork: Layer, @unchecked Sendable {
    let linear = Linear(1, 1)
    let left: Fork?
    let right: Fork?

    init(_ next: Fork?) { (left, right) = (next, next) }

    func callAsFunction(_ x: Tensor) -> Tensor { linear(left.map { $0(x) } ?? x) }
  }

  @Test func aSharedObjectIsWalkedOnce() throws {
    var fork = Fork(nil)
    for _ in 0..<40 { fork = Fork(fork) }
    let graph = try Graph(tracing: fork, input: [1])
    #expect(graph.parameters.count == 82 && graph.parameters[2].name == "left.linear.weight")
    #expect(graph.parameters.allSatisfy { !$0.name.contains("right") })
  }
}
