import InklingMathematics

/// A Gaussian blur, along rows and columns in turn; the border's pixels go on outside.
struct Blur {
  private let width: Int
  private let height: Int
  private var plane: [Float]
  private var line: [Float]
  private static let mostRadius = 13

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    plane = [Float](repeating: 0, count: width * height)
    line = [Float](repeating: 0, count: width + 2 * Self.mostRadius)
  }

  /// Blurs all three planes; a deviation below a sixth of a pixel changes nothing.
  mutating func apply(deviation: Float, to canvas: inout [Float]) {
    guard deviation > 1 / 6 else { return }
    let radius = min(Int((2.5 * deviation).rounded(.up)), Self.mostRadius)
    let weights = Self.weights(deviation, radius: radius)
    canvas.withUnsafeMutableBufferPointer { canvas in
      guard let canvas = canvas.baseAddress else { return }
      for channel in 0..<3 { blur(canvas + channel * width * height, weights) }
    }
  }

  private static func weights(_ deviation: Float, radius: Int) -> [Float] {
    let scale = -1 / (2 * Double(deviation) * Double(deviation))
    let values = (0...radius).map { Elementary.exponential(Double($0 * $0) * scale) }
    let sum = values[0] + 2 * values.dropFirst().reduce(0, +)
    return values.map { Float($0 / sum) }
  }

  private mutating func blur(_ pixels: UnsafeMutablePointer<Float>, _ weights: [Float]) {
    let (width, height, radius) = (width, height, weights.count - 1)
    plane.withUnsafeMutableBufferPointer { plane in
      line.withUnsafeMutableBufferPointer { line in
        guard let plane = plane.baseAddress, let line = line.baseAddress else { return }
        for row in 0..<height {
          let result = plane + row * width
          Self.scale(pixels + row * width, weights[0], width, into: result)
          for step in 1...radius {
            let (above, below) = (max(row - step, 0) * width, min(row + step, height - 1) * width)
            Self.add(pixels + above, pixels + below, weights[step], width, to: result)
          }
        }
        for row in 0..<height {
          let source = plane + row * width
          (line + radius).update(from: source, count: width)
          line.update(repeating: source[0], count: radius)
          (line + radius + width).update(repeating: source[width - 1], count: radius)
          let result = pixels + row * width
          Self.scale(source, weights[0], width, into: result)
          for step in 1...radius {
            Self.add(line + (radius - step), line + (radius + step), weights[step], width, to: result)
          }
        }
      }
    }
  }

  @inline(__always)
  private static func scale(
    _ source: UnsafeMutablePointer<Float>, _ weight: Float, _ count: Int, into result: UnsafeMutablePointer<Float>
  ) {
    for column in 0..<count { result[column] = source[column] * weight }
  }

  @inline(__always)
  private static func add(
    _ first: UnsafeMutablePointer<Float>, _ second: UnsafeMutablePointer<Float>, _ weight: Float, _ count: Int,
    to result: UnsafeMutablePointer<Float>
  ) {
    for column in 0..<count { result[column] += (first[column] + second[column]) * weight }
  }
}
