import InklingTestSupport
import Testing

extension CommandTests {
  @Suite struct SummaryCommandTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox(.noise(height: 20, width: 24)) }

    @Test func theDefaultIsTheClassicNetwork() throws {
      let result = try sandbox.run(["summary"])
      #expect(result.status == 0)
      for words in ["conv1    Conv2d     6x24x24         156         86,400", "44,426", "281,640", "in all"] {
        #expect(result.output.contains(words), "\(words) in \(result.output)")
      }
      let object = try sandbox.run(["summary", "--json", "--batch-size", "32", "--threads", "1"]).json()
      #expect(Set(object.keys) == ["layers", "parameters", "multiply_adds", "memory"])
      #expect(object["parameters"]?.int == 44_426)
      #expect(object["memory"]?.object?["batch_size"]?.int == 32)
    }

    @Test func imagesAndClassesChooseTheNetwork() throws {
      let object = try sandbox.run(["summary", "--input", "3x20x24", "--classes", "4", "--json"]).json()
      let layers = try #require(object["layers"]?.array).compactMap(\.object)
      #expect(layers.first?["output_shape"]?.doubles == [3, 20, 24])
      #expect(layers.last?["output_shape"]?.doubles == [4])
    }

    @Test func aRunAndADataSetHaveNetworksToo() throws {
      #expect(try sandbox.train(["--name", "a"], epochs: 1).status == 0)
      for arguments in [["summary", "a"], ["summary", "--dataset", "mnist", "--data", "data"]] {
        let object = try sandbox.run(arguments + ["--json"]).json()
        #expect(object["layers"]?.array?.first?.object?["output_shape"]?.doubles == [1, 20, 24])
      }
      let absent = try sandbox.run(["summary", "--dataset", "emnist-letters", "--json"]).json()
      #expect(absent["layers"]?.array?.last?.object?["output_shape"]?.doubles == [26])
    }

    @Test func aNetworkIsChosenByNameOrFile() throws {
      let sprint = try sandbox.run(["summary", "--model", "sprint", "--json"]).json()
      #expect(sprint["parameters"]?.int == 34_217)
      let text = "layers: [{conv: {out: 2, kernel: 3}}, flatten, {linear: classes}]"
      try sandbox.write(Array(text.utf8), to: "m.yaml")
      let own = try sandbox.run(["summary", "--model", "m.yaml", "--input", "1x5x5", "--classes", "3", "--json"])
      #expect(try own.json()["parameters"]?.int == 20 + 57, "\(own.errors)")
      #expect(try sandbox.run(["summary", "--model", "sprnt"]).status == 64)
      // What is missing is missed first.
      #expect(try sandbox.run(["summary", "a", "--model", "sprint"]).status == 66)
    }

    static let refusals: [(arguments: [String], status: Int32)] = [
      (["--input", "28x28"], 64), (["--input", "1x28"], 64), (["--input", "0x28x28"], 64),
      (["--input", "1x8x8"], 65), (["--input", "1x99999x99999"], 65),
      (["--input", "9999999999x28x28"], 65), (["--classes", "0"], 64), (["--classes", "1025"], 64),
      (["--batch-size", "0"], 64), (["--batch-size", "999999999999"], 64), (["--threads", "0"], 64),
      (["nothing"], 66), (["a", "--dataset", "mnist"], 64),
    ]

    @Test(arguments: refusals)
    func whatIsNoNetworkIsRefused(arguments: [String], status: Int32) throws {
      let result = try sandbox.run(["summary"] + arguments)
      #expect(result.status == status, "\(result.errors)")
      #expect(result.output.isEmpty)
      #expect(result.errors.hasPrefix("inkling: "))
    }
  }
}
