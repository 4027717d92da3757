import InklingDatasets
import InklingEngine
import InklingTestSupport
import Testing

@testable import InklingTraining

/// Accumulation in whole runs: the last, shorter window of an epoch steps, and all that counts steps counts these.
@Suite struct AccumulationTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Seven images of six pixels: four batches of two, the last of one.
  static let data = LabeledImages(
    images: (0..<42).map { UInt8($0 * 37 % 256) }, labels: [0, 1, 2, 1, 0, 0, 2], channels: 1, height: 2, width: 3,
    classNames: ["a", "b", "c"])

  static let start = [
    NamedTensor(name: "fc1.weight", shape: [3, 6], values: (0..<18).map { Float($0 * 7 % 11 - 5) / 10 }),
    NamedTensor(name: "fc1.bias", shape: [3], values: [0.1, -0.2, 0.05]),
  ]

  private static func yaml(_ keys: String...) -> String {
    """
    model: {layers: [flatten, {linear: classes}]}
    data: {classes: [0, 1, 2], shuffle: false}
    batch_size: 2
    epochs: 3
    \(keys.joined(separator: "\n"))
    """
  }

  private static let sgd = "optimizer: {name: sgd, learning_rate: 0.5, momentum: 0.9}"
  private static let adam = "optimizer: {name: adam, learning_rate: 0.05}"

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let yaml: String
    /// PyTorch's weights, then its biases: `Tests/Peers/accumulation.py`.
    let expected: [Double]
  }

  static let cases = [
    Case(
      testDescription: "windows of three and one", yaml: yaml(sgd, "accumulation: 3"),
      expected: [
        -0.672589386, 0.138965812, 0.046699441, 1.006898746, -0.39264998, -1.599478391, 1.088981671, -0.330431571,
        0.006274493, -0.515941211, -0.563271369, -0.656594544, -0.316392285, 0.191465759, -0.152973934, 0.409042464,
        0.655921349, 1.856072935, -0.383404187, -0.435150655, 0.768554842,
      ]),
    Case(
      testDescription: "longer than an epoch", yaml: yaml(sgd, "accumulation: 1000"),
      expected: [
        -0.779785184, 0.098333349, -0.035187858, 0.884482626, 0.068582284, -0.614422959, 0.676098323, -0.175467259,
        -0.194576446, -0.084477278, -0.268469369, -0.471007939, 0.20368686, 0.07713391, 0.129764303, 0.099994652,
        -0.100112916, 0.685430897, 0.210293292, -0.196757927, -0.063535365,
      ]),
    Case(
      testDescription: "Adam, class weights",
      yaml: yaml(adam, "accumulation: 3", "loss: {class_weights: [1, 2, 0.5]}"),
      expected: [
        -0.506953571, 0.260662525, 0.032461316, 0.614441856, 0.016746845, -0.544041398, 0.681026309, -0.123104985,
        -0.16723476, 0.051211646, -0.387668566, -0.608558167, -0.029587536, -0.193760536, 0.264110401, 0.385180891,
        -0.03878912, 0.636372803, 0.014357166, -0.081409231, 0.062461318,
      ]),
    Case(
      testDescription: "a milestone, clipping",
      yaml: yaml(
        sgd, "accumulation: 3", "clipping: {norm: 0.4}",
        "schedule: {name: multi_step, interval: step, milestones: [4], gamma: 0.5}"),
      expected: [
        -0.781740203, 0.103627509, 0.00969409, 0.964173401, -0.044739417, -0.876910434, 0.799387421, -0.236550163,
        -0.110807263, -0.228811628, -0.349067228, -0.5009133, 0.082352783, 0.132922654, 0.001113173, 0.164638227,
        0.093806645, 0.977823734, 0.069124584, -0.244258652, 0.125134068,
      ]),
  ]

  @Test(arguments: cases, InstructionSet.available)
  func agreesWithPyTorch(case: Case, set: InstructionSet) throws {
    let result = try RecipeRun(`case`.yaml, on: Self.data, from: Self.start).train(threads: 2, on: set)
    #expect(largestRelativeDeviation(of: result.parameters.flatMap(\.values), from: `case`.expected) < 1e-6)
  }

  /// Stopped after every batch there is, also in the middle of a window.
  @Test(arguments: cases)
  func stoppedAnywhere(case: Case) throws {
    let run = try RecipeRun(`case`.yaml, on: Self.data, from: Self.start)
    let whole = try run.train()
    let stopped = try run.train(threads: 3, stopping: Array(1...11), in: folder.path)
    #expect(stopped == whole)
  }

  /// Three batches an epoch, two of them a step: twenty steps, and the mean begins at the end of the eighth epoch.
  @Test func averagesBeginWhenTheirEpochEnds() throws {
    let yaml = { (averaging: String) in
      Self.yaml(Self.sgd, "accumulation: 2", averaging)
        .replacing("batch_size: 2", with: "batch_size: 3").replacing("epochs: 3", with: "epochs: 10")
    }
    let run = try RecipeRun(yaml("averaging: {name: swa, from_epoch: 8}"), on: Self.data, from: Self.start)
    let result = try run.train()
    var ends: [[NamedTensor]] = []
    for epochs in 8...10 {
      var shorter = try RecipeRun(yaml(""), on: Self.data, from: Self.start).recipe
      shorter.epochs = epochs
      ends.append(try RecipeRun(YAMLText(shorter.node).text, on: Self.data, from: Self.start).train().parameters)
    }
    #expect(result.answering != result.parameters)
    for (index, tensor) in result.answering.enumerated() {
      let mean = tensor.values.indices.map { place in
        ends.reduce(0) { $0 + Double($1[index].values[place]) } / 3
      }
      #expect(largestRelativeDeviation(of: tensor.values, from: mean) < 1e-6)
    }
  }
}
