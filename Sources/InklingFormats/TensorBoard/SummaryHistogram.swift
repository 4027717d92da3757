/// How many numbers lie between which limits (`tensorflow.HistogramProto`).
public struct SummaryHistogram: Sendable, Equatable {
  /// The smallest number; 0 for none.
  public var least: Double
  /// The largest number; 0 for none.
  public var most: Double
  /// How many numbers there are.
  public var count: Double
  /// Their sum.
  public var sum: Double
  /// The sum of their squares.
  public var sumOfSquares: Double
  /// The upper end of each bucket, ascending; the first begins at `least`.
  public var limits: [Double]
  /// The numbers in each bucket.
  public var counts: [Double]

  /// A histogram with these buckets.
  ///
  /// - Precondition: there is a count for each limit.
  public init(
    least: Double, most: Double, count: Double, sum: Double, sumOfSquares: Double, limits: [Double], counts: [Double]
  ) {
    precondition(limits.count == counts.count, "\(limits.count) limits of \(counts.count) buckets")
    self.least = least
    self.most = most
    self.count = count
    self.sum = sum
    self.sumOfSquares = sumOfSquares
    self.limits = limits
    self.counts = counts
  }

  /// Counts numbers in buckets of equal width from the smallest to the largest; what is not finite is left out. Where all
  /// are the same there is one bucket, and none where there are no numbers.
  ///
  /// - Parameters:
  ///   - values: the numbers to be counted.
  ///   - buckets: at least 1; TensorBoard draws thirty of whatever it is given.
  public init(_ values: some Sequence<Float>, buckets: Int = 64) {
    precondition(buckets >= 1, "\(buckets) buckets")
    let numbers = values.lazy.filter(\.isFinite).map(Double.init)
    var (least, most, count, sum, squares) = (Double.infinity, -Double.infinity, 0.0, 0.0, 0.0)
    for number in numbers {
      (least, most) = (min(least, number), max(most, number))
      (count, sum, squares) = (count + 1, sum + number, squares + number * number)
    }
    guard count > 0 else {
      self.init(least: 0, most: 0, count: 0, sum: 0, sumOfSquares: 0, limits: [], counts: [])
      return
    }
    let buckets = least < most ? buckets : 1
    let width = (most - least) / Double(buckets)
    var counts = [Double](repeating: 0, count: buckets)
    for number in numbers {
      counts[width > 0 ? min(Int((number - least) / width), buckets - 1) : 0] += 1
    }
    // The last limit is the largest number itself, whatever the sum rounds to.
    let limits = (1...buckets).map { $0 == buckets ? most : least + Double($0) * width }
    self.init(
      least: least, most: most, count: count, sum: sum, sumOfSquares: squares, limits: limits, counts: counts)
  }
}
