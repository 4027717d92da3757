import InklingEngine
import Testing

@testable import InklingExplanation

@Suite struct ElementwiseFunctionTests {
  @Test func aNumberStandsInThePlaceOfX() {
    #expect(ElementwiseFunction(.relu)?.substituted("(-2)") == "max((-2), 0)")
    #expect(ElementwiseFunction(.sigmoid)?.substituted("3") == "1 / (1 + exp(−3))")
    #expect(ElementwiseFunction(.elu(.init(alpha: 1)))?.substituted("3") == "3 where 3 > 0, else 1.0 · (exp(3) − 1)")
    #expect(ElementwiseFunction(.gelu(.init()))?.substituted("3") == "3 · ½ · (1 + erf(3 / √2))")
  }

  /// Of mpmath, to 15 digits.
  @Test func theFunctionsAreThoseOfTheTextbooks() throws {
    func value(_ function: ElementwiseFunction?, _ x: Double) throws -> Double {
      let function = try #require(function)
      return function(x)
    }
    let near = { (one: Double, other: Double) in abs(one - other) <= 1e-12 * max(1, abs(other)) }
    #expect(near(try value(ElementwiseFunction(.sigmoid), 1), 0.731058578630005))
    #expect(near(try value(ElementwiseFunction(.tanh), -0.5), -0.462117157260010))
    #expect(near(try value(ElementwiseFunction(.silu), 2), 1.76159415595576))
    #expect(near(try value(ElementwiseFunction(.gelu(.init())), 1), 0.841344746068543))
    #expect(near(try value(ElementwiseFunction(.gelu(.init(approximate: .tanh))), 1), 0.841191990607477))
    #expect(near(try value(ElementwiseFunction(.softplus(.init())), 0), 0.693147180559945))
    #expect(near(try value(ElementwiseFunction(.softplus(.init(threshold: 1e30))), 2000), 2000))
    #expect(near(try value(ElementwiseFunction(.hardswish), -1), -1.0 / 3))
  }
}
