public import InklingFiles

extension CaptchaStyle {
  /// The number of that name; nil when there is none.
  public subscript(name: String) -> Double? {
    CaptchaParameter.all.first { $0.name == name }.map { self[keyPath: $0.path] }
  }

  /// Every number with its name, in the order of `CaptchaParameter.all`.
  public var values: [(name: String, value: Double)] {
    CaptchaParameter.all.map { ($0.name, self[keyPath: $0.path]) }
  }

  /// Sets the number of that name.
  ///
  /// - Throws: `InputError` of kind `.usage` for a name that is none, and a number outside its range.
  public mutating func set(name: String, value: Double) throws(InputError) {
    let parameters = CaptchaParameter.all
    guard let parameter = parameters.first(where: { $0.name == name }) else {
      throw InputError(
        .usage, "the style has no number of that name", found: name,
        remedy: NearestName.hint(name, among: parameters.map(\.name)))
    }
    guard parameter.range.contains(value) else { throw Self.outside(parameter, value) }
    self[keyPath: parameter.path] = value
  }

  /// The same, of "rotation=30".
  ///
  /// - Throws: `InputError` of kind `.usage` for a text of another form, too.
  public mutating func set(_ assignment: String) throws(InputError) {
    let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let value = Double(parts[1]) else {
      throw InputError(
        .usage, "a number of the style is not set so", expected: "NAME=NUMBER, such as rotation=30", found: assignment)
    }
    try set(name: String(parts[0]), value: value)
  }

  /// Refuses numbers outside their ranges, and ranges whose ends are exchanged.
  ///
  /// - Throws: `InputError` of kind `.usage`.
  public func requireValid() throws(InputError) {
    for parameter in CaptchaParameter.all {
      let value = self[keyPath: parameter.path]
      guard parameter.range.contains(value) else { throw Self.outside(parameter, value) }
    }
    try requireOrder("smallest", smallest, "largest", largest)
    try requireOrder("narrowest", narrowest, "widest", widest)
    try requireOrder("darkest_ink", darkestInk, "lightest_ink", lightestInk)
    try requireOrder("darkest_paper", darkestPaper, "lightest_paper", lightestPaper)
    try requireOrder("sharpest", sharpest, "blur", blur)
  }

  private func requireOrder(
    _ low: String, _ least: Double, _ high: String, _ greatest: Double
  ) throws(InputError) {
    guard least <= greatest else {
      throw InputError(
        .usage, "the style's \(low) is greater than its \(high)", expected: "at most \(greatest)", found: "\(least)",
        remedy: "change one of them")
    }
  }

  private static func outside(_ parameter: CaptchaParameter, _ value: Double) -> InputError {
    let range = parameter.range
    return InputError(
      .usage, "the style's \(parameter.name) is out of range",
      expected: NumberRange.from(range.lowerBound, to: range.upperBound).description, found: "\(value)")
  }
}
