import InklingDatasets
import InklingEngine
import Testing

@testable import InklingTraining

@Suite struct LabeledImagesInkTests {
  private static let images = StrokeDigits.dataset(train: 16, test: 32).test

  private static func model(_ ink: PictureDescription.Ink, isMeasured: Bool = false) throws -> TrainedModel {
    let graph = try ModelSpecification.lenet.graph(input: [1, 28, 28], classes: 10)
    let description = ModelDescription(
      name: "foreign", graph: graph, classNames: images.classNames,
      normalization: Normalization(mean: 0, deviation: 1, channels: 1),
      picture: PictureDescription(ink: ink, isMeasured: isMeasured))
    let parameters = graph.parameters.map {
      NamedTensor(name: $0.name, shape: $0.shape, values: [Float](repeating: 0, count: $0.shape.reduce(1, *)))
    }
    return try TrainedModel(description, parameters: parameters)
  }

  @Test func imagesOfTheOtherInkAreInverted() throws {
    let dark = try Self.images.drawn(for: [Self.model(.darkOnLight)])
    #expect(dark.images.images == Self.images.images.map { 255 - $0 } && dark.note?.contains("inverted") == true)
    for ink in [PictureDescription.Ink.any, .lightOnDark] {
      let same = try Self.images.drawn(for: [Self.model(ink)])
      #expect(same.images == Self.images && same.note == nil)
    }
    let both = try Self.images.drawn(for: [Self.model(.darkOnLight), Self.model(.lightOnDark)])
    #expect(both.images == Self.images && both.note == nil)
    // What a run's export says of its training images is no person's word.
    let measured = try Self.images.drawn(for: [Self.model(.darkOnLight, isMeasured: true)])
    #expect(measured.images == Self.images && measured.note == nil)
  }
}
