import InklingEngine
import InklingTestSupport
import Testing

/// A whole model of other sizes, held against differences through its twin.
@Suite struct ResidualNetworkTests {
  @Test func keepsEveryPromise() throws {
    let checker = try LayerChecker(
      ResidualNetwork(), input: ResidualNetwork.input, twin: ResidualNetwork.twin)
    #expect(try checker.failures() == [])
  }
}
