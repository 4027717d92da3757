import Foundation
import Testing

extension CommandTests {
  /// A training in a pseudo terminal, which script(1) makes.
  @Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "script(1) is not here"))
  struct TrainCommandTerminalTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    /// What a terminal of this size was sent.
    private func shown(
      columns: Int, rows: Int, _ options: String = "", terminal: String = "xterm-256color"
    ) throws -> String {
      let command = "\(RunningCommand.executable) train --data data --epochs 40 --name a \(options)"
      let line = "stty cols \(columns) rows \(rows); exec \(command)"
      let result = try sandbox.shell(
        "script -qec '\(line)' shown > /dev/null 2>&1 < /dev/null", environment: ["TERM": terminal])
      #expect(result.status == 0)
      return String(decoding: try sandbox.bytes("shown"), as: UTF8.self)
    }

    @Test func aWideTerminalSeesCurves() throws {
      let text = try shown(columns: 100, rows: 40)
      #expect(text.contains("loss ") && text.contains("epoch 40") && text.contains("└────"))
      // The cursor is never hidden, so nothing has to show it again.
      #expect(!text.contains("\u{1B}[?25l"))
      // A line for each epoch, and the whole curves behind the last.
      #expect(text.matches(of: /epoch +[0-9]+\/40  loss/).count == 40)
      let end = try #require(text.components(separatedBy: "epoch 40/40  loss").last)
      #expect(end.contains("└────") && end.contains("accuracy  "))
    }

    @Test(arguments: [
      (79, 40, "", "xterm"), (100, 12, "", "xterm"), (100, 40, "--json", "xterm"), (100, 40, "", "dumb"),
    ])
    func elsewhereItIsAsItWas(columns: Int, rows: Int, options: String, terminal: String) throws {
      let text = try shown(columns: columns, rows: rows, options, terminal: terminal)
      #expect(!text.contains("└") && !text.contains("\u{1B}[J"))
      #expect(text.matches(of: /epoch +[0-9]+\/40  loss/).count == 40)
      #expect(text.contains("\u{1B}[K") == (terminal != "dumb"))
    }
  }
}
