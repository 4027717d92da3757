import Foundation
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// `model.json`, of this release and of earlier ones.
@Suite struct ModelDescriptionTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ text: String) throws -> ModelDescription? {
    try DurableFile.write(Array(text.utf8), to: folder.file("model.json"))
    return try RunFolder.model(at: folder.path)
  }

  /// As the first format had a network that comes with the program.
  static let builtIn = """
    {
      "architecture" : "lenet",
      "class_names" : ["1", "7"],
      "input" : [1, 28, 28],
      "normalization" : { "scale" : [0.007843138], "shift" : [-1] }
    }
    """
  /// And one of a recipe's own.
  static let own = """
    {
      "architecture" : "small", "class_names" : ["a", "b", "c"], "input" : [2, 9, 8],
      "normalization" : { "scale" : [0.01, 0.01], "shift" : [-1, -1] },
      "specification" : {
        "name" : "small",
        "layers" : [{ "conv" : { "out" : 4, "kernel" : 3 } }, "relu", "flatten", { "linear" : "classes" }]
      }
    }
    """

  @Test func runsOfTheFirstFormatHaveTheirNetwork() throws {
    let classic = try #require(try read(Self.builtIn))
    #expect(try classic.graph == ModelSpecification.lenet.graph(input: [1, 28, 28], classes: 2))
    #expect(classic.name == "lenet" && classic.classNames == ["1", "7"] && classic.layers == .lenet)
    let own = try #require(try read(Self.own))
    let layers: [LayerSpecification] = [.conv(4, kernel: 3), .relu, .flatten, .linear(.classes)]
    let specification = ModelSpecification(name: "small", layers: layers)
    #expect(try own.graph == specification.graph(input: [2, 9, 8], classes: 3))
    #expect(own.layers == specification)
  }

  @Test func whatIsWrittenHasTheWholeNetwork() throws {
    let old = try #require(try read(Self.own))
    try old.write(to: folder.path)
    #expect(try RunFolder.model(at: folder.path) == old)
    let text = String(decoding: try FileBytes.read(folder.file("model.json")), as: UTF8.self)
    #expect(text.contains("\"version\" : 2") && text.contains("\"kind\" : \"Conv2d\""))
  }

  /// No shape has a dimension of 0, so one of no classes must not be made to compare with.
  @Test func aNetworkWithoutClassesIsRefused() throws {
    let old = try #require(try read(Self.own))
    try old.write(to: folder.path)
    let text = String(decoding: try FileBytes.read(folder.file("model.json")), as: UTF8.self)
    let start = try #require(text.range(of: "\"class_names\" : ["))
    let end = try #require(text.range(of: "]", range: start.upperBound..<text.endIndex))
    let error = #expect(throws: InputError.self) {
      try read(text.replacingCharacters(in: start.upperBound..<end.lowerBound, with: ""))
    }
    #expect(error?.description.contains("the model has no classes") == true)
  }

  @Test func aRunWithoutOneHasNone() throws { #expect(try RunFolder.model(at: folder.path) == nil) }

  @Test(arguments: [
    (builtIn, "\"lenet\"", "\"mlp\"", "unknown architecture"),
    (builtIn, "28,", "8,", "LeNet cannot take such images"), (builtIn, "28,", "-28,", "LeNet cannot take such images"),
    (builtIn, "28,", "9223372036854775807,", "LeNet cannot take such images"),
    (builtIn, "[1,", "[17,", "LeNet cannot take such images"),
    (builtIn, "\"1\", \"7\"", "", "a model cannot have so many classes"),
    (builtIn, "-1", "-1, 2", "1 scales and 2 shifts"),
    (builtIn, "[0.007843138], \"shift\" : [-1]", "[1, 2], \"shift\" : [-1, 2]", "the normalization does not fit"),
    (builtIn, "{", "{ \"version\" : 3,", "of a version that this release does not read"),
    (builtIn, "{", "{ \"version\" : 2,", "no key \"graph\""), (own, "\"kernel\" : 3", "\"kernel\" : 30", "small"),
    (own, "\"small\",", "", "not what Inkling writes there"),
  ])
  func aModelThatIsNoneIsRefused(text: String, old: String, new: String, words: String) throws {
    let place = try #require(text.range(of: old))
    let error = #expect(throws: InputError.self) { try read(text.replacingCharacters(in: place, with: new)) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    #expect(error?.kind == .malformed && error?.path == folder.file("model.json"))
  }

  /// Faults of the graph name the node.
  @Test func aDamagedGraphIsOneSentence() throws {
    let model = try #require(try read(Self.own))
    try model.write(to: folder.path)
    let text = String(decoding: try FileBytes.read(folder.file("model.json")), as: UTF8.self)
    let damaged = text.replacingOccurrences(of: "\"in_features\" : 168", with: "\"in_features\" : 167")
    let error = #expect(throws: InputError.self) { try read(damaged) }
    #expect(
      error?.description
        == "the graph is wrong at node 4, fc1 (Linear) in \(folder.file("model.json")): expected a learned weight of "
        + "[3, 167], found fc1.weight, a learned one of [3, 168].")
    let typed = text.replacingOccurrences(of: "\"groups\" : 1", with: "\"groups\" : \"1\"")
    let other = #expect(throws: InputError.self) { try read(typed) }
    #expect(other?.description.contains("\"graph.nodes.1.operation.groups\"") == true)
  }

  /// A release whose network of that name is another one does not change what a run has trained.
  @Test func theGraphCountsNotTheName() throws {
    let tiny = try ModelSpecification.tiny.graph(input: [1, 28, 28], classes: 2)
    var model = try #require(try read(Self.builtIn))
    model.graph = tiny
    try model.write(to: folder.path)
    let saved = try #require(try RunFolder.model(at: folder.path))
    #expect(saved.graph == tiny && saved.name == "lenet" && saved.layers == nil)
  }
}
