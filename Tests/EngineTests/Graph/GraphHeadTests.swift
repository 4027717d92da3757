import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingEngine

@Suite struct GraphHeadTests {
  @Test func aNewHeadIsThatOfTheModelWithOtherClasses() throws {
    for model in ModelSpecification.builtIns {
      let ten = try model.graph(input: [1, 28, 28], classes: 10)
      #expect(try ten.withHead(outputs: 3) == model.graph(input: [1, 28, 28], classes: 3))
      #expect(try ten.withHead(outputs: 10) == ten)
    }
  }

  @Test func whatHasNoHeadIsRefused() throws {
    let pooled = try Graph(
      tracing: Sequential(Conv2d(1, 4, kernelSize: 3), AdaptiveAvgPool2d(1), Flatten()), input: [1, 6, 6])
    #expect(throws: InputError.self) { try pooled.withHead(outputs: 3) }
    let doubled = try Graph(tracing: Doubled(), input: [1, 2, 2])
    let error = #expect(throws: InputError.self) { try doubled.withHead(outputs: 3) }
    #expect(error?.description.hasPrefix("the network's head does not decide") == true)
  }

  private struct Doubled: Layer {
    let fc = Linear(4, 5)
    func callAsFunction(_ x: Tensor) -> Tensor {
      let y = fc(x.flattened())
      return concatenate([y, y])
    }
  }
}
