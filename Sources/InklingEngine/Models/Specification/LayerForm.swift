import InklingFiles

/// A kind of layer of a model description with its options: how it is written, and what is made of it. Each stands in its
/// layer's file.
protocol LayerForm: Sendable, Equatable {
  /// The word for it in a document.
  var word: String { get }
  /// What its parameters are called: those of layers that are counted "conv1", "conv2" and so on; the others share one name.
  var stem: (name: String, isCounted: Bool) { get }
  /// The options that are not at their defaults.
  var options: [(String, DocumentNode?)] { get }
  /// What says all of them in short; nil where nothing does.
  var main: DocumentNode? { get }
  /// The layer for an input of shape `shape`.
  ///
  /// - Throws: what is wrong, in a few words.
  func make(for shape: Shape, classes: Int) throws(LayerSpecification.MakingFault) -> any Layer
}

extension LayerForm {
  var stem: (name: String, isCounted: Bool) { (word, false) }
  var options: [(String, DocumentNode?)] { [] }
  var main: DocumentNode? { nil }

  func isEqual(_ other: any LayerForm) -> Bool { other as? Self == self }
}

/// A word for a layer in a document, and how its options are read. `LayerWord.all` has them all.
struct LayerWord: Sendable {
  let word: String
  /// The option that a single value in place of the options is.
  let mainOption: String?
  /// Nil where something is wrong, which the reader keeps.
  let read: @Sendable (MappingReader) -> (any LayerForm)?

  init(_ word: String, main mainOption: String? = nil, read: @escaping @Sendable (MappingReader) -> (any LayerForm)?) {
    self.word = word
    self.mainOption = mainOption
    self.read = read
  }
}
