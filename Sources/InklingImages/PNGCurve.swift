import InklingMathematics

/// What a file's gamma makes of its samples, and the grey bytes of them.
struct PNGCurve {
  /// What each value of 16 bits becomes; nil when all stay.
  private let table: [UInt16]?

  /// - Parameter power: of samples from 0 to 1; nil to leave them.
  init(power: Double?) {
    table = power.map { power in (0...65535).map { Self.curved($0, power) } }
  }

  private static func curved(_ value: Int, _ power: Double) -> UInt16 {
    UInt16((Elementary.power(Double(value) / 65535, power) * 65535).rounded())
  }

  /// One byte a sample.
  func grays<Sample: FixedWidthInteger & UnsignedInteger>(_ read: PNGFile.Samples<Sample>) -> [UInt8] {
    let scale = 65535 / Int(Sample.max)
    guard read.hasColors else {
      return read.values.map { UInt8((curved(Int($0) * scale) + 128) / 257) }
    }
    return [UInt8](unsafeUninitializedCapacity: read.values.count / 4) { grays, count in
      count = read.values.count / 4
      for pixel in 0..<count {
        let alpha = Int(read.values[4 * pixel + 3]) * scale
        // Pillow's weights: 0.299, 0.587 and 0.114 in 16 bits.
        var luma = 1 << 15
        for (channel, weight) in [19595, 38470, 7471].enumerated() {
          let value = Int(read.values[4 * pixel + channel]) * scale
          let color = Sample.bitWidth == 16 ? divided(value, by: alpha) : value
          luma += (onWhite(curved(color), alpha: alpha) + 128) / 257 * weight
        }
        grays[pixel] = UInt8(luma >> 16)
      }
    }
  }

  private func curved(_ value: Int) -> Int { table.map { Int($0[value]) } ?? value }

  private func onWhite(_ color: Int, alpha: Int) -> Int {
    (color * alpha + 65535 * (65535 - alpha) + 32767) / 65535
  }

  private func divided(_ color: Int, by alpha: Int) -> Int {
    alpha == 0 ? 0 : min((color * 65535 + alpha / 2) / alpha, 65535)
  }
}
