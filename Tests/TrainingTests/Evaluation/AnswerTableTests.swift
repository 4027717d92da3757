import InklingFiles
import InklingFormats
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct AnswerTableTests {
  let folder: TemporaryFolder
  private let answers = Answers(
    ClassProbabilities([0.25, 0.75, 0.9, 0.1], labels: [1, 1], classes: 2), classNames: ["cat", "a, \"b\""])

  init() throws { folder = try TemporaryFolder() }

  @Test func aTableIsText() throws {
    let path = folder.file("a.csv")
    try AnswerTable(answers, indices: [7, 9]).write(to: path)
    let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
    #expect(
      text == """
        index,label,predicted,probability_cat,"probability_a, ""b""\"
        7,"a, ""b""\","a, ""b""\",0.25,0.75
        9,"a, ""b""\",cat,0.9,0.1

        """)
  }

  @Test func aTableIsArrays() throws {
    let path = folder.file("a.npz")
    try AnswerTable(answers).write(to: path)
    let arrays = try NPZ.read(path)
    #expect(arrays.map(\.name) == ["index", "label", "predicted", "probabilities"])
    #expect(try arrays[2].integers() == [1, 0] && arrays[3].numbers() == [0.25, 0.75, 0.9, 0.1])
    #expect(arrays[3].shape == [2, 2])
    let matrix = try #require(answers.result().confusion)
    try matrix.write(to: folder.file("c.npz"))
    #expect(try NPZ.read(folder.file("c.npz"))[0].integers() == [0, 0, 1, 1])
    try matrix.write(to: folder.file("c.csv"))
    #expect(String(decoding: try FileBytes.read(folder.file("c.csv")), as: UTF8.self).hasPrefix("truth,cat,\"a, "))
  }

  @Test func anotherEndingIsRefused() {
    let error = #expect(throws: InputError.self) { try AnswerTable(answers).write(to: folder.file("a.txt")) }
    #expect(error?.kind == .usage && error?.expected == ".npz or .csv")
  }
}
