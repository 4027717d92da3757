import Foundation
import Testing

@testable import InklingFiles

@Suite struct JSONDocumentTests {
  private func fault(_ text: String) -> InputError? {
    do throws(InputError) {
      _ = try JSONDocument.parse(Array(text.utf8), path: "x.json")
      return nil
    } catch {
      return error
    }
  }

  @Test func valuesHaveTheirLines() throws {
    let text = "\u{feff}{\"a\": [1, -2.5e3, true],\n \"b\": {\"c\": null, \"d\": \"x\\u00fc\\n\"},\n\n\"e\": []}"
    let node = try JSONDocument.parse(Array(text.utf8))
    #expect(node.node(at: "a.1")?.double == -2500 && node.node(at: "a.2")?.bool == true)
    #expect(node.node(at: "b.d")?.text == "xü\n" && node.node(at: "b.c")?.isNull == true)
    #expect(node.place(of: "a") == .line(1) && node.place(of: "b.d") == .line(2) && node.place(of: "e") == .line(4))
  }

  @Test(arguments: [
    (#"{"a": 1, "a": 2}"#, "repeated key 'a'"), (#"{"b": [{"a": 1, "c": 0, "\u0061": 2}]}"#, "repeated key 'a'"),
    ("", "broken JSON"), ("{", "broken JSON"), ("[1,]", "broken JSON"), ("[01]", "broken JSON"),
    ("[1.]", "broken JSON"),
    ("[1e]", "broken JSON"), ("[-]", "broken JSON"), ("[+1]", "broken JSON"), ("[nan]", "broken JSON"),
    ("[True]", "broken JSON"), ("{} {}", "broken JSON"), ("{'a': 1}", "broken JSON"), ("[\"\u{1}\"]", "broken JSON"),
    (String(repeating: "[", count: 200_000), "the document is nested too deeply"),
  ])
  func whatIsWrongIsNamed(text: String, what: String) {
    #expect(fault(text)?.what == what)
    #expect(fault(text)?.kind == .malformed && fault(text)?.path == "x.json")
  }

  /// What Foundation takes and refuses (but for repeated keys), this does.
  @Test(arguments: ["0", "-0", "-0.0e-0", "1E+5", "12.50", "[ ]", "\t{\r\n}\n", "\"\\ud83d\\ude42\"", "null", "1e400"])
  func whatIsJSONIsRead(text: String) throws { _ = try JSONDocument.parse(Array(text.utf8)) }
}
