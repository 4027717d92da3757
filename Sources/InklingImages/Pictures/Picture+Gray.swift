extension Picture {
  /// The picture as grey: of colours their luma, 0.299 R + 0.587 G + 0.114 B of the coded samples (ITU-R BT.601, as
  /// Pillow's `convert("L")`); a grey one is itself.
  public func gray() -> Picture {
    guard channels == 3 else { return self }
    let grays = [UInt8](unsafeUninitializedCapacity: width * height) { grays, count in
      samples.withUnsafeBufferPointer { samples in
        for pixel in 0..<grays.count {
          grays[pixel] = Self.luma(samples[3 * pixel], samples[3 * pixel + 1], samples[3 * pixel + 2])
        }
      }
      count = grays.count
    }
    return Picture(width: width, height: height, samples: grays)
  }

  /// The picture with three channels: of a grey one three times the same.
  public func colored() -> Picture {
    guard channels == 1 else { return self }
    let colors = [UInt8](unsafeUninitializedCapacity: 3 * width * height) { colors, count in
      for (pixel, gray) in samples.enumerated() {
        for place in 3 * pixel..<3 * pixel + 3 { colors[place] = gray }
      }
      count = 3 * samples.count
    }
    return Picture(width: width, height: height, channels: 3, samples: colors)
  }

  /// Pillow's weights: 0.299, 0.587 and 0.114 in 16 bits.
  @inline(__always)
  static func luma(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    let sum: UInt32 = 19595 * UInt32(red) + 38470 * UInt32(green) + 7471 * UInt32(blue)
    return UInt8((sum + 32768) >> 16)
  }
}
