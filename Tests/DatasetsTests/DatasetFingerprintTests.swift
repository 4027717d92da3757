import Foundation
import InklingDatasets
import Testing

@Suite struct DatasetFingerprintTests {
  private static func split(
    _ images: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8], labels: [UInt8] = [0, 1], height: Int = 2, width: Int = 2
  ) -> LabeledImages {
    LabeledImages(
      images: images, labels: labels, channels: 1, height: height, width: width, classNames: ["a", "b"])
  }

  private static func dataset(_ train: LabeledImages, _ test: LabeledImages) -> Dataset {
    Dataset(name: "x", train: train, test: test, notes: [], source: "")
  }

  private static let own = dataset(split(), split([8, 7, 6, 5], labels: [1])).fingerprint

  @Test func theSameBytesHaveTheSame() {
    #expect(Self.dataset(Self.split(), Self.split([8, 7, 6, 5], labels: [1])).fingerprint == Self.own)
    #expect(Self.own.differences(from: Self.own) == [])
  }

  @Test func whatDiffersIsNamed() {
    let test = Self.split([8, 7, 6, 5], labels: [1])
    for (train, test, words) in [
      (Self.split([1, 2, 3, 4, 5, 6, 7, 9]), test, ["training images"]),
      (Self.split([0, 2, 3, 4, 5, 6, 7, 8]), test, ["training images"]),
      (Self.split(labels: [1, 0]), test, ["training labels"]),
      (Self.split(), Self.split([8, 7, 6, 4], labels: [1]), ["test images"]),
      (Self.split(), Self.split([8, 7, 6, 5], labels: [0]), ["test labels"]),
      (Self.split([5, 6, 7, 8], labels: [0]), test, ["training images", "training labels"]),
    ] {
      #expect(Self.dataset(train, test).fingerprint.differences(from: Self.own) == words)
    }
    let wide = Self.dataset(
      Self.split(height: 1, width: 4), Self.split([8, 7, 6, 5], labels: [1], height: 1, width: 4))
    #expect(wide.fingerprint.differences(from: Self.own) == ["training images", "test images"])
  }

  /// Python's `hashlib.sha256` of the same bytes.
  @Test func digestsAreSHA256() {
    #expect(Self.own.training.labels == "b413f47d13ee2fe6c845b2ee141af81de858df4ec549a58b7970bb96645bc8d2")
    #expect(Self.own.training.images == "a3cee36dca0216c61659a1da8a946789c0034ebe9989bf4a626c419518ab0e50")
  }

  @Test func itIsKept() throws {
    let text = try JSONEncoder().encode(Self.own)
    #expect(try JSONDecoder().decode(DatasetFingerprint.self, from: text) == Self.own)
  }
}
