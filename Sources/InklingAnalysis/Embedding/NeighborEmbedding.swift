import InklingMathematics

/// A map of images on a plane on which neighbours stay neighbours: t-SNE (L. van der Maaten and G. Hinton, "Visualizing
/// data using t-SNE", Journal of Machine Learning Research 9, 2008, 2579-2605).
///
///     let plane = NeighborEmbedding(of: components.project(features))
///
/// The attraction is that of the nearest neighbours, as in Barnes and Hut's variant; the repulsion is that of all pairs,
/// added up exactly. It starts from the first two coordinates, so equal features give equal maps, to the bit, on any
/// number of threads. Distances between far groups mean nothing, and neither do the sizes of groups.
public struct NeighborEmbedding: Sendable {
  /// How the map is made.
  public struct Options: Sendable, Equatable {
    /// About how many neighbours each image has.
    public var perplexity: Double
    /// Steps of the descent.
    public var iterations: Int

    /// By default a perplexity of 30 and 300 steps.
    public init(perplexity: Double = 30, iterations: Int = 300) {
      self.perplexity = perplexity
      self.iterations = iterations
    }
  }

  /// The coordinates to the right, one an image.
  public private(set) var x: [Float]
  /// The coordinates upwards.
  public private(set) var y: [Float]

  /// How much stronger neighbours attract each other at first, and for how many steps.
  private static let exaggeration: Float = 12
  private static let exaggerated = 100

  /// Makes a map of a matrix's rows.
  ///
  /// - Parameters:
  ///   - features: at least one row; fifty columns are enough (`PrincipalComponents`).
  ///   - options: perplexity, steps and what else decides the map.
  /// - Precondition: a perplexity of at least 1, and at least no steps.
  public init(of features: FeatureMatrix, options: Options = Options()) {
    precondition(
      options.perplexity >= 1 && options.iterations >= 0,
      "a perplexity of \(options.perplexity) and \(options.iterations) steps")
    let count = features.rows
    let affinities = NeighborAffinities(of: features, perplexity: options.perplexity)
    (x, y) = Self.start(features)
    var descent = EmbeddingDescent(count, rate: max(Float(count) / Self.exaggeration, 50))
    for step in 0..<options.iterations {
      let isEarly = step < Self.exaggerated
      descent.step(
        &x, &y, affinities, exaggeration: isEarly ? Self.exaggeration : 1, momentum: isEarly ? 0.5 : 0.8)
    }
  }

  /// The first two coordinates, their deviation brought to 1e-4.
  private static func start(_ features: FeatureMatrix) -> ([Float], [Float]) {
    let columns = [0, 1].map { column in
      features.columns > column
        ? (0..<features.rows).map { features.storage[$0 * features.stride + column] }
        : [Float](repeating: 0, count: features.rows)
    }
    let mean = columns[0].reduce(0, +) / Float(features.rows)
    let variance = columns[0].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(features.rows)
    let scale = variance > 0 ? 1e-4 / variance.squareRoot() : 0
    return (columns[0].map { $0 * scale }, columns[1].map { $0 * scale })
  }
}

/// How strongly neighbours attract each other: `p[i, j] = (p[j | i] + p[i | j]) / 2 N`, row by row.
struct NeighborAffinities: Sendable {
  /// Where each row begins; one more than there are rows.
  private(set) var starts: [Int]
  private(set) var columns: [Int32] = []
  private(set) var values: [Float] = []

  init(of features: FeatureMatrix, perplexity: Double) {
    let rows = features.rows
    let neighbors = NearestNeighbors(of: features, count: Int(3 * perplexity))
    let count = neighbors.count
    var shares = [Float](repeating: 0, count: max(rows * count, 1))
    shares.withSharedMemory { shares in
      RowTask.perform(rows) { part in
        for row in part {
          let distances = neighbors.squaredDistances[row * count..<(row + 1) * count].map { Double($0) }
          for (place, share) in Self.shares(distances, perplexity: perplexity).enumerated() {
            shares.start[row * count + place] = Float(share)
          }
        }
      }
    }
    // Each share counts in both directions.
    var entries: [(key: Int, value: Float)] = []
    entries.reserveCapacity(2 * rows * count)
    for row in 0..<rows {
      for place in row * count..<(row + 1) * count {
        let other = Int(neighbors.indices[place])
        let value = shares[place] / Float(2 * rows)
        entries.append((row * rows + other, value))
        entries.append((other * rows + row, value))
      }
    }
    entries.sort { $0.key < $1.key }
    starts = Array(repeating: 0, count: rows + 1)
    var last = -1
    for entry in entries {
      if entry.key == last {
        values[values.count - 1] += entry.value
      } else {
        columns.append(Int32(entry.key % rows))
        values.append(entry.value)
        starts[entry.key / rows + 1] = values.count
        last = entry.key
      }
    }
    for row in 0..<rows { starts[row + 1] = max(starts[row + 1], starts[row]) }
  }

  /// The share of each neighbour: a Gaussian of the distance whose entropy is the perplexity's.
  static func shares(_ distances: [Double], perplexity: Double) -> [Double] {
    guard let nearest = distances.min() else { return [] }
    let wanted = Elementary.logarithm(min(perplexity, Double(distances.count)))
    var (low, high) = (0.0, Double.infinity)
    let mean = distances.reduce(0) { $0 + ($1 - nearest) } / Double(distances.count)
    guard mean > 0 else { return distances.map { _ in 1 / Double(distances.count) } }
    var beta = 1 / mean
    var shares: [Double] = []
    for _ in 0..<60 {
      shares = distances.map { Elementary.exponential(-beta * ($0 - nearest)) }
      let sum = shares.reduce(0, +)
      let energy = zip(shares, distances).reduce(0) { $0 + $1.0 * ($1.1 - nearest) }
      let entropy = Elementary.logarithm(sum) + beta * energy / sum
      for place in shares.indices { shares[place] /= sum }
      if (entropy - wanted).magnitude < 1e-3 { break }
      if entropy > wanted { low = beta } else { high = beta }
      beta = high == .infinity ? beta * 2 : (low + high) / 2
    }
    return shares
  }
}
