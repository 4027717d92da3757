/// What attributes may be, so that no product of them overflows and every address fits a kernel's 32 bits.
enum AttributeRange {
  /// Channels and features.
  static let counts = 1...Shape.largestCount
  /// Along one axis of a window.
  static let sides = 1...4096
  static let margins = 0...4096
  /// The values of one parameter.
  static let parameterCounts = 1...Int(Int32.max) / 4

  static func fault(_ name: String, _ value: Int, in range: ClosedRange<Int>) -> String? {
    range.contains(value) ? nil : "\(name) is \(value), not \(range.lowerBound) to \(range.upperBound)"
  }

  static func fault(_ name: String, _ value: Extent2d, in range: ClosedRange<Int>) -> String? {
    range.contains(value.height) && range.contains(value.width)
      ? nil : "\(name) is \(value), not \(range.lowerBound) to \(range.upperBound)"
  }

  /// - Parameter isRight: whether a number will do; NaN and infinity never do.
  static func fault(_ name: String, _ value: Float, _ expected: String, _ isRight: (Float) -> Bool) -> String? {
    value.isFinite && isRight(value) ? nil : "\(name) is \(value), not \(expected)"
  }

  static func epsFault(_ eps: Float) -> String? {
    fault("eps", eps, "a positive normal number") { $0.isNormal && $0 > 0 }
  }

  /// For the parameters of an operation whose other attributes are right.
  static func fault(_ forms: [ParameterForm]) -> String? {
    forms.lazy.compactMap { form in
      let count = checkedProduct(form.shape)
      return count.map(parameterCounts.contains) == true
        ? nil : "\(form.name) would be \(form.shape), more than \(parameterCounts.upperBound) values"
    }.first
  }
}

/// Nil when the product does not fit.
func checkedProduct(_ factors: [Int]) -> Int? {
  var product = 1
  for factor in factors {
    let (next, overflow) = product.multipliedReportingOverflow(by: factor)
    if overflow { return nil }
    product = next
  }
  return product
}
