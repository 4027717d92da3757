import ArgumentParser

/// A value of an option that says what it should be where it is not: the parser alone says that it is invalid.
protocol ExplainedValue {
  /// What is expected, such as "two numbers".
  static var form: String { get }

  init?(argument: String)
}

extension ExplainedValue {
  /// The value of an option's text, for the option's `transform`.
  ///
  /// - Throws: `ValidationError` that says what is expected.
  static func parsed(_ text: String) throws -> Self {
    guard let value = Self(argument: text) else { throw ValidationError("expected \(form)") }
    return value
  }
}
