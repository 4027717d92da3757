import InklingMathematics

/// What JPEG takes away from a grey picture: blocks of 8x8, their cosine transform, and the standard's table.
enum JPEGLoss {
  /// Annex K of ITU-T T.81, for luminance.
  private static let table: [Double] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
    87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99,
  ]

  /// cosines[u][x] = C(u) / 2 · cos((2x + 1) u π / 16), the orthonormal transform.
  private static let cosines: [[Double]] = (0..<8).map { (u: Int) -> [Double] in
    let scale: Double = u == 0 ? 0.125.squareRoot() : 0.5
    return (0..<8).map { (x: Int) -> Double in
      scale * Elementary.cosine(ofPiTimes: Double((2 * x + 1) * u) / 16)
    }
  }

  static func applied(to samples: [UInt8], width: Int, height: Int, quality: Double) -> [UInt8] {
    let scale = quality < 50 ? 5000 / quality : 200 - 2 * quality
    let steps = table.map { max(1, (($0 * scale + 50) / 100).rounded(.down)) }
    var result = samples
    for top in stride(from: 0, to: height, by: 8) {
      for left in stride(from: 0, to: width, by: 8) {
        var block = [Double](repeating: 0, count: 64)
        for place in 0..<64 {
          let (x, y) = (min(left + place % 8, width - 1), min(top + place / 8, height - 1))
          block[place] = Double(samples[y * width + x]) - 128
        }
        block = transformed(block, forward: true)
        for place in 0..<64 { block[place] = (block[place] / steps[place]).rounded() * steps[place] }
        block = transformed(block, forward: false)
        for place in 0..<64 where left + place % 8 < width && top + place / 8 < height {
          let value = min(max((block[place] + 128).rounded(), 0), 255)
          result[(top + place / 8) * width + left + place % 8] = UInt8(value)
        }
      }
    }
    return result
  }

  private static func transformed(_ block: [Double], forward: Bool) -> [Double] {
    func turned(_ block: [Double]) -> [Double] {
      (0..<64).map { place in
        let (row, to) = (place / 8, place % 8)
        return (0..<8).reduce(0) { $0 + block[row * 8 + $1] * (forward ? cosines[to][$1] : cosines[$1][to]) }
      }
    }
    func flipped(_ block: [Double]) -> [Double] { (0..<64).map { block[$0 % 8 * 8 + $0 / 8] } }
    return flipped(turned(flipped(turned(block))))
  }
}
