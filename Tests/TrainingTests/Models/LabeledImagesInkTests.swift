import InklingDatasets
import InklingEngine
import InklingFormats
import Testing

@testable import InklingTraining

@Suite struct LabeledImagesInkTests {
  private static let images = StrokeDigits.dataset(train: 16, test: 32).test

  /// - Parameter normalization: by default bytes become 0 to 1.
  private static func model(
    _ ink: PictureDescription.Ink, isMeasured: Bool = false,
    _ normalization: Normalization = Normalization(mean: 0, deviation: 1, channels: 1)
  ) throws -> TrainedModel {
    let graph = try ModelSpecification.lenet.graph(input: [1, 28, 28], classes: 10)
    let description = ModelDescription(
      name: "foreign", graph: graph, classNames: images.classNames,
      normalization: normalization,
      picture: PictureDescription(ink: ink, isMeasured: isMeasured))
    let parameters = graph.parameters.map {
      NamedTensor(
        name: $0.name, shape: $0.shape,
        values: (0..<$0.shape.reduce(1, *)).map { Float($0 * 37 % 101) / 400 - 0.12 })
    }
    return try TrainedModel(description, parameters: parameters)
  }

  /// The same network for dark ink: what it makes of an image is what the other makes of the inverted one.
  private static func twins() throws -> (light: TrainedModel, dark: TrainedModel) {
    (try model(.lightOnDark), try model(.darkOnLight, Normalization(scale: [-1 / 255], shift: [1])))
  }

  @Test func imagesOfTheOtherInkAreInverted() throws {
    let (light, dark) = (try Self.model(.lightOnDark), try Self.model(.darkOnLight))
    #expect(Self.images.drawn(for: dark).images == Self.images.images.map { 255 - $0 })
    #expect(Self.images.drawingNote(for: [dark])?.contains("they are inverted") == true)
    for model in [light, try Self.model(.any)] {
      #expect(Self.images.drawn(for: model) == Self.images && Self.images.drawingNote(for: [model]) == nil)
    }
    // Once is enough.
    #expect(Self.images.drawn(for: dark).drawn(for: dark) == Self.images.drawn(for: dark))
    #expect(Self.images.drawingNote(for: [light, dark])?.contains("those of foreign dark on light") == true)
    // What a run's export says of its training images is no person's word.
    let measured = try Self.model(.darkOnLight, isMeasured: true)
    #expect(Self.images.drawn(for: measured) == Self.images && Self.images.drawingNote(for: [measured]) == nil)
  }

  /// Each of several models is shown the images as its own are drawn.
  @Test func severalModelsAreShownTheirOwn() throws {
    let (light, dark) = try Self.twins()
    let alone = try ModelEnsemble([light], threads: 1).answers(to: Self.images)
    for models in [[dark], [light, dark], [dark, light]] {
      let ensemble = try ModelEnsemble(models, threads: 1)
      for indices in [nil, [5, 1, 30] as [Int32]] {
        let (answers, wanted) = (
          try ensemble.answers(to: Self.images, at: indices),
          try ModelEnsemble([light], threads: 1).answers(to: Self.images, at: indices)
        )
        for (a, b) in zip(answers.probabilities.values, wanted.probabilities.values) { #expect(abs(a - b) < 1e-5) }
      }
    }
    let shifted = try ModelEnsemble([light, dark], views: EvaluationView.Family.shifts.views, threads: 1)
    let views = try ModelEnsemble([dark], views: EvaluationView.Family.shifts.views, threads: 1)
    for (a, b) in try zip(
      shifted.answers(to: Self.images).probabilities.values, views.answers(to: Self.images).probabilities.values)
    { #expect(abs(a - b) < 0.05) }
    #expect(alone.predictions.count == Self.images.count)
    let features = try FeatureExtractor(dark, threads: 1).features(of: Self.images).floats()
    for (a, b) in zip(features, try FeatureExtractor(light, threads: 1).features(of: Self.images).floats()) {
      #expect(abs(a - b) < 1e-4)
    }
  }
}
