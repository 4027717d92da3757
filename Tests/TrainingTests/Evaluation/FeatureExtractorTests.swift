import InklingDatasets
import InklingEngine
import InklingFiles
import InklingFormats
import InklingTestSupport
import Testing

@testable import InklingTraining

/// The linear layers behind the features give the model's own logits.
@Suite struct FeatureExtractorTests {
  let folder: TemporaryFolder
  private static let dataset = StrokeDigits.dataset(train: 64, test: 40)

  init() throws { folder = try TemporaryFolder() }

  private func model() throws -> TrainedModel {
    try Trainer(Recipe(model: .lenet, epochs: 1), on: Self.dataset, threads: 1).train()
  }

  @Test func featuresAreWhatGoesIntoTheLastLayer() throws {
    let model = try model()
    let extractor = try FeatureExtractor(model, threads: 1)
    #expect(extractor.shape == [84])
    let images = Self.dataset.test
    let array = try extractor.features(of: images)
    #expect(array.shape == [40, 84] && array.elementType == .float32)
    let features = try array.floats()
    let parameters = Dictionary(uniqueKeysWithValues: model.namedParameters().map { ($0.name, $0.values) })
    let (weight, bias) = (try #require(parameters["fc3.weight"]), try #require(parameters["fc3.bias"]))
    for index in 0..<3 {
      let logits = try model.predictor().logits(Array(images[index]))
      for output in 0..<10 {
        let sum = (0..<84).reduce(bias[output]) { $0 + features[index * 84 + $1] * weight[output * 84 + $1] }
        #expect(abs(sum - logits[output]) < 1e-4)
      }
    }
    let some = try extractor.features(of: images, at: [5, 2])
    #expect(try some.floats() == Array(features[5 * 84..<6 * 84] + features[2 * 84..<3 * 84]))
  }

  @Test func anyLayerCanBeNamed() throws {
    let model = try model()
    #expect(try FeatureExtractor(model, layer: "conv2").shape == [16, 8, 8])
    #expect(try FeatureExtractor(model, layer: "fc3").features(of: Self.dataset.test).shape == [40, 10])
    #expect(try FeatureExtractor(model, layer: "relu.3").shape == [84])
    let error = #expect(throws: InputError.self) { try FeatureExtractor(model, layer: "conv9") }
    #expect(error?.kind == .usage && error?.description.contains("conv1, ") == true)
    #expect(throws: InputError.self) { try FeatureExtractor(model, layer: "relu") }
    let path = folder.file("f.npz")
    try FeatureExtractor(model).write(Self.dataset.test, at: [3, 1], to: path)
    let arrays = try NPZ.read(path)
    #expect(arrays.map(\.name) == ["features", "index", "label"] && arrays[0].shape == [2, 84])
    #expect(try arrays[1].integers() == [3, 1])
    #expect(try arrays[2].integers() == [3, 1].map { Int64(Self.dataset.test.labels[$0]) })
  }
}
