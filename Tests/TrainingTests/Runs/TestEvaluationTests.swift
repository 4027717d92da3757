import Foundation
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct TestEvaluationTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func everyLookIsALine() throws {
    let result = EvaluationResult(correct: 3, count: 4, loss: 1)
    #expect(try RunFolder.testEvaluationCount(at: folder.path) == 0)
    let first = TestEvaluation(result, by: "train", weightsSHA256: "abc")
    let second = TestEvaluation(result, by: "evaluate", weightsSHA256: "def", models: 3, views: 5)
    #expect(try RunFolder.log(first, at: folder.path) == 1)
    #expect(try RunFolder.log(second, at: folder.path) == 2)
    let lines = try String(contentsOfFile: folder.file("test-evaluations.log"), encoding: .utf8)
      .split(separator: "\n")
    #expect(try lines.map { try JSONDecoder().decode(TestEvaluation.self, from: Data($0.utf8)) } == [first, second])
    #expect(
      lines.count == 2
        && lines[lines.count - 1].contains(
          #""accuracy":0.75,"by":"evaluate","correct":3,"count":4,"models":3,"time":"20"#)
    )
    #expect(first.time.count == 20 && first.time.hasSuffix("Z"))
  }

  @Test func aFolderThatIsNotThereIsSaid() {
    let look = TestEvaluation(EvaluationResult(correct: 0, count: 0, loss: 0), by: "train", weightsSHA256: "")
    let error = inputError { () throws(InputError) in try RunFolder.log(look, at: folder.path + "/nothing") }
    #expect(error?.kind == .unwritable)
  }
}
