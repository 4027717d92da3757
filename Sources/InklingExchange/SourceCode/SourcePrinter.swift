/// Writes functions and calls in a language's syntax: what is the same in all of them.
struct SourcePrinter {
  let syntax: any SourceSyntax

  /// A function's lines.
  func lines(_ function: SourceFunction) -> [String] {
    [syntax.header(function) + " {"] + lines(function.body) + ["}"]
  }

  /// A network's call of a function, as a statement.
  func line(_ call: SourceCall) -> String {
    let arguments = call.arguments.map { argument in
      switch argument {
      case .memory(let offset): syntax.place(syntax.memory, offset)
      case .weights(let offset): syntax.place(syntax.weights, offset)
      case .reading(let offset): syntax.place("reading", offset)
      case .pixels: "pixels"
      case .integer(let value): "\(value)"
      case .number(let value): syntax.number(value)
      }
    }
    return "\(call.function)(\(arguments.joined(separator: ", ")))\(syntax.terminator)"
  }

  private func lines(_ statements: [SourceStatement]) -> [String] {
    statements.flatMap(lines(of:)).map { "  " + $0 }
  }

  private func lines(of statement: SourceStatement) -> [String] {
    let end = syntax.terminator
    switch statement {
    case .constant(let name, let value):
      return [syntax.declaration(name, value.type, text(value), isConstant: true) + end]
    case .variable(let name, let value):
      return [syntax.declaration(name, value.type, text(value), isConstant: false) + end]
    case .assign(let left, let right): return ["\(text(left)) = \(text(right))\(end)"]
    case .increase(let left, let right): return ["\(text(left)) += \(text(right))\(end)"]
    case .loop(let name, let first, let last, let body):
      return [syntax.loop(name, text(first), text(last)) + " {"] + lines(body) + ["}"]
    case .when(let condition, let body):
      return ["if \(syntax.condition(text(condition))) {"] + lines(body) + ["}"]
    case .result(let value): return ["return \(text(value))\(end)"]
    }
  }

  /// An expression; in parentheses where it binds less than what is around it.
  private func text(_ expression: SourceExpression, within precedence: Int = -1) -> String {
    switch expression {
    case .integer(let value): return "\(value)"
    case .number(let value): return syntax.number(value)
    case .name(let name, _): return name
    case .element(let array, let index): return "\(array)[\(text(index))]"
    case .byte(let array, let index): return syntax.byte(array, text(index))
    case .negated(let operand): return parenthesized("-" + text(operand, within: 3), precedence > 0)
    case .converted(let operand): return syntax.converted(text(operand))
    case .truncated(let operand): return syntax.truncated(text(operand))
    case .call(let name, let arguments):
      return "\(name)(\(arguments.map { text($0) }.joined(separator: ", ")))"
    case .quotient(let left, let right):
      return parenthesized(syntax.quotient(text(left, within: 2), text(right, within: 3)), precedence > 2)
    case .select(let condition, let left, let right):
      return parenthesized(
        "\(text(condition, within: 0)) ? \(text(left, within: 0)) : \(text(right, within: 0))",
        precedence >= 0)
    case .binary(let operation, let left, let right):
      let own = operation.precedence
      let sign = expression.type == .integer ? syntax.integerOperator(operation) : operation.rawValue
      return parenthesized("\(text(left, within: own)) \(sign) \(text(right, within: own + 1))", precedence > own)
    }
  }

  private func parenthesized(_ text: String, _ needed: Bool) -> String { needed ? "(\(text))" : text }
}
