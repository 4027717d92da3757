import InklingMathematics

extension LabeledImages {
  /// A copy with every image shifted, channel by channel; labels, sizes and class names stay.
  ///
  /// The same bytes on every machine: plain IEEE sums and products, rounded to the nearest byte, halves up.
  public func shifted(_ shift: ImageShift) -> LabeledImages {
    switch shift {
    case .rotated: rotated(degrees: ImageShift.degrees)
    case .inverted: replacing(images: images.map { 255 - $0 })
    case .thick: thickened()
    }
  }

  /// Clockwise around the middle, bilinear, the byte 0 outside of the image.
  ///
  /// A pixel (x, y), from the middle and y downwards, comes from the place (cos a x + sin a y, cos a y - sin a x): the
  /// inverse of a turn by a.
  func rotated(degrees: Double) -> LabeledImages {
    let (sine, cosine) = Elementary.sineAndCosine(degrees: degrees)
    let map = PixelMap(height: height, width: width) { x, y in (cosine * x + sine * y, cosine * y - sine * x) }
    return planeByPlane { map.apply($0, to: $1) }
  }

  /// The 3 x 3 maximum.
  private func thickened() -> LabeledImages {
    let (height, width) = (height, width)
    return planeByPlane { source, target in
      for row in 0..<height {
        for column in 0..<width {
          var largest: UInt8 = 0
          for y in max(row - 1, 0)...min(row + 1, height - 1) {
            for x in max(column - 1, 0)...min(column + 1, width - 1) {
              largest = max(largest, source[y * width + x])
            }
          }
          target[row * width + column] = largest
        }
      }
    }
  }

  private func planeByPlane(
    _ run: (UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>) -> Void
  ) -> LabeledImages {
    var shifted = [UInt8](repeating: 0, count: images.count)
    images.withUnsafeBufferPointer { source in
      shifted.withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        for start in stride(from: 0, to: source.count, by: height * width) { run(from + start, to + start) }
      }
    }
    return replacing(images: shifted)
  }

  private func replacing(images: [UInt8]) -> LabeledImages {
    LabeledImages(
      images: images, targets: targets, channels: channels, height: height, width: width, classNames: classNames,
      files: files)
  }
}
