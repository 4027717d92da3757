/// Whole numbers in proportion to sizes, by the method of the largest remainder (Hamilton's).
enum LargestRemainder {
  /// Gives out `seats` among classes of these sizes: `size * seats / total` each, rounded down, and what is left to the
  /// largest fractions, the first of equals first. No class gives all of its images: one stays in each.
  ///
  /// - Precondition: `0 <= seats <= total - number of classes that are not empty`, and a total below 2^31.
  static func apportion(_ seats: Int, among sizes: [Int]) -> [Int] {
    let total = sizes.reduce(0, +)
    let most = sizes.map { max($0 - 1, 0) }
    precondition(
      seats >= 0 && seats <= most.reduce(0, +), "\(seats) of \(total) images in \(sizes.count) classes are held out")
    guard seats > 0 else { return sizes.map { _ in 0 } }
    var given = sizes.map { $0 * seats / total }
    let order = sizes.indices.sorted { first, second in
      let (one, other) = (sizes[first] * seats % total, sizes[second] * seats % total)
      return one == other ? first < second : one > other
    }
    var left = seats - given.reduce(0, +)
    while left > 0 {
      for label in order where left > 0 && given[label] < most[label] {
        given[label] += 1
        left -= 1
      }
    }
    return given
  }
}
