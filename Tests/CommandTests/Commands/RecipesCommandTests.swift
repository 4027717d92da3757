import InklingTestSupport
import InklingTraining
import Testing

extension CommandTests {
  @Suite struct RecipesCommandTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox(nil) }

    @Test func theyAreListed() throws {
      let result = try sandbox.run(["recipes"])
      #expect(result.status == 0)
      for name in LoadedRecipe.names { #expect(result.output.contains("\n\(name) "), "\(result.output)") }
      let object = try sandbox.run(["recipes", "--json"]).json()
      #expect(object["recipes"]?.array?.count == LoadedRecipe.names.count)
    }

    @Test func oneIsPrintedAsItWasWrittenAndCanBeUsed() throws {
      let result = try sandbox.run(["recipes", "sprint"])
      #expect(result.output == LoadedRecipe.text(of: "sprint"))
      try sandbox.write(Array(result.output.utf8), to: "mine.yaml")
      let resolved = try sandbox.run(["recipes", "mine.yaml", "--resolved"])
      #expect(resolved.status == 0)
      #expect(resolved.output.contains("  eps: 1e-08\n"))
      #expect(try sandbox.run(["recipes", "sprint", "--resolved"]).output == resolved.output)
      #expect(try sandbox.run(["recipes", "mine.yaml", "--json"]).json()["epochs"]?.int == 1)
    }

    @Test func badOnesAreRefused() throws {
      try sandbox.write(Array("epochs: 0\nbatchsize: 3\n".utf8), to: "bad.yaml")
      let result = try sandbox.run(["recipes", "bad.yaml"])
      #expect(result.status == 65)
      #expect(result.errors.hasPrefix("inkling: the recipe bad.yaml has 2 faults:\n  line 1: epochs is out of range"))
      #expect(try sandbox.run(["recipes", "clasic"]).lastError.hasSuffix("did you mean classic?"))
      #expect(try sandbox.run(["recipes", "clasic"]).status == 64)
      #expect(try sandbox.run(["recipes", "none.yaml"]).status == 66)
    }
  }
}
