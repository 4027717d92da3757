import Datasets
import Randomness

extension LabeledImages {
  /// Two parts of a training set, in the order of the file: what is trained on, and `count` images for validation, in
  /// which every class has its share to within one image.
  ///
  /// - Precondition: `0 <= count <= self.count`.
  func stratifiedParts(validation count: Int, seed: UInt64) -> (train: LabeledImages, validation: LabeledImages) {
    precondition(count >= 0 && count <= self.count, "\(count) of \(self.count) images for validation")
    var order: [(key: Double, index: Int)] = []
    for label in classNames.indices {
      var indices = labels.indices.filter { labels[$0] == label }
      var generator = CounterGenerator(seed: seed, purpose: .splitting, sample: label)
      generator.shuffle(&indices)
      // Place j of n is at (j + 1/2) / n: a prefix of the merged order has every class's share.
      let size = Double(indices.count)
      order += indices.enumerated().map { ((Double($0) + 0.5) / size, $1) }
    }
    order.sort { ($0.key, $0.index) < ($1.key, $1.index) }
    let kept = Set(order.prefix(count).map(\.index))
    return (part(labels.indices.filter { !kept.contains($0) }), part(kept.sorted()))
  }

  private func part(_ indices: [Int]) -> LabeledImages {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(indices.count * imageSize)
    for index in indices { bytes += self[index] }
    return LabeledImages(
      images: bytes, labels: indices.map { labels[$0] }, channels: channels, height: height, width: width,
      classNames: classNames)
  }
}
