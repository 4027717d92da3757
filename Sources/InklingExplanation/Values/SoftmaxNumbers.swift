import InklingMathematics

/// A softmax in double precision: the largest value is taken off first, so that no exponential overflows.
struct SoftmaxNumbers {
  /// What is taken off.
  let largest: Double
  /// `exp(x - largest)` of each.
  let exponentials: [Double]
  let sum: Double
  private let values: [Double]

  init(_ values: [Float]) {
    self.values = values.map(Double.init)
    let largest = self.values.max() ?? 0
    exponentials = self.values.map { Elementary.exponential($0 - largest) }
    sum = exponentials.reduce(0, +)
    self.largest = largest
  }

  func share(of index: Int, isLogarithmic: Bool) -> Double {
    isLogarithmic ? values[index] - largest - Elementary.logarithm(sum) : exponentials[index] / sum
  }
}
