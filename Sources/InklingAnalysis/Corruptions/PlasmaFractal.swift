import InklingRandomness

/// Clouds: heights made by the diamond-square algorithm on a torus (A. Fournier, D. Fussell and L. Carpenter, 1982), in
/// 0...1. A picture's fog is a window onto one of a few, at a random place.
struct PlasmaFractal: Sendable {
  /// Rows and columns.
  static let size = 256
  /// How much smaller the steps become each time: MNIST-C's severity 5.
  private static let decay = 1.4

  static let shared: [PlasmaFractal] = (0..<8).map { PlasmaFractal($0) }

  private let heights: [Float]

  /// The height at a place of the torus.
  subscript(row: Int, column: Int) -> Float { heights[(row % Self.size) * Self.size + column % Self.size] }

  private init(_ number: Int) {
    // A purpose's epochs before are the corruptions'.
    var generator = CounterGenerator(seed: 0, purpose: .corruption, epoch: 1 << 20, sample: number)
    let size = Self.size
    var map = [Float](repeating: 0, count: size * size)
    var (step, wibble) = (size, Float(100))
    map.withUnsafeMutableBufferPointer { map in
      func at(_ row: Int, _ column: Int) -> Float { map[(row & (size - 1)) * size + (column & (size - 1))] }
      while step >= 2 {
        let half = step / 2
        // The published amplitude is the square of the step's.
        func around(_ sum: Float) -> Float { sum / 4 + wibble * generator.uniform(in: -wibble...wibble) }
        for row in stride(from: 0, to: size, by: step) {
          for column in stride(from: 0, to: size, by: step) {
            let sum = at(row, column) + at(row + step, column) + at(row, column + step) + at(row + step, column + step)
            map[(row + half) * size + column + half] = around(sum)
          }
        }
        for row in stride(from: 0, to: size, by: step) {
          for column in stride(from: 0, to: size, by: step) {
            let across = at(row, column) + at(row, column + step)
            let above = at(row + half, column + half) + at(row - half, column + half)
            map[row * size + column + half] = around(across + above)
            let down = at(row, column) + at(row + step, column)
            let beside = at(row + half, column + half) + at(row + half, column - half)
            map[(row + half) * size + column] = around(down + beside)
          }
        }
        step = half
        wibble /= Float(Self.decay)
      }
    }
    let (low, high) = (map.min() ?? 0, map.max() ?? 1)
    heights = map.map { ($0 - low) / (high - low) }
  }
}
