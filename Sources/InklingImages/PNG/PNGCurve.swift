import InklingMathematics

/// From a row of samples as libspng unpacks them to a picture's: the file's gamma, the background, eight bits.
struct PNGCurve<Sample: FixedWidthInteger & UnsignedInteger> {
  /// What each value becomes, of 16 bits; nil when all stay.
  private let table: [UInt16]?
  /// Samples of a pixel in the row: 1, 3, or 4 with alpha.
  private let samples: Int
  /// Samples of a pixel of the picture; 1 takes the first of equal ones.
  private let channels: Int
  private let background: PictureBackground

  /// - Parameter power: of samples from 0 to 1; nil to leave them.
  init(power: Double?, samples: Int, channels: Int, _ background: PictureBackground) {
    table = power.map { power in
      (0...Int(Sample.max)).map {
        UInt16((Elementary.power(Double($0) / Double(Sample.max), power) * 65535).rounded())
      }
    }
    (self.samples, self.channels, self.background) = (samples, channels, background)
  }

  func convert(_ row: UnsafeBufferPointer<Sample>, into result: UnsafeMutablePointer<UInt8>) {
    if Sample.bitWidth == 8, table == nil, samples == channels {
      for place in 0..<row.count { result[place] = UInt8(truncatingIfNeeded: row[place]) }
      return
    }
    for pixel in 0..<row.count / samples {
      let alpha = samples == 4 ? wide(row[4 * pixel + 3]) : 65535
      for channel in 0..<channels {
        let value = behind(curved(row[pixel * samples + channel]), alpha: alpha)
        result[pixel * channels + channel] = UInt8((value + 128) / 257)
      }
    }
  }

  /// Of 16 bits.
  private func wide(_ value: Sample) -> Int { Int(value) * (65535 / Int(Sample.max)) }

  private func curved(_ value: Sample) -> Int { table.map { Int($0[Int(value)]) } ?? wide(value) }

  private func behind(_ color: Int, alpha: Int) -> Int {
    alpha == 65535 ? color : (color * alpha + 257 * background.level * (65535 - alpha) + 32767) / 65535
  }
}
