import InklingFiles

extension DrawingPage {
  /// The whole page as one file that fetches nothing, with modules of its own in it: the policy in it lets this script
  /// and this style sheet work, by their digests, and nothing else.
  ///
  /// - Parameters:
  ///   - title: the text of the browser's tab.
  ///   - modules: the text of `network.js` and `about.js`, by their paths.
  /// - Precondition: nothing in the modules ends a script: `</` and `<!` are written as escapes.
  package static func document(title: String, modules: [String: String]) -> String {
    let script = "\n" + ModuleBundle("exported.js") { modules[$0] ?? source(of: $0) }.script
    precondition(!script.contains("</") && !script.contains("<!--"), "a script that would end its element")
    let style = "\n" + source(of: "page.css")
    let policy =
      "default-src 'none'; script-src '\(digest(of: script))'; style-src '\(digest(of: style))'; img-src data: blob:; "
      + "base-uri 'none'; form-action 'none'"
    return source(of: "index.html")
      .replacing("<title>Inkling</title>", with: "<title>\(escaped(title))</title>")
      .replacing(
        "<link rel=\"stylesheet\" href=\"page.css\">\n",
        with: "<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">\n<style>\(style)</style>\n"
      )
      .replacing("<script type=\"module\" src=\"served.js\"></script>\n", with: "")
      .replacing("</body>", with: "<script type=\"module\">\(script)</script>\n</body>")
  }

  /// A text's digest as a content security policy names it.
  private static func digest(of text: String) -> String {
    let digits = Array(sha256Hex(Array(text.utf8)).utf8)
    let bytes = stride(from: 0, to: digits.count, by: 2).map { value(of: digits[$0]) << 4 | value(of: digits[$0 + 1]) }
    return "sha256-" + base64(bytes)
  }

  private static func value(of digit: UInt8) -> UInt8 { digit < 0x40 ? digit - 0x30 : digit - 0x57 }

  private static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let left = min(bytes.count - start, 3)
      let word = (0..<3).reduce(0) { $0 << 8 | ($1 < left ? Int(bytes[start + $1]) : 0) }
      for place in 0..<4 { text.append(place <= left ? letters[word >> (18 - 6 * place) & 63] : "=") }
    }
    return text
  }

  private static func escaped(_ text: String) -> String {
    PrintableText.escaped(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
