extension Picture {
  /// The picture with `scale` times `scale` equal pixels for each: sharp squares, where `resized` is smooth.
  ///
  /// - Precondition: `scale` is positive.
  public func magnified(by scale: Int) -> Picture {
    precondition(scale > 0, "a picture magnified by \(scale)")
    var result: [UInt8] = []
    result.reserveCapacity(samples.count * scale * scale)
    for row in 0..<height {
      var line: [UInt8] = []
      for column in 0..<width {
        let pixel = samples[(row * width + column) * channels..<(row * width + column + 1) * channels]
        for _ in 0..<scale { line += pixel }
      }
      for _ in 0..<scale { result += line }
    }
    return Picture(width: width * scale, height: height * scale, channels: channels, samples: result)
  }
}
