import Testing

extension CommandTests {
  /// What `serve` refuses before it listens.
  @Suite struct ServeCommandTests {
    @Test(arguments: [["--as", "classic"], ["--ink", "dark"], ["--weights", "best"]])
    func optionsForOtherFilesDoNotFitTheBuiltInModel(options: [String]) throws {
      let result = try Sandbox().runWhole(["serve", "--port", "0"] + options)
      #expect(result.status == 64)
      #expect(result.errors.contains("the built-in model says everything itself"), "\(result.errors)")
    }

    /// The token kept everybody out all the same.
    @Test func anOpenServerHasNoToken() throws {
      let result = try Sandbox().runWhole(["serve", "--port", "0", "--open", "--token", "a-token-of-mine"])
      #expect(result.status == 64 && result.output.isEmpty)
      #expect(result.errors.contains("--open serves everybody without a token, and one is given"), "\(result.errors)")
    }

    @Test func decodersAreForTexts() throws {
      let result = try Sandbox().runWhole(["serve", "--port", "0", "--decoder", "beam"])
      #expect(result.status == 64 && result.output.isEmpty)
      #expect(result.errors.contains("--decoder and --beam are for models that read texts"), "\(result.errors)")
    }
  }
}
