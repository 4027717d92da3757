import InklingEngine

/// A pattern over parameters' names: `*` stands for any letters, `?` for one ("conv*", "fc?.bias").
///
/// A pattern that is a layer's whole name stands for its parameters too: "conv1" matches "conv1.weight".
public struct NamePattern: Sendable, Hashable, CustomStringConvertible {
  /// The pattern as it was written.
  public let text: String

  /// Every text is a pattern: without `*` and `?` it stands for one layer, or one parameter.
  public init(_ text: String) { self.text = text }

  /// The pattern as it was written.
  public var description: String { text }

  /// Whether it matches a parameter's whole name, or its layer's.
  public func matches(_ name: String) -> Bool {
    GlobPattern(text).matches(name) || GlobPattern("\(text).*").matches(name)
  }
}

extension [NamePattern] {
  /// The names that one of the patterns matches.
  public func matching(_ names: [String]) -> Set<String> {
    Set(names.filter { name in contains { $0.matches(name) } })
  }
}
