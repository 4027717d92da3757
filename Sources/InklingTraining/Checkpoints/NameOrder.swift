import InklingEngine

extension [NamedTensor] {
  /// Sorted by the UTF-8 bytes of the names, as Python's `sorted` does.
  var inNameOrder: [NamedTensor] { sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } }
}
