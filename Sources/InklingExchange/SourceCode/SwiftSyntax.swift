/// Swift, without a module imported.
struct SwiftSyntax: SourceSyntax {
  var terminator: String { "" }

  /// The sums and products of places are small: without checks, compilers use vectors.
  func integerOperator(_ operation: SourceOperator) -> String {
    switch operation {
    case .add, .subtract, .multiply: "&" + operation.rawValue
    case .divide, .less, .greater, .different: operation.rawValue
    }
  }

  func number(_ value: Float) -> String { value.description }
  func quotient(_ left: String, _ right: String) -> String { "\(left) / \(right)" }
  func converted(_ integer: String) -> String { "Float(\(integer))" }
  func truncated(_ number: String) -> String { "Int(\(number))" }
  func byte(_ array: String, _ index: String) -> String { "Float(\(array)[\(index)])" }
  func condition(_ text: String) -> String { text }

  func declaration(_ name: String, _ type: SourceType, _ value: String, isConstant: Bool) -> String {
    "\(isConstant ? "let" : "var") \(name): \(type == .integer ? "Int" : "Float") = \(value)"
  }

  func loop(_ name: String, _ first: String, _ end: String) -> String {
    "for \(name) in \(first)..<\(first == "0" ? end : "max(\(first), \(end))")"
  }

  func header(_ function: SourceFunction) -> String {
    let parameters = function.parameters.map { parameter in
      switch parameter {
      case .values(let name): "_ \(name): UnsafePointer<Float>"
      case .bytes(let name): "_ \(name): UnsafePointer<UInt8>"
      case .results(let name): "_ \(name): UnsafeMutablePointer<Float>"
      case .integer(let name): "_ \(name): Int"
      case .number(let name): "_ \(name): Float"
      }
    }
    let result = function.isScalar ? " -> Float" : ""
    return "private static func \(function.name)(\(parameters.joined(separator: ", ")))\(result)"
  }

  /// By Taylor's series in double precision: what is left of the exponent is below 0.35.
  var exponential: [String] {
    """
    private static func exponential(_ x: Float) -> Float {
      if x < -104 { return 0 }
      if !(x <= 89) { return x > 0 ? Float.infinity : x }
      let wide = Double(x)
      let power = Int(wide * 1.4426950408889634 + (wide < 0 ? -0.5 : 0.5))
      let rest = wide - Double(power) * 0.6931471805599453
      var sum = 1.0
      var term = 11.0
      while term >= 1 {
        sum = 1 + sum * rest / term
        term -= 1
      }
      return Float(sum * Double(bitPattern: UInt64(power + 1023) << 52))
    }
    """.split(separator: "\n").map(String.init)
  }

  var memory: String { "memory" }
  var weights: String { "weights" }
}
