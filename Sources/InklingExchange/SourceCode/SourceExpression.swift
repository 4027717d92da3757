/// What a variable or an expression is, in every language.
enum SourceType: Sendable {
  /// A place or a count: Swift's `Int`, C's `long`.
  case integer
  /// A value: Swift's and C's single precision; JavaScript's numbers, which become single where they are stored.
  case number
}

/// An expression that every language can say.
indirect enum SourceExpression: Sendable {
  case integer(Int)
  case number(Float)
  case name(String, SourceType)
  /// One element of an array of numbers.
  case element(String, SourceExpression)
  /// One element of an array of bytes, as a number.
  case byte(String, SourceExpression)
  case negated(SourceExpression)
  case binary(SourceOperator, SourceExpression, SourceExpression)
  /// The integer part of the quotient of two integers, neither of them negative.
  case quotient(SourceExpression, SourceExpression)
  /// An integer as a number.
  case converted(SourceExpression)
  /// A number without a fraction as an integer.
  case truncated(SourceExpression)
  case select(SourceExpression, SourceExpression, SourceExpression)
  /// A function of numbers.
  case call(String, [SourceExpression])

  /// Which of the two it is; a comparison counts as what it compares.
  var type: SourceType {
    switch self {
    case .integer, .quotient, .truncated: .integer
    case .number, .element, .byte, .converted, .call: .number
    case .name(_, let type): type
    case .negated(let operand): operand.type
    case .binary(_, let left, _): left.type
    case .select(_, let left, _): left.type
    }
  }

  /// The functions that it calls.
  var calls: [String] {
    switch self {
    case .integer, .number, .name: []
    case .element(_, let index), .byte(_, let index): index.calls
    case .negated(let operand), .converted(let operand), .truncated(let operand): operand.calls
    case .binary(_, let left, let right), .quotient(let left, let right): left.calls + right.calls
    case .select(let condition, let left, let right): condition.calls + left.calls + right.calls
    case .call(let name, let arguments): [name] + arguments.flatMap(\.calls)
    }
  }
}

/// What joins two expressions of one type.
enum SourceOperator: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case less = "<"
  case greater = ">"
  case different = "!="

  /// What binds closer is higher.
  var precedence: Int {
    switch self {
    case .multiply, .divide: 2
    case .add, .subtract: 1
    case .less, .greater, .different: 0
    }
  }
}

extension SourceExpression: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  init(integerLiteral value: Int) { self = .integer(value) }
  init(floatLiteral value: Float) { self = .number(value) }

  static func + (left: Self, right: Self) -> Self { .binary(.add, left, right) }
  static func - (left: Self, right: Self) -> Self { .binary(.subtract, left, right) }
  static func * (left: Self, right: Self) -> Self { .binary(.multiply, left, right) }
  /// Of numbers.
  static func / (left: Self, right: Self) -> Self { .binary(.divide, left, right) }
  static func < (left: Self, right: Self) -> Self { .binary(.less, left, right) }
  static func > (left: Self, right: Self) -> Self { .binary(.greater, left, right) }
  /// Of integers.
  static func != (left: Self, right: Self) -> Self { .binary(.different, left, right) }
  static prefix func - (operand: Self) -> Self { .negated(operand) }

  /// For what may be written twice.
  static func smaller(_ left: Self, _ right: Self) -> Self { .select(left < right, left, right) }
  static func larger(_ left: Self, _ right: Self) -> Self { .select(left > right, left, right) }

  /// `ceil(self / divisor)` of integers, neither of them negative.
  func dividedUp(by divisor: Self) -> Self { .quotient(self + divisor - 1, divisor) }
}

/// An array of numbers.
struct SourceArray: Sendable {
  let name: String
  init(_ name: String) { self.name = name }
  subscript(index: SourceExpression) -> SourceExpression { .element(name, index) }
}

func integer(_ name: String) -> SourceExpression { .name(name, .integer) }
func number(_ name: String) -> SourceExpression { .name(name, .number) }
