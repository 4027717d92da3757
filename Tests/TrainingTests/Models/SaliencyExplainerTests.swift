import InklingDatasets
import InklingEngine
import InklingFiles
import Testing

@testable import InklingTraining

@Suite struct SaliencyExplainerTests {
  private static let dataset = StrokeDigits.dataset(train: 256, test: 32)

  private static func model(_ name: String) throws -> TrainedModel {
    let recipe = Recipe(model: ModelSpecification.named(name) ?? .lenet, epochs: 1)
    return try Trainer(recipe, on: dataset, threads: 1).train()
  }

  /// The sum over all pixels is the difference of the logits (Sundararajan, Taly and Yan, "completeness").
  @Test func integratedGradientsAreComplete() throws {
    let model = try Self.model("tiny")
    let explainer = try SaliencyExplainer(model)
    let pixels = Array(Self.dataset.test[3])
    let map = try explainer.map(.integratedGradients, of: 2, at: pixels)
    let predictor = try model.predictor()
    let difference = try predictor.logits(pixels)[2] - predictor.logits(explainer.blank(pixels))[2]
    let sum = map.values.reduce(0, +)
    #expect(abs(sum - difference) < 0.05 * max(abs(difference), 1))
  }

  @Test(arguments: SaliencyMethod.allCases) func aMapHasTheImagesSize(_ method: SaliencyMethod) throws {
    let explainer = try SaliencyExplainer(try Self.model("tiny"))
    let map = try explainer.map(method, of: 1, at: Array(Self.dataset.test[0]))
    #expect(map.height == 28 && map.width == 28 && map.values.count == 784)
    #expect(map.values.allSatisfy { $0.isFinite })
    if method != .gradCAM { #expect(Set(map.values).count > 10) }
    if method == .gradient || method == .gradCAM { #expect(map.values.allSatisfy { $0 >= 0 }) }
    #expect(map.normalized.values.allSatisfy { $0.magnitude <= 1 })
    let again = try explainer.map(method, of: 1, at: Array(Self.dataset.test[0]))
    #expect(map == again)
  }

  /// What is blank already loses nothing when it is covered.
  @Test func occlusionOfPaperLosesNothing() throws {
    let explainer = try SaliencyExplainer(try Self.model("tiny"))
    let map = try explainer.map(.occlusion, of: 0, at: [UInt8](repeating: 0, count: 784))
    #expect(map.values.allSatisfy { $0 == 0 })
  }

  @Test func wrongRequestsAreNamed() throws {
    let explainer = try SaliencyExplainer(try Self.model("tiny"))
    #expect {
      try explainer.map(.gradient, of: 0, at: [1, 2])
    } throws: {
      "\($0)" == "the image has another size than the model's: expected 784 bytes, found 2."
    }
    #expect {
      try explainer.map(.gradient, of: 10, at: [UInt8](repeating: 0, count: 784))
    } throws: {
      ($0 as? InputError)?.kind == .usage && "\($0)".hasPrefix("the model has no such class")
    }
  }
}
