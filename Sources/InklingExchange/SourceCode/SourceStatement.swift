/// A statement that every language can say.
indirect enum SourceStatement: Sendable {
  case constant(String, SourceExpression)
  case variable(String, SourceExpression)
  case assign(SourceExpression, SourceExpression)
  /// `left += right`.
  case increase(SourceExpression, SourceExpression)
  /// An integer from the first bound to just before the second; nothing where that is not above it.
  case loop(String, SourceExpression, SourceExpression, [SourceStatement])
  case when(SourceExpression, [SourceStatement])
  case result(SourceExpression)

  /// The functions that it calls.
  var calls: [String] {
    switch self {
    case .constant(_, let value), .variable(_, let value), .result(let value): value.calls
    case .assign(let left, let right), .increase(let left, let right): left.calls + right.calls
    case .loop(_, let first, let end, let body): first.calls + end.calls + body.flatMap(\.calls)
    case .when(let condition, let body): condition.calls + body.flatMap(\.calls)
    }
  }
}

/// A loop from zero, or from `first`.
func loop(
  _ name: String, from first: SourceExpression = 0, to end: SourceExpression,
  _ body: (SourceExpression) -> [SourceStatement]
) -> SourceStatement {
  .loop(name, first, end, body(integer(name)))
}

/// One function of the written file.
struct SourceFunction: Sendable {
  /// A parameter, with its name.
  enum Parameter: Sendable {
    /// Numbers that are read.
    case values(String)
    /// Bytes that are read.
    case bytes(String)
    /// Numbers that are written, and may be read again.
    case results(String)
    case integer(String)
    case number(String)
  }

  let name: String
  let parameters: [Parameter]
  /// Whether it returns a number.
  var isScalar = false
  /// Whether what it writes may lie where it reads.
  var worksInPlace = false
  let body: [SourceStatement]

  /// The functions that it calls.
  var calls: [String] { body.flatMap(\.calls) }
}
