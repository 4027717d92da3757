import InklingFiles

extension LayerSpecification {
  /// Layers whose result is added to their input.
  struct Residual: LayerForm {
    let layers: [LayerSpecification]
  }

  /// Branches whose results stand one behind the other along the channels.
  struct Concatenation: LayerForm {
    let branches: [[LayerSpecification]]
  }

  /// The layers' result added to their input, which goes through a 1x1 convolution when the shapes differ.
  public static func residual(_ layers: [LayerSpecification]) -> LayerSpecification {
    LayerSpecification(.residual(layers))
  }
}

extension LayerSpecification.Kind {
  /// The layers' result added to their input, which goes through a 1x1 convolution when the shapes differ.
  public static func residual(_ layers: [LayerSpecification]) -> Self {
    Self(LayerSpecification.Residual(layers: layers))
  }

  /// The results of several branches one behind the other along the channels.
  public static func concatenate(_ branches: [[LayerSpecification]]) -> Self {
    Self(LayerSpecification.Concatenation(branches: branches))
  }
}

extension LayerSpecification.Residual {
  var word: String { "residual" }
  var stem: (name: String, isCounted: Bool) { (word, true) }
  var options: [(String, DocumentNode?)] { [("layers", main)] }
  var main: DocumentNode? { .list(layers.map(\.node)) }

  func make(for shape: Shape, classes: Int) throws(LayerSpecification.MakingFault) -> any Layer {
    throw .init("it has layers inside, which are made one by one")
  }
}

extension LayerSpecification.Concatenation {
  var word: String { "concatenate" }
  var stem: (name: String, isCounted: Bool) { (word, true) }
  var options: [(String, DocumentNode?)] { [("branches", main)] }
  var main: DocumentNode? { .list(branches.map { .list($0.map(\.node)) }) }

  func make(for shape: Shape, classes: Int) throws(LayerSpecification.MakingFault) -> any Layer {
    throw .init("it has layers inside, which are made one by one")
  }
}

extension LayerWord {
  static let residual = LayerWord("residual", main: "layers") { reader in
    reader.require("layers")
    return reader.node("layers").map {
      LayerSpecification.Residual(
        layers: LayerSpecification.list($0, path: reader.path(of: "layers"), faults: reader.faults))
    }
  }

  static let concatenate = LayerWord("concatenate", main: "branches") { reader in
    reader.require("branches")
    return reader.node("branches").map {
      LayerSpecification.Concatenation(
        branches: LayerSpecification.branches($0, path: reader.path(of: "branches"), faults: reader.faults))
    }
  }
}
