/// The classes and functions that a pickle may name, by module and name.
struct PickleGlobals: Sendable {
  /// Those that it may ask to be called.
  let callables: Set<String>
  /// Those that only stand for themselves.
  let values: Set<String>

  func contains(_ name: String) -> Bool { callables.contains(name) || values.contains(name) }
}
