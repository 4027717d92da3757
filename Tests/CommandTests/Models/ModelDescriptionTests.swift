import InklingEngine
import InklingFiles
import InklingTestSupport
import InklingTraining
import Testing

@testable import InklingCommand

@Suite struct ModelDescriptionTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let digits = ModelDescription(input: [1, 28, 28], classNames: (0...9).map(String.init))

  @Test func whatIsSavedIsReadBack() throws {
    try digits.runModel().write(to: folder.path)
    let read = try ModelDescription(inRun: folder.path)
    #expect(try read.runModel() == digits.runModel())
    #expect(try read.graph().parameterCount == 44_426)
  }

  @Test func aRunWithoutOneIsMissingSomething() {
    #expect { try ModelDescription(inRun: folder.path) } throws: { ($0 as? InputError)?.kind == .missing }
  }

  @Test(arguments: [
    [], [28, 28], [1, 28, 28, 28], [0, 28, 28], [17, 28, 28], [-1, 28, 28], [1, 15, 28], [1, 28, 513], [1, .max, .max],
  ])
  func imagesOutOfRangeAreRefused(input: [Int]) {
    #expect(throws: InputError.self) { try ModelDescription(input: input, classNames: ["a"]).graph() }
  }

  @Test(arguments: [0, 257])
  func classesOutOfRangeAreRefused(count: Int) {
    let names = [String](repeating: "a", count: count)
    #expect(throws: InputError.self) { try ModelDescription(input: [1, 28, 28], classNames: names).graph() }
  }

  @Test(arguments: [[1, 16, 16], [16, 512, 512]])
  func theSmallestAndTheLargestImagesHaveANetwork(input: [Int]) throws {
    #expect(try ModelDescription(input: input, classNames: ["a", "b"]).graph().outputShape.count == 2)
  }
}
