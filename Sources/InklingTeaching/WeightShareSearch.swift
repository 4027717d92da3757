import InklingFiles

/// How much of a fine-tuning is taken: the largest share of the new weights, at most 0.8, at which images that the model knew are
/// read nearly as well as before.
///
/// It looks at images that neither of the two models has learned from now, never at the test set. Accuracy falls with the share,
/// but for chance, so a search by halves finds the place with few looks.
struct WeightShareSearch {
  /// The shares that are tried, tenths. The last fifth of the way forgets much and teaches little: with all of the new weights
  /// nearly twice as many images are lost as with eight tenths.
  static let shares = (1...8).map { Double($0) / 10 }

  /// Finds the largest share at which the accuracy falls by no more than is allowed; the smallest where none does.
  ///
  /// - Parameters:
  ///   - before: how many of the images the model before reads.
  ///   - count: how many images there are.
  ///   - allowed: by how much the accuracy may fall, 0...1.
  ///   - after: how many of the images the model at a share reads.
  static func largest(
    before: Int, of count: Int, allowed: Double, after: (_ share: Double) throws(InputError) -> Int
  ) throws(InputError) -> Double {
    var (low, high) = (0, shares.count - 1)
    // The largest first: mostly little is forgotten.
    var middle = high
    while low < high {
      let fall = Double(before - (try after(shares[middle])))
      if fall <= allowed * Double(count) + 1e-9 { low = middle } else { high = middle - 1 }
      middle = (low + high + 1) / 2
    }
    return shares[low]
  }
}
