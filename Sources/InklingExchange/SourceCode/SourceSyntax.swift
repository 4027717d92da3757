/// How one language says what all of them can; see `SourcePrinter`.
protocol SourceSyntax: Sendable {
  /// The end of a statement.
  var terminator: String { get }
  /// What joins integers; comparisons are the same everywhere.
  func integerOperator(_ operation: SourceOperator) -> String
  func number(_ value: Float) -> String
  func quotient(_ left: String, _ right: String) -> String
  func converted(_ integer: String) -> String
  func byte(_ array: String, _ index: String) -> String
  func condition(_ text: String) -> String
  func declaration(_ name: String, _ type: SourceType, _ value: String, isConstant: Bool) -> String
  func loop(_ name: String, _ first: String, _ end: String) -> String
  func header(_ function: SourceFunction) -> String
  /// e^x, as a function of the file's.
  var exponential: [String] { get }
  /// Floats or bytes of the memory and the weights, from an offset on.
  func memory(_ offset: Int) -> String
  func weights(_ offset: Int) -> String
  /// The library's functions that the file itself calls, besides `softmax`.
  var calls: [String] { get }
  /// The whole file.
  func file(_ contents: SourceContents) -> String
}

extension SourceSyntax {
  var printer: SourcePrinter { SourcePrinter(syntax: self) }
}
