/// For each row of a matrix the rows that are nearest to it, by their Euclidean distance. All are compared with all.
public struct NearestNeighbors: Sendable {
  /// How many neighbours each row has.
  public let count: Int
  /// Those of each row, from the nearest: `[rows, count]`.
  public let indices: [Int32]
  /// The squares of their distances, in the same order.
  public let squaredDistances: [Float]

  /// The neighbours of each row of a matrix.
  ///
  /// - Parameters:
  ///   - features: at least one row.
  ///   - count: of each row; no more than there are others.
  public init(of features: FeatureMatrix, count: Int) {
    let rows = features.rows
    precondition(rows > 0 && count >= 0, "\(count) neighbours among \(rows) rows")
    let count = min(count, rows - 1)
    self.count = count
    var indices = [Int32](repeating: 0, count: max(rows * count, 1))
    var distances = [Float](repeating: 0, count: max(rows * count, 1))
    indices.withSharedMemory { indices in
      distances.withSharedMemory { distances in
        RowTask.perform(rows) { part in
          var list = NeighborList(count)
          for row in part {
            list.removeAll()
            for other in 0..<rows where other != row {
              list.add(Int32(other), features.squaredDistance(row, other))
            }
            for place in 0..<count {
              indices.start[row * count + place] = list.indices[place]
              distances.start[row * count + place] = list.distances[place]
            }
          }
        }
      }
    }
    self.indices = Array(indices.prefix(rows * count))
    squaredDistances = Array(distances.prefix(rows * count))
  }
}

/// The nearest so far, in order; of equally near ones the first.
private struct NeighborList {
  let limit: Int
  private(set) var indices: [Int32]
  private(set) var distances: [Float]
  private var filled = 0

  init(_ limit: Int) {
    self.limit = limit
    indices = Array(repeating: 0, count: limit)
    distances = Array(repeating: .infinity, count: limit)
  }

  mutating func removeAll() { filled = 0 }

  @inline(__always)
  mutating func add(_ index: Int32, _ distance: Float) {
    if filled == limit {
      if limit == 0 || !(distance < distances[limit - 1]) { return }
    } else {
      filled += 1
    }
    var place = filled - 1
    while place > 0, distances[place - 1] > distance {
      distances[place] = distances[place - 1]
      indices[place] = indices[place - 1]
      place -= 1
    }
    distances[place] = distance
    indices[place] = index
  }
}

extension FeatureMatrix {
  /// The square of the distance of two rows.
  @inline(__always)
  func squaredDistance(_ first: Int, _ second: Int) -> Float {
    storage.withUnsafeBytes { bytes in
      var sum = SIMD8<Float>.zero
      let (a, b) = (first &* stride, second &* stride)
      var place = 0
      while place < stride {
        let difference =
          bytes.loadUnaligned(fromByteOffset: 4 &* (a &+ place), as: SIMD8<Float>.self)
          - bytes.loadUnaligned(fromByteOffset: 4 &* (b &+ place), as: SIMD8<Float>.self)
        sum += difference * difference
        place &+= 8
      }
      return sum.sum()
    }
  }
}
