/// A pattern over parameters' names: `*` stands for any letters, `?` for one ("conv*", "fc?.bias").
///
/// A pattern that is a layer's whole name stands for its parameters too: "conv1" matches "conv1.weight".
public struct NamePattern: Sendable, Hashable, CustomStringConvertible {
  public let text: String

  public init(_ text: String) { self.text = text }

  public var description: String { text }

  public func matches(_ name: String) -> Bool {
    let name = Array(name.utf8)
    return Self.matches(Array(text.utf8), name) || Self.matches(Array("\(text).*".utf8), name)
  }

  /// Two cursors, and one place to come back to: the last star takes one letter more each time. Linear in the common
  /// case, and at most pattern times name.
  private static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
    let (star, any) = (UInt8(ascii: "*"), UInt8(ascii: "?"))
    var (p, n) = (0, 0)
    var retry: (pattern: Int, name: Int)?
    while n < name.count {
      if p < pattern.count, pattern[p] == star {
        retry = (p, n)
        p += 1
      } else if p < pattern.count, pattern[p] == any || pattern[p] == name[n] {
        p += 1
        n += 1
      } else if let last = retry {
        retry = (last.pattern, last.name + 1)
        (p, n) = (last.pattern + 1, last.name + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == star }
  }
}

extension [NamePattern] {
  /// The names that one of the patterns matches.
  public func matching(_ names: [String]) -> Set<String> {
    Set(names.filter { name in contains { $0.matches(name) } })
  }
}
