/// C99.
struct CSyntax: SourceSyntax {
  var terminator: String { ";" }
  func integerOperator(_ operation: SourceOperator) -> String { operation.rawValue }
  func number(_ value: Float) -> String { value.description + "f" }
  func quotient(_ left: String, _ right: String) -> String { "\(left) / \(right)" }
  func converted(_ integer: String) -> String { "(float)(\(integer))" }
  func truncated(_ number: String) -> String { "(long)(\(number))" }
  func byte(_ array: String, _ index: String) -> String { "(float)\(array)[\(index)]" }
  func condition(_ text: String) -> String { "(\(text))" }

  func declaration(_ name: String, _ type: SourceType, _ value: String, isConstant: Bool) -> String {
    "\(isConstant ? "const " : "")\(type == .integer ? "long" : "float") \(name) = \(value)"
  }

  func loop(_ name: String, _ first: String, _ end: String) -> String {
    let name = name == "_" ? "step" : name
    return "for (long \(name) = \(first); \(name) < \(end); ++\(name))"
  }

  func header(_ function: SourceFunction) -> String {
    let restrict = function.worksInPlace ? "" : "restrict "
    let parameters = function.parameters.map { parameter in
      switch parameter {
      case .values(let name): "const float *\(restrict)\(name)"
      case .bytes(let name): "const unsigned char *\(restrict)\(name)"
      case .results(let name): "float *\(restrict)\(name)"
      case .integer(let name): "long \(name)"
      case .number(let name): "float \(name)"
      }
    }
    return "static \(function.isScalar ? "float" : "void") \(function.name)(\(parameters.joined(separator: ", ")))"
  }

  var exponential: [String] { ["static float exponential(float x) { return expf(x); }"] }

  var memory: String { "network_memory" }
  var weights: String { "network_weights" }
}
