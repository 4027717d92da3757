/// How one language says what all of them can; see `SourcePrinter`.
protocol SourceSyntax: Sendable {
  /// The end of a statement.
  var terminator: String { get }
  /// What joins integers; comparisons are the same everywhere.
  func integerOperator(_ operation: SourceOperator) -> String
  func number(_ value: Float) -> String
  func quotient(_ left: String, _ right: String) -> String
  func converted(_ integer: String) -> String
  func truncated(_ number: String) -> String
  func byte(_ array: String, _ index: String) -> String
  func condition(_ text: String) -> String
  func declaration(_ name: String, _ type: SourceType, _ value: String, isConstant: Bool) -> String
  func loop(_ name: String, _ first: String, _ end: String) -> String
  func header(_ function: SourceFunction) -> String
  /// e^x, as a function of the file's.
  var exponential: [String] { get }
  /// What the arrays of the network's memory and of its weights are called; that in which a text is read is `reading`.
  var memory: String { get }
  var weights: String { get }
  /// An array from an offset on.
  func place(_ array: String, _ offset: Int) -> String
  /// The library's functions that the file itself calls, besides `softmax`.
  var calls: [String] { get }
  /// The whole file.
  func file(_ contents: SourceContents) -> String
}

extension SourceSyntax {
  var printer: SourcePrinter { SourcePrinter(syntax: self) }

  /// The lines of all functions that the network and the file call.
  func functions(_ contents: SourceContents) -> [String] {
    let isNeeded = contents.functions.contains { $0.calls.contains(SourceLibrary.exponential) }
    return (isNeeded ? exponential : []) + contents.functions.flatMap { [""] + printer.lines($0) }
  }

  /// By a pointer's arithmetic.
  func place(_ array: String, _ offset: Int) -> String { offset == 0 ? array : "\(array) + \(offset)" }
}
