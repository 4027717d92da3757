import Foundation
import InklingEngine
import InklingFiles
import InklingTraining
import Testing

@testable import InklingExchange

/// The page that a model is exported as. That it answers in a browser is shown by `Tests/Peers/page.py`.
@Suite struct WebPageTests {
  private static func model(
    _ graph: Graph, _ names: [String], task: TaskRecipe = .classify, name: String = "Digits", card: String? = nil
  ) throws -> TrainedModel {
    let channels = graph.inputShape.channels
    let description = ModelDescription(
      name: name, graph: graph, classNames: names,
      normalization: Normalization(
        scale: Array(repeating: 0.01, count: channels), shift: Array(repeating: -1, count: channels)),
      task: task, picture: PictureDescription(ink: .lightOnDark, framing: .digit))
    let parameters = graph.parameters.map { parameter in
      let count = parameter.shape.reduce(1, *)
      let values = (0..<count).map { (place: Int) -> Float in
        let number = (place &* 7919 &+ 31) % 201
        return Float(number - 100) / 1000
      }
      return NamedTensor(name: parameter.name, shape: parameter.shape, values: values)
    }
    return try TrainedModel(description, parameters: parameters, card: ModelCard(description: card))
  }

  private static func page(_ model: TrainedModel) throws -> String {
    String(decoding: try model.exported(as: .html), as: UTF8.self)
  }

  private static func digits() throws -> TrainedModel {
    try model(Graph(tracing: LeNet(), input: [1, 28, 28]), (0..<10).map(String.init))
  }

  @Test func theClassicNetworkIsBelowAMegabyte() throws {
    let page = try Self.page(Self.digits())
    #expect(page.utf8.count < 1_000_000, "\(page.utf8.count)")
    #expect(page.utf8.count > 4 * 44_426)
  }

  /// All in one file: no address, no other file, and a policy that lets nothing be fetched.
  @Test func itNeedsNothingFromElsewhere() throws {
    let page = try Self.page(Self.digits())
    for address in ["http:", "https:", "//cdn", "fetch(", "XMLHttpRequest", "WebSocket", "import(", " src=", "@import"]
    {
      #expect(!page.contains(address), "\(address)")
    }
    let links = page.split(separator: "href=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(links == ["data:,", "#paper"])
    #expect(page.contains("default-src 'none'; script-src 'sha256-") && !page.contains("unsafe"))
    #expect(!page.contains("<link rel=\"stylesheet\"") && !page.contains("served.js"))
  }

  /// The script's digest is that of the policy: else no browser would run it.
  @Test func thePolicyLetsThisScriptRun() throws {
    let page = try Self.page(Self.digits())
    let script = try #require(page.firstRange(of: "<script type=\"module\">"))
    let end = try #require(page.firstRange(of: "</script>"))
    let digest = sha256Hex(Array(page[script.upperBound..<end.lowerBound].utf8))
    let policy = try #require(page.firstRange(of: "script-src 'sha256-"))
    let named = page[policy.upperBound...].prefix { $0 != "'" }
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let bits = named.compactMap { letters.firstIndex(of: $0) }.map { value in
      let text = String(value, radix: 2)
      return String(repeating: "0", count: 6 - text.count) + text
    }.joined()
    let hex = stride(from: 0, to: 256, by: 4).map { place in
      let start = bits.index(bits.startIndex, offsetBy: place)
      return String(Int(bits[start..<bits.index(start, offsetBy: 4)], radix: 2) ?? 0, radix: 16)
    }.joined()
    #expect(hex == digest)
  }

  /// Names, the title and the card come from outside.
  @Test func namesCannotBecomeMarkup() throws {
    let attack = "</script><script>alert(1)</script><!--\u{2028}`${alert(2)}\"'\\"
    let graph = try Graph(tracing: LeNet(), input: [1, 28, 28])
    let names = [attack] + (1..<10).map { "\($0)<img src=x onerror=alert(3)>" }
    let page = try Self.page(Self.model(graph, names, name: attack, card: attack))
    #expect(page.components(separatedBy: "</script").count == 2 && page.components(separatedBy: "<script").count == 2)
    #expect(!page.contains("alert(1)<") && !page.contains("<!--") && !page.contains("<img"))
    #expect(page.contains("<title>&lt;/script&gt;"))
  }

  @Test func aHundredClassesAreWritten() throws {
    let graph = try Graph(tracing: LeNet(input: [3, 32, 32], classes: 100), input: [3, 32, 32])
    let page = try Self.page(Self.model(graph, (0..<100).map { "kind \($0)" }))
    #expect(page.contains("\"kind 99\"") && page.contains("channels: 3") && page.contains("isFramed: false"))
  }

  /// Each operation can be looked at, in the order in which it runs.
  @Test func everyStepIsShown() throws {
    for graph in try TestedNetworks.graphs() {
      let export = try TestedNetworks.export(graph)
      let about = WebPageModules.About(title: "", card: "", isFramed: false, inkIsLight: true, threshold: 2.5)
      let modules = try WebPageModules(export, about: about).modules()
      let network = try #require(modules["network.js"])
      for name in graph.activationNames { #expect(network.contains("name: \"\(name)\""), "\(name)") }
      #expect(network.components(separatedBy: "  see(").count == graph.live.count + 1)
      #expect(modules["about.js"]?.contains("threshold: 2.5") == true)
    }
  }

  /// The page asks the network to read, and brings pictures to its size with their aspect.
  @Test(arguments: ReadingTask.Head.allCases) func textsAreRead(head: ReadingTask.Head) throws {
    let page = try Self.page(ONNXTextTests.model(head))
    #expect(page.contains("readsTexts: true") && page.contains("isFramed: false"))
    #expect(page.contains("function read(pixels)") && page.contains("function fittedPicture("))
    #expect(page.contains("\"\\u{4e01}\""))
    #expect(try Self.page(Self.digits()).contains("readsTexts: false"))
  }

  /// A person's word on the ink of texts goes with the page, and what was measured does not.
  @Test func saidInkIsKept() throws {
    let reader = try ONNXTextTests.model(.ctc)
    for (picture, expected) in [
      (PictureDescription(ink: .darkOnLight), "\"dark_on_light\""),
      (PictureDescription(ink: .darkOnLight, isMeasured: true), "null"), (PictureDescription(), "null"),
    ] {
      var description = reader.description
      description.picture = picture
      let model = try TrainedModel(description, parameters: reader.namedParameters())
      #expect(try Self.page(model).contains("saidInk: \(expected),"), "\(picture)")
      #expect(model.losses(as: .html).isEmpty)
    }
    #expect(try Self.page(Self.digits()).contains("saidInk: null,"))
  }

  @Test func otherTasksAreRefused() throws {
    let graph = try Graph(tracing: LeNet(input: [1, 28, 28], classes: 2), input: [1, 28, 28])
    let model = try Self.model(graph, [], task: TaskRecipe(.regress))
    let error = #expect(throws: InputError.self) { try model.exported(as: .html) }
    #expect(
      error?.kind == .usage && error?.what == "a page to draw on is for models that tell classes apart or read texts")
    #expect(error?.found == "regress")
  }

  @Test func optionsOfOtherFormatsAreRefused() throws {
    let model = try Self.digits()
    let error = #expect(throws: InputError.self) {
      try model.exported(as: .html, options: ExportOptions(includesPreprocessing: true))
    }
    #expect(error?.kind == .usage)
  }
}
