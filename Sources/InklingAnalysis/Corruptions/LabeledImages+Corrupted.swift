import InklingDatasets

extension LabeledImages {
  /// The same images, damaged; each by its place, so that the same set always gives the same result.
  ///
  /// - Parameters:
  ///   - corruption: how they are damaged.
  ///   - indices: of the images that are taken, in that order; nil for all.
  ///   - seed: decides what is random.
  /// - Precondition: sides of 3 pixels at least.
  public func corrupted(by corruption: Corruption, at indices: [Int]? = nil, seed: UInt64 = 0) -> LabeledImages {
    let places = indices ?? Array(0..<count)
    guard !places.isEmpty else { return self }
    var pixels = [UInt8](repeating: 0, count: places.count * imageSize)
    pixels.withSharedMemory { target in
      RowTask.perform(places.count) { part in
        for place in part {
          let damaged = corruption.apply(
            to: self[places[place]], channels: channels, height: height, width: width, index: places[place],
            seed: seed)
          (target.start + place * imageSize).update(from: damaged, count: imageSize)
        }
      }
    }
    return LabeledImages(
      images: pixels, targets: indices == nil ? targets : targets.selecting(places), channels: channels,
      height: height, width: width, classNames: classNames)
  }
}
