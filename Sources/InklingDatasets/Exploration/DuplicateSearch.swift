/// Finds equal images: by a 64-bit hash first, then byte by byte.
struct DuplicateSearch {
  private let splits: [LabeledImages]
  private let size: Int

  init(_ dataset: Dataset) {
    splits = [dataset.train, dataset.test]
    size = dataset.train.channels * dataset.train.height * dataset.train.width
  }

  /// All sets of at least two equal images, in the order of their first image; training images come before test ones.
  func groups() -> [[DuplicateReport.Place]] {
    var order = hashes().enumerated().map { (hash: $0.element, image: $0.offset) }
    order.sort { ($0.hash, $0.image) < ($1.hash, $1.image) }
    var groups: [[Int]] = []
    var start = 0
    while start < order.count {
      let end = order[start...].firstIndex { $0.hash != order[start].hash } ?? order.count
      if end - start > 1 { groups += equalImages(order[start..<end].map(\.image)) }
      start = end
    }
    return groups.sorted { $0[0] < $1[0] }.map { $0.map(place) }
  }

  /// Images of one hash, parted into sets that are equal in every byte.
  private func equalImages(_ candidates: [Int]) -> [[Int]] {
    var sets: [[Int]] = []
    for image in candidates {
      if let known = sets.firstIndex(where: { bytes($0[0]).elementsEqual(bytes(image)) }) {
        sets[known].append(image)
      } else {
        sets.append([image])
      }
    }
    return sets.filter { $0.count > 1 }
  }

  /// Images are numbered through both splits.
  private func place(_ image: Int) -> DuplicateReport.Place {
    let isTrain = image < splits[0].count
    let index = isTrain ? image : image - splits[0].count
    let labels = splits[isTrain ? 0 : 1].labels
    let label = labels.isEmpty ? 0 : Int(labels[index])
    return DuplicateReport.Place(split: isTrain ? .train : .test, index: index, label: label)
  }

  private func bytes(_ image: Int) -> ArraySlice<UInt8> {
    let place = place(image)
    return splits[place.split == .train ? 0 : 1].images[place.index * size..<(place.index + 1) * size]
  }

  private func hashes() -> [UInt64] {
    splits.flatMap { split in
      split.images.withUnsafeBytes { bytes in
        (0..<split.count).map { Self.hash(UnsafeRawBufferPointer(rebasing: bytes[$0 * size..<($0 + 1) * size])) }
      }
    }
  }

  /// Eight bytes at a time, multiplied and folded (after wyhash). A collision costs a comparison, nothing else.
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    func mix(_ word: UInt64) {
      let product = (hash ^ word).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
      hash = product.high ^ product.low &+ 0x8EBC_6AF0_9C88_C6E3
    }
    let words = bytes.count / 8
    for word in 0..<words { mix(bytes.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self)) }
    for byte in bytes[(words * 8)...] { mix(UInt64(byte)) }
    return hash
  }
}
