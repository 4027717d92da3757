import Foundation
import Testing

@testable import InklingDrawingPage

@Suite struct DrawingPageTests {
  private static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/InklingCDrawingPage/page")

  /// The table names every file of the folder, and no other.
  @Test func everyFileIsPartOfTheProgram() throws {
    let folder = Self.folder.path
    let names = try #require(FileManager.default.enumerator(atPath: folder)).compactMap { $0 as? String }
      .filter { $0.hasSuffix(".js") || $0.hasSuffix(".css") || $0.hasSuffix(".html") }
    #expect(Set(DrawingPage.all.map(\.path)) == Set(names) && DrawingPage.all.count == names.count)
    for file in DrawingPage.all {
      let bytes = try Data(contentsOf: Self.folder.appending(path: file.path))
      #expect(Array(bytes) == file.bytes, "\(file.path)")
    }
  }

  /// What is served is whole: no module imports another that is not there, and the network of an exported page is not.
  @Test func whatIsServedIsWhole() {
    let paths = DrawingPage.served.map(\.path)
    #expect(paths.first == "index.html" && paths.last == "served.js" && paths.contains("page.css"))
    #expect(!paths.contains("exported.js") && !paths.contains { $0.hasPrefix("framing/") })
    for path in ModuleBundle.order(of: "served.js", source: DrawingPage.source) { #expect(paths.contains(path)) }
    #expect(DrawingPage.served.first?.contentType == "text/html; charset=utf-8")
    #expect(DrawingPage.served.last?.contentType == "text/javascript; charset=utf-8")
  }

  /// A policy without inline scripts and styles must hold.
  @Test func nothingIsInline() {
    let html = DrawingPage.source(of: "index.html")
    #expect(!html.contains("style=") && !html.contains("<style") && !html.contains(/\son[a-z]+=/))
    #expect(html.components(separatedBy: "<script").count == 2)
    for file in DrawingPage.all where file.path.hasSuffix(".js") {
      let text = String(decoding: file.bytes, as: UTF8.self)
      for word in [
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "http:", "https:",
      ] {
        #expect(!text.contains(word), "\(file.path): \(word)")
      }
    }
  }

  /// What only a server can do is no part of exported pages.
  @Test func exportedPagesDoNotTeach() {
    let served = ModuleBundle.order(of: "served.js", source: DrawingPage.source)
    let exported = ModuleBundle.order(of: "exported.js", source: DrawingPage.source)
    #expect(served.contains("teaching.js") && served.contains("correcting.js") && served.contains("token.js"))
    let others = ["correcting.js", "contributor.js", "token.js", "kept-token.js"]
    #expect(!exported.contains { $0.hasPrefix("teaching") || others.contains($0) })
    #expect(exported.contains("framing/framing.js") && exported.contains("framing/fitting.js"))
  }

  /// Both languages say everything, and every text of the page is one of theirs.
  @Test(arguments: [("texts.js", 50), ("teaching-texts.js", 40)])
  func bothLanguagesAreWhole(file: String, least: Int) throws {
    let text = DrawingPage.source(of: file)
    let halves = text.components(separatedBy: "const chinese = {")
    try #require(halves.count == 2)
    let keys = halves.map { half in
      half.split(separator: "\n").compactMap { line -> Substring? in
        guard line.hasPrefix("  "), let colon = line.firstIndex(of: ":") else { return nil }
        let key = line[..<colon].drop { $0 == " " }
        return key.allSatisfy { $0.isLetter || $0.isNumber } ? key : nil
      }
    }
    #expect(keys[0] == keys[1].prefix(keys[0].count).map { $0 } && keys[0].count > least)
    guard file == "texts.js" else { return }
    let html = DrawingPage.source(of: "index.html")
    for mark in ["data-text=\"", "data-label=\""] {
      for part in html.components(separatedBy: mark).dropFirst() {
        let key = part.prefix { $0 != "\"" }
        #expect(keys[0].contains(key), "\(key)")
      }
    }
  }
}
