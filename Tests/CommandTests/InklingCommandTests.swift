import InklingTestSupport
import Testing

extension CommandTests {
  @Suite struct InklingCommandTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox(nil) }

    static let commands = ["train", "evaluate", "predict", "summary", "data", "benchmark"]

    @Test func helpNamesEveryCommandAndGoesToStandardOutput() throws {
      let result = try sandbox.run(["--help"])
      #expect(result.status == 0)
      for command in Self.commands { #expect(result.output.contains("  \(command) ")) }
      #expect(result.errors.isEmpty)
      #expect(try sandbox.run(["--version"]).output == "0.1.0\n")
    }

    @Test(arguments: commands.dropLast())
    func everyCommandHasHelpWithExamples(command: String) throws {
      let result = try sandbox.run([command, "--help"])
      #expect(result.status == 0)
      #expect(result.output.contains("Examples:\n  inkling \(command)"))
    }

    @Test func anUnknownCommandIsAUsageError() throws {
      let result = try sandbox.run(["trian"])
      #expect(result.status == 64)
      #expect(result.output.isEmpty)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionsKnowTheDataSets(shell: String) throws {
      let result = try sandbox.run(["--generate-completion-script", shell])
      #expect(result.status == 0)
      #expect(result.output.contains("fashion-mnist"))
      #expect(result.output.contains("strokes"))
    }
  }
}
