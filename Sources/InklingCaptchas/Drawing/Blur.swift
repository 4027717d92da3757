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
      for channel in 0..<3 {
        blur(
          UnsafeMutableBufferPointer(rebasing: canvas[channel * width * height..<(channel + 1) * width * height]),
          weights)
      }
    }
  }

  private static func weights(_ deviation: Float, radius: Int) -> [Float] {
    let scale = -1 / (2 * Double(deviation) * Double(deviation))
    let values = (0...radius).map { Elementary.exponential(Double($0 * $0) * scale) }
    let sum = values[0] + 2 * values.dropFirst().reduce(0, +)
    return values.map { Float($0 / sum) }
  }

  private mutating func blur(_ pixels: UnsafeMutableBufferPointer<Float>, _ weights: [Float]) {
    let (width, height, radius) = (width, height, weights.count - 1)
    plane.withUnsafeMutableBufferPointer { plane in
      for row in 0..<height {
        let start = row * width
        for column in 0..<width { plane[start + column] = pixels[start + column] * weights[0] }
        for step in 1...radius {
          let (above, below) = (max(row - step, 0) * width, min(row + step, height - 1) * width)
          let weight = weights[step]
          for column in 0..<width {
            plane[start + column] += (pixels[above + column] + pixels[below + column]) * weight
          }
        }
      }
      line.withUnsafeMutableBufferPointer { line in
        for row in 0..<height {
          let start = row * width
          for column in 0..<width { line[radius + column] = plane[start + column] }
          for step in 0..<radius {
            line[step] = plane[start]
            line[radius + width + step] = plane[start + width - 1]
          }
          for column in 0..<width { pixels[start + column] = line[radius + column] * weights[0] }
          for step in 1...radius {
            let weight = weights[step]
            for column in 0..<width {
              pixels[start + column] += (line[radius + column - step] + line[radius + column + step]) * weight
            }
          }
        }
      }
    }
  }
}
