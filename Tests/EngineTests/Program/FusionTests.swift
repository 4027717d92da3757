import InklingTestSupport
import Testing

@testable import InklingEngine

/// What a kernel takes in, and what it must leave alone.
@Suite struct FusionTests {
  private struct Model: Layer {
    let conv = Conv2d(1, 2, kernelSize: 3)
    let fc = Linear(8, 8)
    let body: @Sendable (Model, Tensor) -> Tensor
    func callAsFunction(_ x: Tensor) -> Tensor { body(self, x) }
  }

  /// The nodes of each head's fusion (last, rectified, pooled), and those absorbed.
  private func plan(
    _ input: Shape = [1, 8, 8], _ body: @escaping @Sendable (Model, Tensor) -> Tensor
  ) throws -> (heads: [Int: [Int]], absorbed: Set<Int>) {
    let graph = try Graph(tracing: Model(body: body), input: input)
    let plan = Fusion.plan(graph, graph.live)
    return (
      plan.heads.mapValues { [$0.last, $0.stage.rectified ? 1 : 0, $0.stage.maxPooled ? 1 : 0] }, plan.absorbed
    )
  }

  @Test func aChainIsOneStage() throws {
    #expect(try plan { MaxPool2d(2)(relu($0.conv($1))) } == ([1: [3, 1, 1]], [2, 3]))
    #expect(try plan { relu(MaxPool2d(2)($0.conv($1))) } == ([1: [3, 1, 1]], [2, 3]))
    #expect(try plan { relu($0.conv($1)) } == ([1: [2, 1, 0]], [2]))
    #expect(try plan([8]) { relu($0.fc($1)) } == ([1: [2, 1, 0]], [2]))
  }

  @Test func eachKindOnlyOnce() throws {
    #expect(try plan { relu(relu($0.conv($1))) } == ([1: [2, 1, 0]], [2]))
    #expect(try plan([1, 10, 10]) { MaxPool2d(2)(MaxPool2d(2)($0.conv($1))) } == ([1: [2, 0, 1]], [2]))
    #expect(try plan { relu(MaxPool2d(2)(relu($0.conv($1)))) } == ([1: [3, 1, 1]], [2, 3]))
  }

  @Test func aValueThatIsReadTwiceIsNotTakenIn() throws {
    #expect(
      try plan { m, x in
        let y = m.conv(x); return relu(y) + y
      } == ([1: [1, 0, 0]], []))
    #expect(
      try plan { m, x in
        let y = m.conv(x); return relu(y) + relu(y)
      } == ([1: [1, 0, 0]], []))
    #expect(
      try plan { m, x in
        let y = relu(m.conv(x)); return MaxPool2d(2, stride: 1)(y).flattened()
      } == ([1: [2, 1, 0]], [2]))
    #expect(
      try plan { m, x in
        let y = relu(m.conv(x))
        return concatenate([MaxPool2d(2)(y), AvgPool2d(2)(y)])
      } == ([1: [2, 1, 0]], [2]))
  }

  /// A reader that the output does not depend on is none.
  @Test func aDeadReaderDoesNotCount() throws {
    #expect(
      try plan { m, x in
        let y = m.conv(x); _ = y + y; return relu(y)
      } == ([1: [3, 1, 0]], [3]))
  }

  /// The output's value is wanted as it is, even if something dead reads it.
  @Test func theOutputIsNotTakenIn() throws {
    #expect(
      try plan { m, x in
        let y = m.conv(x); _ = relu(y); return y
      } == ([1: [1, 0, 0]], []))
    #expect(
      try plan { m, x in
        let y = relu(m.conv(x)); _ = MaxPool2d(2)(y); return y
      } == ([1: [2, 1, 0]], [2]))
  }

  static let poolings: [MaxPool2d] = [
    MaxPool2d(3), MaxPool2d(2, stride: 1), MaxPool2d(2, stride: 3), MaxPool2d(2, padding: 1), MaxPool2d(2, dilation: 2),
    MaxPool2d(Extent2d(2, 1)), MaxPool2d(2, stride: Extent2d(2, 1)),
  ]

  @Test(arguments: poolings)
  func otherPoolingsAreNotTakenIn(pool: MaxPool2d) throws {
    #expect(try plan { pool($0.conv($1)) } == ([1: [1, 0, 0]], []))
  }

  @Test func ceilModeIsTakenInWhereItChangesNothing() throws {
    let pool = MaxPool2d(2, ceilMode: true)
    #expect(try plan { pool($0.conv($1)) } == ([1: [2, 0, 1]], [2]))
    #expect(try plan([1, 9, 8]) { pool($0.conv($1)) } == ([1: [1, 0, 0]], []))
    #expect(try plan([1, 8, 9]) { pool($0.conv($1)) } == ([1: [1, 0, 0]], []))
  }

  /// A linear layer's kernel does not pool, nor does it look through a flattening.
  @Test func linearLayersOnlyRectify() throws {
    #expect(try plan([8]) { relu($0.fc($1).flattened()) } == ([1: [1, 0, 0]], []))
  }
}
