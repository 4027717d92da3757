import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct YAMLDocumentTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func parse(_ text: String) throws(InputError) -> DocumentNode {
    try YAMLDocument.parse(text, path: "x.yaml")
  }

  @Test func valuesHaveTheirTypesAndLines() throws {
    let node = try parse(
      """
      # a comment
      name: mine
      rate: 1e-3
      quoted: "12"
      nothing:
      list: [1, 2]
      layers:
        - relu
        - conv: {out: 8}
      """)
    #expect(node["name"]?.text == "mine")
    #expect(node["rate"]?.double == 0.001)
    #expect(node["quoted"]?.int == nil)
    #expect(node["nothing"]?.isNull == true)
    #expect(node["list"]?.elements?.map(\.int) == [1, 2])
    #expect(node.place(of: "rate") == .line(3))
    #expect(node.place(of: "layers.1.conv.out") == .line(9))
  }

  /// As PyYAML reads YAML 1.1, and everything of YAML 1.2's core schema.
  @Test(arguments: [
    ("true True TRUE yes Yes YES on On ON", true), ("false False FALSE no No NO off Off OFF", false),
    ("y n tRue yEs \"true\" 'no' 0 1 None", nil as Bool?),
  ])
  func booleansAreWrittenInManyWays(words: String, value: Bool?) throws {
    for word in words.split(separator: " ") {
      #expect(try parse("a: \(word)")["a"]?.bool == value, "\(word)")
    }
    for word in ["~", "null", "Null", "NULL", ""] { #expect(try parse("a: \(word)")["a"]?.isNull == true, "\(word)") }
    let recipe = try LoadedRecipe("classic", settings: [try RecipeSetting("data.shuffle=False")]).recipe
    #expect(!recipe.data.shuffle)
    #expect(try LoadedRecipe("classic", settings: [try RecipeSetting("name=on")]).recipe.name == "on")
  }

  @Test func aByteOrderMarkIsNoPartOfTheText() throws {
    let path = folder.file("mark.yaml")
    try DurableFile.write([0xEF, 0xBB, 0xBF] + Array("epochs: 3\n".utf8), to: path)
    #expect(try LoadedRecipe(path).recipe.epochs == 3)
  }

  static let broken: [(text: String, found: String)] = [
    ("a: [1, 2", "line"), ("a: b: c", "line 1"), ("a: 1\na: 2", "a given twice in the mapping"),
    ("\ta: 1", "line 1"), ("a: *nowhere", "line 1"), ("a: 1\n---\nb: 2", "line"), ("? [a]\n: b", "one in line 1"),
    ("a: \"\u{1}\"", "control characters are not allowed"),
  ]

  @Test(arguments: broken)
  func brokenTextIsRefusedWithItsLine(text: String, found: String) {
    let error = inputError { () throws(InputError) in _ = try parse(text) }
    #expect(error?.kind == .malformed)
    #expect(error?.path == "x.yaml")
    #expect(error?.found?.contains(found) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    String(repeating: "[", count: 100_000), String(repeating: "{a: ", count: 100_000),
    String(repeating: "- ", count: 100_000), String(repeating: "? ", count: 100_000),
    (0..<300).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
  ])
  func depthIsRefusedBeforeItIsUnfolded(text: String) {
    let error = inputError { () throws(InputError) in _ = try parse(text) }
    #expect(error?.what == "the document is nested too deeply")
  }

  @Test func aliasesAreNotUnfoldedWithoutEnd() {
    var text = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
    for level in 1..<9 {
      let aliases = [String](repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let error = inputError { () throws(InputError) in _ = try parse(text) }
    #expect(error?.kind == .malformed)
  }

  @Test func filesAreBounded() throws {
    #expect(inputError { () throws(InputError) in _ = try YAMLDocument.read(folder.file("none")) }?.kind == .missing)
    try DurableFile.write([UInt8](repeating: 32, count: YAMLDocument.largestSize + 1), to: folder.file("long"))
    #expect(inputError { () throws(InputError) in _ = try YAMLDocument.read(folder.file("long")) }?.kind == .malformed)
    try DurableFile.write([0xFF, 0xFE, 0xFF], to: folder.file("bytes"))
    #expect(
      inputError { () throws(InputError) in _ = try YAMLDocument.read(folder.file("bytes")) }?.what
        == "the file is no text")
  }

  static let texts = [
    "plain", "two words", "12", "1e5", "true", "Null", "", " ", "a: b", "a #b", "- a", "\"quoted\"", "back\\slash",
    "line\nbreak", "tab\t", "ä é", "*star", "&and", "!tag", "%per", "@at", "`tick", "{a}", "[a]", "a, b", "a:", "#a",
    "conv*", "runs/a", ".5", "~", "no", "control\u{7}", "'single'", "99 % on MNIST",
  ]

  @Test(arguments: texts)
  func textsSurviveWritingAndReading(text: String) throws {
    let node = DocumentNode.mapping([("key", .text(text)), ("list", .list([.text(text), .number(1)]))])
    let read = try parse(YAMLText(node).text)
    #expect(read["key"]?.text == text, "\(YAMLText(node).text)")
    #expect(read["list"]?.elements?.first?.text == text)
  }

  @Test func structureSurvivesWritingAndReading() throws {
    let node = DocumentNode.mapping([
      ("empty", .list([])), ("none", .mapping([])),
      (
        "layers",
        .list([
          .text("relu"),
          .mapping([("conv", .mapping([("out", .number(8)), ("kernel", .list([.number(5), .number(3)]))]))]),
          .mapping([("residual", .list([.text("relu"), .mapping([("max_pool", .number(2))])]))]),
          .mapping([
            (
              "concatenate",
              .list([.list([.text("relu")]), .list([.mapping([("conv", .mapping([("out", .number(1))]))])])])
            )
          ]),
          .mapping([("epoch", .number(2)), ("patterns", .list([.text("a*")]))]),
        ])
      ), ("deep", .mapping([("a", .mapping([("b", .mapping([("c", .flag(true))]))]))])),
    ])
    let read = try parse(YAMLText(node).text)
    #expect(read.firstDifference(from: node) == nil, "\(YAMLText(node).text)")
    #expect(YAMLText(node).text.contains("- conv: {out: 8, kernel: [5, 3]}\n"))
  }
}
