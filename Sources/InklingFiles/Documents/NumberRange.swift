/// The numbers that a key takes, and how they are called in a sentence.
package struct NumberRange: Sendable, Equatable {
  package let description: String
  private let least: Double
  private let most: Double
  private let isOpenBelow: Bool
  private let isOpenAbove: Bool
  /// Whether a number counts as the float nearest to it.
  private var isOfFloats = false

  /// `least ... most`.
  package static func from(_ least: Double, to most: Double) -> NumberRange {
    NumberRange(
      description: "a number from \(name(least)) to \(name(most))", least: least, most: most, isOpenBelow: false,
      isOpenAbove: false)
  }

  /// `least ..< bound`.
  package static func from(_ least: Double, below bound: Double) -> NumberRange {
    NumberRange(
      description: "a number from \(name(least)) up to, but not including, \(name(bound))", least: least, most: bound,
      isOpenBelow: false, isOpenAbove: true)
  }

  /// Greater than `bound`, and at most `most`.
  package static func above(_ bound: Double, atMost most: Double) -> NumberRange {
    NumberRange(
      description: "a number above \(name(bound)) and at most \(name(most))", least: bound, most: most,
      isOpenBelow: true, isOpenAbove: false)
  }

  /// Greater than `least`, and less than `most`.
  package static func between(_ least: Double, _ most: Double) -> NumberRange {
    NumberRange(
      description: "a number above \(name(least)) and below \(name(most))", least: least, most: most, isOpenBelow: true,
      isOpenAbove: true)
  }

  /// The same numbers, of which nearest floats are made before anything is done with them: what a float rounds to an open
  /// end is outside.
  package var ofFloats: NumberRange {
    var range = self
    range.isOfFloats = true
    return range
  }

  package func contains(_ number: Double) -> Bool {
    holds(number) && (!isOfFloats || holds(Double(Float(number))))
  }

  private func holds(_ number: Double) -> Bool {
    (isOpenBelow ? number > least : number >= least) && (isOpenAbove ? number < most : number <= most)
  }

  private init(description: String, least: Double, most: Double, isOpenBelow: Bool, isOpenAbove: Bool) {
    self.description = description
    self.least = least
    self.most = most
    self.isOpenBelow = isOpenBelow
    self.isOpenAbove = isOpenAbove
  }

  private static func name(_ number: Double) -> String {
    number == number.rounded() && number.magnitude < 1e9 ? "\(Int(number))" : "\(number)"
  }
}
