import InklingFiles
import InklingTraining

/// How much of a fine-tuning is taken: the largest share of the new weights at which images that the model knew are read nearly
/// as well as before.
///
/// It looks at images that neither of the two models has learned from now, never at the test set. Accuracy falls with the
/// share, but for chance, so a search by halves finds the place with few looks.
struct WeightShareSearch {
  /// The shares that are tried, tenths.
  static let shares = (1...10).map { Double($0) / 10 }

  /// Finds the largest share at which the accuracy falls by no more than is allowed; the smallest where none does.
  ///
  /// - Parameters:
  ///   - before: how many of the images the model before reads.
  ///   - count: how many images there are.
  ///   - allowed: by how much the accuracy may fall, 0...1.
  ///   - right: how many of the images the model at a share reads.
  static func largest(
    before: Int, of count: Int, allowed: Double, right: (_ share: Double) throws(InputError) -> Int
  ) throws(InputError) -> Double {
    var (low, high) = (0, shares.count - 1)
    // The whole first: mostly little is forgotten.
    var middle = high
    while low < high {
      let fall = Double(before - (try right(shares[middle])))
      if fall <= allowed * Double(count) + 1e-9 { low = middle } else { high = middle - 1 }
      middle = (low + high + 1) / 2
    }
    return shares[low]
  }
}
