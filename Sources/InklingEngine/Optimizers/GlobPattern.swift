/// A pattern over parameter names: `*` stands for any characters (dots too, and none), `?` for one, all else for itself.
///
/// "fc3.*" is the layer `fc3`, "*.bias" every bias, "*" everything.
public struct GlobPattern: Sendable, Equatable, ExpressibleByStringLiteral {
  /// The pattern as it was given.
  public let text: String
  private let pattern: [Character]

  /// Every text is a pattern: without `*` and `?` it matches itself alone.
  public init(_ text: String) {
    self.text = text
    pattern = Array(text)
  }

  /// A pattern that is written as a string: `"conv*"`.
  public init(stringLiteral text: String) { self.init(text) }

  /// Whether the pattern matches the whole name. Capitals count.
  public func matches(_ name: String) -> Bool {
    let name = Array(name)
    var (p, n) = (0, 0)
    // Where the last star was, and how much of the name it has taken.
    var star: (p: Int, n: Int)?
    while n < name.count {
      if p < pattern.count, pattern[p] == "*" {
        star = (p, n)
        p += 1
      } else if p < pattern.count, pattern[p] == "?" || pattern[p] == name[n] {
        p += 1
        n += 1
      } else if let last = star {
        star = (last.p, last.n + 1)
        p = last.p + 1
        n = last.n + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }
}
