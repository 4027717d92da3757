import Testing

@testable import InklingCommand

@Suite struct ProgressBarTests {
  @Test(arguments: [
    (0.0, "a ░░░░░░░░░░ b"), (0.5, "a █████░░░░░ b"), (1.0, "a ██████████ b"), (0.25, "a ██▌░░░░░░░ b"),
    (-3.0, "a ░░░░░░░░░░ b"), (7.0, "a ██████████ b"),
  ])
  func theBarIsFullToItsShare(share: Double, line: String) {
    #expect(ProgressBar.line(share, before: "a", after: "b", columns: 14) == line)
  }

  @Test(arguments: 1...100)
  func aLineNeverNeedsMoreColumnsThanThereAre(columns: Int) {
    let line = ProgressBar.line(0.37, before: "epoch 1/10", after: "loss 0.1234  accuracy 90 %", columns: columns)
    #expect(line.count <= columns)
    #expect(line.contains("░") == (columns >= 46))
  }

  @Test func aTerminalSeesTheLineRedrawnAndTakenAway() {
    final class Written { var text = "" }
    let written = Written()
    var bar = ProgressBar(on: Terminal(isTerminal: true, columns: 20)) { written.text += $0 }
    bar.clear()
    #expect(written.text.isEmpty)
    bar.draw(0.5, before: "x", after: "y")
    #expect(written.text.hasPrefix("\rx ") && written.text.hasSuffix(" y\u{1B}[K"))
    written.text = ""
    bar.clear()
    bar.clear()
    #expect(written.text == "\r\u{1B}[K")
  }

  @Test func elsewhereNothingIsDrawn() {
    var bar = ProgressBar(on: Terminal(isTerminal: false)) { _ in Issue.record("something was written") }
    bar.draw(0.5, before: "x", after: "y")
    bar.clear()
  }
}
