import InklingDatasets
import InklingFraming
import InklingRandomness

/// Digits that people wrote, as someone else would have scanned them: cut out of their images and enlarged.
struct ScannedDigits {
  let set: LabeledImages
  /// The images to be used, as indices into the set.
  let indices: [Int]

  private static func mnist() throws -> Dataset { try Dataset.load(try Catalog.entry(named: "mnist")) }

  /// MNIST's test set.
  static func test() throws -> ScannedDigits {
    let set = try mnist().test
    return ScannedDigits(set: set, indices: Array(0..<set.count))
  }

  /// The 10,000 training images that `inkling train --validation 10000` holds out.
  static func heldOut() throws -> ScannedDigits {
    let set = try mnist().train
    return ScannedDigits(set: set, indices: try set.splitting(ValidationSplit(.count(10_000))).validation.map(Int.init))
  }

  /// The training images that are left.
  static func kept() throws -> ScannedDigits {
    let set = try mnist().train
    return ScannedDigits(set: set, indices: try set.splitting(ValidationSplit(.count(10_000))).training.map(Int.init))
  }

  func label(_ place: Int) -> Int { Int(set.labels[indices[place % indices.count]]) }

  /// The image as it is.
  func image(_ place: Int) -> [UInt8] { Array(set[indices[place % indices.count]]) }

  /// The digit's ink without its margins, 0...1.
  func ink(_ place: Int) -> Plane {
    let pixels = image(place)
    let (width, height) = (set.width, set.height)
    let inked = pixels.indices.filter { pixels[$0] > 0 }
    let columns = inked.map { $0 % width }
    let rows = inked.map { $0 / width }
    guard let left = columns.min(), let right = columns.max(), let top = rows.min(), let bottom = rows.max() else {
      return Plane(width: width, height: height)
    }
    var ink = Plane(width: right - left + 1, height: bottom - top + 1)
    for y in top...bottom {
      for x in left...right { ink[x - left, y - top] = Float(pixels[y * width + x]) / 255 }
    }
    return ink
  }
}

extension Plane {
  /// Enlarged by a factor, between pixels or as squares.
  func enlarged(_ factor: Float, smooth: Bool) -> Plane {
    let columns = max(1, Int(Float(width) * factor))
    let rows = max(1, Int(Float(height) * factor))
    // With a margin of a pixel, so that the edge fades as the inside does.
    let margin: Float = smooth ? 1 : 0
    let more = Int(margin * factor)
    if smooth {
      return resampled(
        x: -margin, y: -margin, step: SIMD2(repeating: 1 / factor), columns: columns + 2 * more, rows: rows + 2 * more)
    }
    var result = Plane(width: columns, height: rows)
    for y in 0..<rows {
      for x in 0..<columns {
        result[x, y] = self[min(Int(Float(x) / factor), width - 1), min(Int(Float(y) / factor), height - 1)]
      }
    }
    return result
  }

  /// Its numbers on a larger plane of zeros.
  func pasted(x left: Int, y top: Int, width: Int, height: Int, onto amounts: inout [Float]) {
    for y in 0..<self.height where y + top >= 0 && y + top < height {
      for x in 0..<self.width where x + left >= 0 && x + left < width {
        let place = (y + top) * width + x + left
        amounts[place] = max(amounts[place], self[x, y])
      }
    }
  }
}
