extension GrayImage {
  /// The image with no more than `side` pixels in either direction: each the rounded mean of its part of this one; the
  /// image itself when it is small enough.
  ///
  /// - Precondition: `side` is positive.
  public func reduced(toFit side: Int) -> GrayImage {
    precondition(side > 0, "an image reduced to \(side) pixels")
    let largest = max(width, height)
    guard largest > side else { return self }
    let (columns, rows) = (max(1, width * side / largest), max(1, height * side / largest))
    var result = GrayImage(width: columns, height: rows)
    pixels.withUnsafeBufferPointer { pixels in
      for row in 0..<rows {
        let lines = row * height / rows..<(row + 1) * height / rows
        for column in 0..<columns {
          let part = column * width / columns..<(column + 1) * width / columns
          var sum = 0
          for line in lines {
            for place in part { sum += Int(pixels[line * width + place]) }
          }
          let count = lines.count * part.count
          result.pixels[row * columns + column] = UInt8((sum + count / 2) / count)
        }
      }
    }
    return result
  }
}
