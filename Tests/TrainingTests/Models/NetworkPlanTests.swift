import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct NetworkPlanTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let digits = NetworkPlan(input: [1, 28, 28], classNames: (0...9).map(String.init))

  @Test func whatIsSavedIsReadBack() throws {
    try digits.description().write(to: folder.path)
    let read = try NetworkPlan(inRun: folder.path)
    #expect(try read.description() == digits.description())
    #expect(try read.graph().parameterCount == 44_426)
  }

  @Test func aRunWithoutOneIsMissingSomething() {
    #expect { try NetworkPlan(inRun: folder.path) } throws: { ($0 as? InputError)?.kind == .missing }
  }

  @Test(arguments: [
    [], [28, 28], [1, 28, 28, 28], [0, 28, 28], [17, 28, 28], [-1, 28, 28], [1, 15, 28], [1, 28, 513], [1, .max, .max],
  ])
  func imagesOutOfRangeAreRefused(input: [Int]) {
    #expect(throws: InputError.self) { try NetworkPlan(input: input, classNames: ["a"]).graph() }
  }

  @Test(arguments: [0, 1025])
  func classesOutOfRangeAreRefused(count: Int) {
    let names = [String](repeating: "a", count: count)
    #expect(throws: InputError.self) { try NetworkPlan(input: [1, 28, 28], classNames: names).graph() }
  }

  @Test(arguments: [[1, 16, 16], [16, 512, 512]])
  func theSmallestAndTheLargestImagesHaveANetwork(input: [Int]) throws {
    #expect(try NetworkPlan(input: input, classNames: ["a", "b"]).graph().outputShape.count == 2)
  }
}
