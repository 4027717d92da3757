/// Steps down the gradient of t-SNE's cost, with momentum, and a gain for each number that grows while its direction stays.
struct EmbeddingDescent {
  private let count: Int
  private let rate: Float
  private var speeds: [SIMD2<Float>]
  private var gains: [SIMD2<Float>]
  private var attraction: [SIMD2<Float>]
  private var repulsion: [SIMD2<Float>]
  private var sums: [Float]

  init(_ count: Int, rate: Float) {
    self.count = count
    self.rate = rate
    speeds = Array(repeating: .zero, count: count)
    gains = Array(repeating: SIMD2(repeating: 1), count: count)
    attraction = speeds
    repulsion = speeds
    sums = Array(repeating: 0, count: count)
  }

  mutating func step(
    _ x: inout [Float], _ y: inout [Float], _ affinities: NeighborAffinities, exaggeration: Float, momentum: Float
  ) {
    let padded = (x + [Float](repeating: 0, count: 8), y + [Float](repeating: 0, count: 8))
    addForces(padded.0, padded.1, affinities)
    let total = sums.reduce(0.0) { $0 + Double($1) }
    let scale = total > 0 ? Float(1 / total) : 0
    for place in 0..<count {
      let gradient = 4 * (exaggeration * attraction[place] - scale * repulsion[place])
      for axis in 0..<2 {
        let turns = (gradient[axis] > 0) == (speeds[place][axis] > 0)
        gains[place][axis] = max(turns ? gains[place][axis] * 0.8 : gains[place][axis] + 0.2, 0.01)
      }
      speeds[place] = momentum * speeds[place] - rate * gains[place] * gradient
      x[place] += speeds[place].x
      y[place] += speeds[place].y
    }
    // The map has no place of its own.
    let (meanX, meanY) = (x.reduce(0, +) / Float(count), y.reduce(0, +) / Float(count))
    for place in 0..<count {
      x[place] -= meanX
      y[place] -= meanY
    }
  }

  /// The forces on each image: those of its neighbours, and those of all. `sums` is what the latter are divided by.
  private mutating func addForces(_ x: [Float], _ y: [Float], _ affinities: NeighborAffinities) {
    let count = count
    attraction.withSharedMemory { attraction in
      repulsion.withSharedMemory { repulsion in
        sums.withSharedMemory { sums in
          RowTask.perform(count, part: 128) { part in
            x.withUnsafeBufferPointer { x in
              y.withUnsafeBufferPointer { y in
                for place in part {
                  attraction.start[place] = Self.attraction(place, x, y, affinities)
                  let (force, sum) = Self.repulsion(place, x, y, count)
                  repulsion.start[place] = force
                  sums.start[place] = sum
                }
              }
            }
          }
        }
      }
    }
  }

  private static func attraction(
    _ place: Int, _ x: UnsafeBufferPointer<Float>, _ y: UnsafeBufferPointer<Float>, _ affinities: NeighborAffinities
  ) -> SIMD2<Float> {
    var force = SIMD2<Float>.zero
    affinities.columns.withUnsafeBufferPointer { columns in
      affinities.values.withUnsafeBufferPointer { values in
        for entry in affinities.starts[place]..<affinities.starts[place + 1] {
          let other = Int(columns[entry])
          let (dx, dy) = (x[place] - x[other], y[place] - y[other])
          let weight = values[entry] / (1 + dx * dx + dy * dy)
          force.x += weight * dx
          force.y += weight * dy
        }
      }
    }
    return force
  }

  /// The sum over all others of `q² (y[i] - y[j])` with `q = 1 / (1 + |y[i] - y[j]|²)`, and the sum of q.
  private static func repulsion(
    _ place: Int, _ x: UnsafeBufferPointer<Float>, _ y: UnsafeBufferPointer<Float>, _ count: Int
  ) -> (SIMD2<Float>, Float) {
    guard let xs = UnsafeRawPointer(x.baseAddress), let ys = UnsafeRawPointer(y.baseAddress) else { return (.zero, 0) }
    let (ownX, ownY) = (SIMD8(repeating: x[place]), SIMD8(repeating: y[place]))
    let one = SIMD8<Float>(repeating: 1)
    var (sum, forceX, forceY) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
    let whole = count / 8 * 8
    var other = 0
    while other < whole {
      let dx = ownX - (xs + 4 &* other).loadUnaligned(as: SIMD8<Float>.self)
      let dy = ownY - (ys + 4 &* other).loadUnaligned(as: SIMD8<Float>.self)
      let q = one / (one + dx * dx + dy * dy)
      let square = q * q
      sum += q
      forceX += square * dx
      forceY += square * dy
      other &+= 8
    }
    var (total, force) = (sum.sum(), SIMD2(forceX.sum(), forceY.sum()))
    while other < count {
      let (dx, dy) = (x[place] - x[other], y[place] - y[other])
      let q = 1 / (1 + dx * dx + dy * dy)
      total += q
      force += q * q * SIMD2(dx, dy)
      other &+= 1
    }
    // An image does not push itself: its own q is one.
    return (force, total - 1)
  }
}
