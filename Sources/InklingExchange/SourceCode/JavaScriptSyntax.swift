/// JavaScript: sums are in double precision, and become single where they are stored.
struct JavaScriptSyntax: SourceSyntax {
  var terminator: String { ";" }

  func integerOperator(_ operation: SourceOperator) -> String { operation == .different ? "!==" : operation.rawValue }
  func number(_ value: Float) -> String { Double(value).description }
  func quotient(_ left: String, _ right: String) -> String { "Math.floor(\(left) / \(right))" }
  func converted(_ integer: String) -> String { "(\(integer))" }
  func truncated(_ number: String) -> String { "Math.trunc(\(number))" }
  func byte(_ array: String, _ index: String) -> String { "\(array)[\(index)]" }
  func condition(_ text: String) -> String { "(\(text))" }

  func declaration(_ name: String, _ type: SourceType, _ value: String, isConstant: Bool) -> String {
    "\(isConstant ? "const" : "let") \(name) = \(value)"
  }

  func loop(_ name: String, _ first: String, _ end: String) -> String {
    let name = name == "_" ? "step" : name
    return "for (let \(name) = \(first); \(name) < \(end); \(name) += 1)"
  }

  func header(_ function: SourceFunction) -> String {
    let names = function.parameters.map { parameter in
      switch parameter {
      case .values(let name), .bytes(let name), .results(let name), .integer(let name), .number(let name): name
      }
    }
    return "function \(function.name)(\(names.joined(separator: ", ")))"
  }

  var exponential: [String] { ["function exponential(x) {", "  return Math.exp(x);", "}"] }

  var memory: String { "memory" }
  var weights: String { "weights" }
  func place(_ array: String, _ offset: Int) -> String { offset == 0 ? array : "\(array).subarray(\(offset))" }
}
