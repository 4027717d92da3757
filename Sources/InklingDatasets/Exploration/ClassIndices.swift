import InklingRandomness

/// Which images belong to each class; images whose answers are no labels are none's.
struct ClassIndices {
  /// For each class, its images' indices in rising order.
  let ofClass: [[Int]]

  init(of images: LabeledImages) {
    var indices = [[Int]](repeating: [], count: images.classNames.count)
    for (index, label) in images.labels.enumerated() { indices[Int(label)].append(index) }
    ofClass = indices
  }

  /// `count` different images of a class, or all if there are fewer, drawn at random (the first steps of Fisher and
  /// Yates), in rising order. Another class's images do not change them.
  func samples(of label: Int, count: Int, seed: UInt64, split: Int) -> [Int] {
    precondition(count >= 0, "\(count) samples a class")
    // The last epochs, where no training's shuffling comes.
    var generator = CounterGenerator(seed: seed, purpose: .shuffling, epoch: (1 << 24) - 1 - split, sample: label)
    var indices = ofClass[label]
    let count = min(count, indices.count)
    for place in 0..<count { indices.swapAt(place, place + generator.below(indices.count - place)) }
    return indices[..<count].sorted()
  }
}
