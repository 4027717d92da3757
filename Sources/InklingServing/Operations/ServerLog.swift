import InklingFiles
import InklingPlatform

/// What the server says of its work on standard error, a line each: for people, or JSON for programs.
package struct ServerLog: Sendable {
  /// The form of the lines.
  package enum Form: String, Sendable, CaseIterable { case plain, json }
  /// What is said.
  package enum Level: String, Sendable, CaseIterable {
    /// Faults alone.
    case warnings
    /// Models that come and go, start and end.
    case notices
    /// Every request too.
    case requests
  }

  private let form: Form
  package let level: Level
  private let write: @Sendable ([UInt8]) -> Void

  package init(_ form: Form = .plain, level: Level = .notices, write: (@Sendable ([UInt8]) -> Void)? = nil) {
    self.form = form
    self.level = level
    self.write =
      write ?? { line in
        // One call a line, so that lines of several threads do not mix. Nobody is there to be told of a failure.
        _ = systemWrite(2, line, line.count)
      }
  }

  package func warning(_ text: String, _ facts: [String: String] = [:]) { line("warning", text, facts) }

  package func notice(_ text: String, _ facts: [String: String] = [:]) {
    if level != .warnings { line("notice", text, facts) }
  }

  package func request(_ facts: @autoclosure () -> [String: String]) {
    if level == .requests { line("request", "request", facts()) }
  }

  private func line(_ level: String, _ text: String, _ facts: [String: String]) {
    let facts = facts.sorted { $0.key < $1.key }
    switch form {
    case .plain:
      let parts = facts.map { "\($0.key)=\(PrintableText.shortened(PrintableText.escaped($0.value), to: 500))" }
      write(Array(("\(HTTPDate.stamp()) \(level): \(text) " + parts.joined(separator: " ") + "\n").utf8))
    case .json:
      var writer = JSONWriter()
      writer.object { writer in
        writer.key("time")
        writer.string(HTTPDate.stamp())
        writer.key("level")
        writer.string(level)
        writer.key("message")
        writer.string(text)
        for (key, value) in facts {
          writer.key(key)
          writer.string(PrintableText.shortened(value, to: 500))
        }
      }
      write(writer.bytes + [0x0A])
    }
  }
}
