import Foundation
import InklingFiles
import InklingRandomness
import Testing

@testable import InklingEngine

/// Models that are none: each is refused with the layer and what is wrong, and nothing traps.
@Suite struct ModelSpecificationFaultTests {
  private static func parse(_ json: String) throws -> (model: ModelSpecification, faults: DocumentFaults) {
    let node = try JSONDecoder().decode(DocumentNode.self, from: Data(json.utf8))
    let faults = DocumentFaults()
    return (ModelSpecification(reading: node, path: "model", name: "m", faults: faults), faults)
  }

  static let documents: [(json: String, sentence: String)] = [
    (
      #"{"layers": [{"conv": {"out": 8, "kernle": 5}}]}"#,
      "model.layers.0.conv.kernle is not a known key; did you mean kernel?"
    ),
    (#"{"layers": [{"conv": {"out": 8}}]}"#, "model.layers.0.conv.kernel is missing"),
    (
      #"{"layers": [{"conv": {"out": 0, "kernel": 5}}]}"#,
      "model.layers.0.conv.out is out of range: expected a whole number from 1 to 4096, found 0"
    ),
    (#"{"layers": [{"conv": {"out": 8, "kernel": "five"}}]}"#, "model.layers.0.conv.kernel is of the wrong type"),
    (
      #"{"layers": [{"conv": {"out": 8, "kernel": [5, 5, 5]}}]}"#,
      "model.layers.0.conv.kernel should be one number, or a height and a width"
    ),
    (#"{"layers": [{"convolution": 8}]}"#, "model.layers.0 is no layer: convolution"),
    (#"{"layers": ["rellu"]}"#, "model.layers.0 is no layer: rellu; did you mean relu?"),
    (#"{"layers": [{"max_pool": 2, "relu": 1}]}"#, "model.layers.0 should be one layer"),
    (#"{"layers": [{"max_pool": {"kernel": 2, "padding": 2}}]}"#, "model.layers.0.max_pool.padding is more than half"),
    (#"{"layers": [{"dropout": 1}]}"#, "model.layers.0.dropout.p is out of range"),
    (#"{"layers": [{"leaky_relu": 3}]}"#, "model.layers.0.leaky_relu.negative_slope is out of range"),
    (#"{"layers": [{"concatenate": [["relu"]]}]}"#, "model.layers.0.concatenate needs two branches or more"),
    (
      #"{"layers": [{"residual": ["relu", {"conv": {"kernel": 3}}]}]}"#, "model.layers.0.residual.1.conv.out is missing"
    ),
    (#"{"layers": [{"linear": {"out": 3, "name": "a.b"}}]}"#, "model.layers.0.linear.name is no name for a layer"),
    (
      #"{"layers": [{"linear": {"out": 3, "name": "a"}}, {"linear": {"out": 3, "name": "a"}}]}"#,
      "model.layers.1.name is given to two layers: a"
    ),
    (#"{"layers": []}"#, "model.layers is empty"), (#"{"name": "x"}"#, "model.layers is missing"),
    (#"{"layers": 3}"#, "model.layers should be a list of layers, but is 3"), ("[]", "model should have keys"),
  ]

  @Test(arguments: documents)
  func documentsAreRefused(json: String, sentence: String) throws {
    let (_, faults) = try Self.parse(json)
    #expect(faults.all.contains { $0.description.hasPrefix(sentence) }, "\(faults.all.map(\.description))")
  }

  static let misfits: [(json: String, path: String, words: String)] = [
    (
      #"{"layers": [{"conv": {"out": 4, "kernel": 29}}, "flatten", {"linear": 10}]}"#, "layers.0",
      "is given 1x28x28 but needs at least 29x29 pixels"
    ),
    (#"{"layers": [{"linear": 10}]}"#, "layers.0", "flatten before it"),
    (
      #"{"layers": ["flatten", {"conv": {"out": 4, "kernel": 3}}]}"#, "layers.1",
      "needs images and is given 784 features"
    ),
    (
      #"{"layers": [{"conv": {"out": 4, "kernel": 3, "groups": 3}}]}"#, "layers.0",
      "3 groups do not divide 1 channels and 4"
    ),
    (#"{"layers": [{"conv": {"out": 4, "kernel": 4, "padding": "same"}}]}"#, "layers.0", "padding 'same' needs"),
    (#"{"layers": [{"conv": {"out": 4096, "kernel": 64, "padding": 64}}]}"#, "layers.0", "too many elements"),
    (#"{"layers": ["relu"]}"#, "layers", "end with 1x28x28, not with a logit a class"),
    (
      #"{"layers": ["relu"]}"#, "layers",
      "end them with 'linear: classes', or to read texts with a height of 1 and 'conv: {out: classes, kernel: 1}'"
    ),
    (
      #"{"layers": [{"max_pool": 4}, {"conv": {"out": "classes", "kernel": 1}}]}"#, "layers",
      "end with 10x7x7, and what reads texts needs a height of 1, not 7: bring it to 1, as by pooling, before "
        + "'conv: {out: classes, kernel: 1}'"
    ),
    (#"{"layers": ["flatten", {"linear": 7}]}"#, "layers.1", "is a head of 7 outputs for 10 classes"),
    (
      #"{"layers": [{"residual": [{"conv": {"out": 4, "kernel": 27}}, {"max_pool": {"kernel": 1, "stride": 1}}]}, {"group_norm": 3}]}"#,
      "layers.1", "does not fit"
    ),
    (#"{"layers": [{"residual": ["flatten"]}]}"#, "layers.0.residual", "which no 1x1 convolution does"),
    (
      #"{"layers": [{"concatenate": [["relu"], [{"max_pool": 2}]]}]}"#, "layers.0.concatenate",
      "branches of different sizes: 1x28x28 and 1x14x14"
    ),
    (#"{"layers": ["flatten", {"linear": 10}, {"max_pool": 2}]}"#, "layers.2", "is given 10"),
    (
      #"{"layers": [{"conv": {"out": 256, "kernel": 1}}, "flatten", {"residual": [{"linear": 16}, {"linear": 4096}]}]}"#,
      "layers.2.residual", "has a projection that does not fit: its weight would be [4096, 200704]"
    ),
    (#"{"layers": [{"softplus": {"beta": 1e-50}}]}"#, "layers.0", "its beta is 0.0, not a positive number"),
  ]

  /// Written in Swift a layer may hold any number.
  @Test(arguments: [
    LayerSpecification(.groupNorm(groups: 0)), LayerSpecification(.concatenate([])),
    .conv(4, kernel: 3, stride: 0), .conv(4, kernel: 3, groups: 0), .conv(-1, kernel: 3), .maxPool(0), .dropout(2),
    .linear(.features(0)), LayerSpecification(.averagePool(.init(kernel: 2, stride: 0))),
    LayerSpecification(.activation(.init(function: .leakyReLU, value: .nan))),
    LayerSpecification(.activation(.init(function: .prelu, value: .infinity))),
  ])
  func impossibleLayersAreRefused(layer: LayerSpecification) {
    let model = ModelSpecification(name: "own", layers: [layer, .flatten, .linear(.classes)])
    #expect { try model.graph(input: [1, 8, 8], classes: 3) } throws: { ($0 as? InputError)?.kind == .malformed }
  }

  @Test(arguments: misfits)
  func whatDoesNotFitNamesTheLayer(json: String, path: String, words: String) throws {
    let (model, faults) = try Self.parse(json)
    try #require(faults.isEmpty, "\(faults.all.map(\.description))")
    #expect {
      _ = try model.model(input: [1, 28, 28], classes: 10)
    } throws: { error in
      guard let fault = error as? SpecificationFault else { return false }
      return fault.path == path && fault.sentence.contains(words)
    }
    #expect { try model.graph(input: [1, 28, 28], classes: 10) } throws: { ($0 as? InputError)?.kind == .malformed }
  }

  /// Random layers with random options: whatever comes out, it is a graph or an error.
  @Test func noSpecificationTraps() throws {
    var made = 0
    for sample in 0..<600 {
      var generator = CounterGenerator(seed: 11, purpose: .drawing, sample: sample)
      let count = 1 + generator.below(5)
      let layers = (0..<count).map { _ in Self.layer(&generator, depth: 0) }
      let model = ModelSpecification(name: "random", layers: layers + [.flatten, .linear(.classes)])
      let input = Shape(1 + generator.below(3), 1 + generator.below(12), 1 + generator.below(12))
      if (try? model.graph(input: input, classes: 3)) != nil { made += 1 }
    }
    #expect(made > 30)
  }

  private static func layer(_ generator: inout CounterGenerator, depth: Int) -> LayerSpecification {
    func side(_ bound: Int) -> Extent2d { Extent2d(1 + generator.below(bound), 1 + generator.below(bound)) }
    switch generator.below(depth < 2 ? 8 : 6) {
    case 0, 1:
      let padding = generator.below(3) == 0 ? .same : LayerSpecification.Padding.by(side(3))
      return .conv(
        1 + generator.below(6), kernel: side(5), stride: side(3), padding: padding, dilation: side(2),
        groups: 1 + generator.below(2))
    case 2:
      let kernel = side(4)
      return LayerSpecification(
        .maxPool(.init(kernel: kernel, stride: side(3), padding: Extent2d(kernel.height / 2, kernel.width / 2))))
    case 3: return .relu
    case 4: return generator.below(4) == 0 ? .flatten : .relu
    case 5: return generator.below(4) == 0 ? .globalAveragePool : .linear(.features(5))
    case 6: return .residual([layer(&generator, depth: depth + 1), layer(&generator, depth: depth + 1)])
    default:
      return LayerSpecification(
        .concatenate([[layer(&generator, depth: depth + 1)], [layer(&generator, depth: depth + 1)]]))
    }
  }
}
