import Foundation
import InklingTestSupport
import Testing

@testable import InklingCommand

extension CommandTests {
  /// What a real terminal sees: the command on the other end of a pseudo-terminal.
  @Suite struct TerminalTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    /// Everything that `script` records; nil where it is not installed.
    private func recorded(_ line: String, environment: [String: String] = [:]) throws -> String? {
      let result = try sandbox.shell(
        "command -v script >/dev/null || exit 77; export INK=\"\(RunningCommand.executable)\"; "
          + "script -qec '\(line)' typescript >/dev/null", environment: environment)
      guard result.status != 77 else { return nil }
      #expect(result.status == 0, "\(result.errors)")
      return String(decoding: try sandbox.bytes("typescript"), as: UTF8.self)
    }

    @Test func progressIsRedrawnInPlace() throws {
      guard let text = try recorded("\"$INK\" train --data data --epochs 3 --name a") else { return }
      #expect(text.contains("\repoch 1/3 ") || text.contains("\repoch 2/3 ") || text.contains("\repoch 3/3 "))
      #expect(text.contains("█") || text.contains("░"))
      #expect(text.contains("\u{1B}[K"))
    }

    @Test func colorsAreShownUnlessNobodyWantsThem() throws {
      #expect(try sandbox.train(["--name", "a"], epochs: 1).status == 0)
      let line = "\"$INK\" predict a --data data --index 0"
      guard let colored = try recorded(line) else { return }
      #expect(colored.contains("\u{1B}[38;5;"))
      let plain = try #require(try recorded(line, environment: ["NO_COLOR": "1"]))
      #expect(!plain.contains("\u{1B}["))
      #expect(plain.contains("answer  "))
      let dumb = try #require(try recorded(line, environment: ["TERM": "dumb"]))
      #expect(!dumb.contains("\u{1B}["))
    }
  }
}
