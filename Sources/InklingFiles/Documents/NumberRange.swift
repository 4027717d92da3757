/// The numbers that a key takes, and how they are called in a sentence.
package struct NumberRange: Sendable, Equatable {
  package let description: String
  private let least: Double
  private let most: Double
  private let isOpenBelow: Bool
  private let isOpenAbove: Bool

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

  package func contains(_ number: Double) -> Bool {
    (isOpenBelow ? number > least : number >= least) && (isOpenAbove ? number < most : number <= most)
  }

  private static func name(_ number: Double) -> String {
    number == number.rounded() && number.magnitude < 1e9 ? "\(Int(number))" : "\(number)"
  }
}
