import InklingDatasets
import InklingTargets
import Testing

@testable import InklingTraining

/// What lies beside an image that an augmentation moves.
@Suite struct EdgePixelsTests {
  /// Paper of one level, with a line of ink that reaches the upper edge.
  private static func images(paper: UInt8, ink: UInt8, channels: Int = 1) -> LabeledImages {
    let image = (0..<channels * 100).map { $0 % 10 == 5 && $0 % 100 < 50 ? ink : paper }
    return LabeledImages(
      images: image + image, labels: [0, 1], channels: channels, height: 10, width: 10, classNames: ["a", "b"])
  }

  @Test(arguments: [1, 3]) func theMedianIsThePaper(channels: Int) throws {
    let edges = EdgePixels(of: Self.images(paper: 230, ink: 10, channels: channels))
    #expect(edges.median == 230)
    // One of 36 pixels of an edge is ink.
    let (mean, expected) = (try #require(edges.mean), Double(35 * 230 + 10) / 36)
    #expect(abs(mean - expected) < 1e-9)
    let none = EdgePixels(of: Self.images(paper: 0, ink: 0).selecting([]))
    #expect(none.mean == nil && none.median == nil)
  }

  @Test func edgesThatAreInkAreTold() throws {
    let (light, dark) = (Self.images(paper: 230, ink: 10), Self.images(paper: 5, ink: 250))
    for preset in [Augmentation.light, .digits, .fashion] {
      let note = try #require(preset.fillNote(for: light))
      #expect(note.contains("black edges about images that are dark on light") && note.contains("'fill: 230'"))
      #expect(preset.fillNote(for: dark) == nil)
    }
    #expect(
      try #require(Augmentation.digits.fillNote(for: light))
        .hasPrefix("random_affine and elastic_transform of the augmentation fill with 0"))
    let white = try Augmentation([RandomCrop(fill: 255)])
    #expect(white.fillNote(for: light) == nil)
    #expect(try #require(white.fillNote(for: dark)).contains("white edges about images that are light on dark"))
    // What moves nothing, is never applied, or has grey about it makes no edges.
    #expect(try Augmentation([GaussianNoise()]).fillNote(for: light) == nil)
    #expect(try Augmentation([RandomCrop(probability: 0)]).fillNote(for: light) == nil)
    #expect(Augmentation.light.fillNote(for: Self.images(paper: 128, ink: 0)) == nil)
  }
}
