import InklingDatasets

/// Two images and how far they are apart.
public struct ImagePair: Sendable, Equatable {
  /// The place of the first.
  public let first: Int
  /// The place of the second.
  public let second: Int
  /// The Euclidean distance of their pixels, each in 0...1.
  public let distance: Double
}

/// The pairs of a set of images that are nearest and farthest.
///
/// They are looked for in the coordinates along the principal components, where all are compared with all; the distances
/// that are given are those of the pixels.
public struct ImagePairs: Sendable {
  /// The nearest of different classes: what is hardest to tell apart.
  public let nearestOfDifferentClasses: [ImagePair]
  /// The nearest of one class that are not the same in every pixel.
  public let nearestOfOneClass: [ImagePair]
  /// For each class that has two images, the two that are farthest apart.
  public let farthestOfEachClass: [ImagePair]

  /// Finds pairs among images.
  ///
  /// - Parameters:
  ///   - images: with labels.
  ///   - indices: of those that are compared; the pairs' places are these.
  ///   - coordinates: a row for each of them.
  ///   - count: pairs of each kind.
  /// - Precondition: a row for each index, at least one.
  public init(_ images: LabeledImages, at indices: [Int], coordinates: FeatureMatrix, count: Int = 12) {
    precondition(indices.count == coordinates.rows, "\(coordinates.rows) rows for \(indices.count) images")
    let neighbors = NearestNeighbors(of: coordinates, count: 16)
    var (same, other): ([(Int, Int, Float)], [(Int, Int, Float)]) = ([], [])
    for row in 0..<coordinates.rows {
      for place in row * neighbors.count..<(row + 1) * neighbors.count {
        let found = Int(neighbors.indices[place])
        // Each pair once: whichever of the two comes first, or the one that alone has the other as its neighbour.
        let pair = (min(row, found), max(row, found), neighbors.squaredDistances[place])
        if images.labels[indices[row]] == images.labels[indices[found]] {
          same.append(pair)
        } else {
          other.append(pair)
        }
      }
    }
    func nearest(_ pairs: [(Int, Int, Float)]) -> [ImagePair] {
      var seen = Set<[Int]>()
      let candidates = pairs.sorted { ($0.2, $0.0, $0.1) < ($1.2, $1.0, $1.1) }
        .filter { seen.insert([$0.0, $0.1]).inserted }.prefix(count * 8)
      return
        candidates.map { Self.pair(images, indices[$0.0], indices[$0.1]) }.filter { $0.distance > 0 }
        .sorted { ($0.distance, $0.first, $0.second) < ($1.distance, $1.first, $1.second) }.prefix(count).map { $0 }
    }
    nearestOfDifferentClasses = nearest(other)
    nearestOfOneClass = nearest(same)
    farthestOfEachClass = images.classNames.indices.compactMap { label in
      let rows = indices.indices.filter { Int(images.labels[indices[$0]]) == label }
      var best: (Int, Int, Float)?
      for (place, row) in rows.enumerated() {
        for other in rows[(place + 1)...] {
          let distance = coordinates.squaredDistance(row, other)
          if best.map({ distance > $0.2 }) ?? true { best = (row, other, distance) }
        }
      }
      return best.map { Self.pair(images, indices[$0.0], indices[$0.1]) }
    }
  }

  private static func pair(_ images: LabeledImages, _ first: Int, _ second: Int) -> ImagePair {
    var sum = 0
    for (a, b) in zip(images[first], images[second]) { sum += (Int(a) - Int(b)) * (Int(a) - Int(b)) }
    return ImagePair(first: first, second: second, distance: Double(sum).squareRoot() / 255)
  }
}
