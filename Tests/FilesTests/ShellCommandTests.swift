import Testing

@testable import InklingFiles

@Suite struct ShellCommandTests {
  @Test(arguments: [
    ("runs/a-1.b", "runs/a-1.b"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("", "''"), ("$x", "'$x'"), ("ä", "'ä'"),
  ])
  func wordsAreQuotedWhereAShellNeedsIt(word: String, quoted: String) {
    #expect(ShellCommand([word], program: "inkling").description == "inkling \(quoted)")
  }

  @Test func aPathIsNeverAnOption() {
    #expect(["-a", "--", "a-b", "/-a", "./-a"].map(ShellCommand.path) == ["./-a", "./--", "a-b", "/-a", "./-a"])
    #expect(ShellCommand.data("-x") == ["--data", "./-x"] && ShellCommand.data(nil) == [])
  }
}
