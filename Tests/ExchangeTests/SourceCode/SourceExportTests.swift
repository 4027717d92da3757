import InklingEngine
import InklingExchange
import InklingFiles
import Testing

@Suite(.serialized) struct SourceExportTests {
  @Test func networksHaveEveryOperation() throws {
    let names = try TestedNetworks.graphs().flatMap { $0.nodes.map(\.operation.name) }
    #expect(Set(names).count == 31)
  }

  @Test(arguments: RunningSource.languages)
  func answersAsTheEngineDoes(_ language: SourceLanguage) throws {
    for graph in try TestedNetworks.graphs() {
      let export = try TestedNetworks.export(graph)
      let fresh = try TestedNetworks.answers(graph, export.parameters, count: 6, seed: 77)
      let running = try RunningSource(try export.text(language), language, SourceDriver(images: fresh.map(\.pixels)))
      #expect(running.passesSelfTest, "\(running.output.suffix(400))")
      #expect(running.classNames == export.classNames)
      let count = TestedNetworks.outputs
      try #require(running.logits.count == fresh.count * count && running.probabilities.count == fresh.count * count)
      for (index, answer) in fresh.enumerated() {
        let logits = Array(running.logits[index * count..<(index + 1) * count])
        let largest = answer.logits.map(abs).max() ?? 0
        let difference = zip(logits, answer.logits).map { abs($0 - $1) }.max() ?? .infinity
        #expect(difference <= 1e-5 * largest, "\(language) \(graph.inputShape): \(logits), not \(answer.logits)")
        #expect(logits.firstIndex(of: logits.max() ?? 0) == answer.logits.firstIndex(of: answer.logits.max() ?? 0))
      }
      let session = try InferenceSession(
        graph, parameters: export.parameters, normalization: export.normalization, threads: 1)
      let probabilities = session.probabilities(images: fresh.flatMap(\.pixels))
      for (mine, own) in zip(running.probabilities, probabilities) { #expect(abs(Double(mine) - own) < 1e-5) }
    }
  }

  /// A module of several files has no statements beside those of its first one.
  @Test(
    .enabled(if: RunningSource.languages.contains(.swift)),
    arguments: [
      ("main.swift", "show()", []), ("main.swift", "show()", ["-D", "SELFTEST"]),
      ("App.swift", "@main struct App { static func main() { show() } }", ["-swift-version", "6"]),
    ])
  func aSwiftFileIsOneOfAModules(file: String, start: String, flags: [String]) throws {
    let text = try TestedNetworks.export(try TestedNetworks.small(), golden: 2).text(.swift)
    let show = "func show() { print(TestedNetwork.selfTest() ?? \"class 49\") }\n"
    let running = try RunningSource(swift: text, beside: show + start + "\n", in: file, flags)
    #expect(running.classNames == ["1"], "\(running.output.suffix(400))")
  }

  /// The golden images alone notice it: the weights' sum is of the changed ones.
  @Test(arguments: RunningSource.languages)
  func noticesAChangedWeight(_ language: SourceLanguage) throws {
    var export = try TestedNetworks.export(try TestedNetworks.small(), golden: 2)
    let weight = try #require(export.parameters.firstIndex { $0.name == "0.weight" })
    let value = export.parameters[weight].values[4]
    export.parameters[weight].values[4] = Float(bitPattern: value.bitPattern ^ 1 << 25)
    let running = try RunningSource(
      try export.text(language), language, SourceDriver(images: [export.golden[0].pixels]))
    #expect(!running.passesSelfTest)
  }

  /// The weights' sum notices it: the first one is the sign of the input's scale, written in the text.
  @Test func noticesAChangedText() throws {
    let text = try TestedNetworks.export(try TestedNetworks.small(), golden: 1).text(.c)
    let start = "network_weights[277] = {\n"
    let isThere = text.contains(start + "0x")
    try #require(isThere)
    let changed = text.replacing(start, with: start + "-")
    let running = try RunningSource(changed, .c, SourceDriver(images: [Array(repeating: 1, count: 36)]))
    #expect(!running.passesSelfTest && running.output.contains("the weights were changed"))
  }

  /// Nothing in a title, a card or a name leaves its comment or its string.
  @Test(arguments: RunningSource.languages)
  func escapesWhatComesFromOutside(_ language: SourceLanguage) throws {
    let card = """
      */ #error } " ' ` ${process.exit(3)} \\(fatalError()) ??/
      ends with a backslash \\
      \u{2028}import Foundation\u{202E}\u{0}\u{7}\u{0D}#error ??/
      \\
      """
    var export = try TestedNetworks.export(
      try TestedNetworks.small(), golden: 1, title: "tested */ \\\n#error 2", card: card)
    export.classNames = ["\"); \\", "\n\r\u{0}9\u{1}1", "日本 é ${a} `", "??/ \\(x) */ //", ""]
    let title = "tested_error_2"
    let text = try export.text(language).replacing("TestedError2Network", with: "TestedNetwork")
    let running = try RunningSource(text, language, SourceDriver(name: title, images: [export.golden[0].pixels]))
    #expect(running.passesSelfTest, "\(running.output.suffix(400))")
    // A C string ends at its first zero.
    let expected = export.classNames.map { language == .c ? String($0.prefix { $0 != "\u{0}" }) : $0 }
    #expect(running.classNames == expected)
  }
}
