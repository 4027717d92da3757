package import InklingFiles

/// A model as a readable list of layers, which can be saved and trained without a line of code:
///
///     layers:
///       - conv: {out: 8, kernel: 5}
///       - max_pool: 2
///       - relu
///       - flatten
///       - linear: classes
///
/// Channels and features are inferred. Parameters are named as in a PyTorch module whose properties are called conv1,
/// conv2, bn1, fc1 and so on, or as the layer's `name` says. As JSON it is the same document.
public struct ModelSpecification: Sendable, Equatable {
  /// What it is called: "lenet".
  public var name: String
  /// The layers, in the order in which they are called.
  public var layers: [LayerSpecification]

  /// A model of these layers. Whether they fit each other shows when it is made for images of a size.
  public init(name: String, layers: [LayerSpecification]) {
    self.name = name
    self.layers = layers
  }

  /// Whether some layer normalises over the batch, which needs more than one image a batch.
  public var usesBatchNorm: Bool { Self.contains(layers) { $0.kind == .batchNorm } }

  private static func contains(_ layers: [LayerSpecification], _ isWanted: (LayerSpecification) -> Bool) -> Bool {
    layers.contains { layer in isWanted(layer) || layer.branches.contains { contains($0, isWanted) } }
  }
}

extension ModelSpecification {
  /// Reads one from a document: a mapping with `layers` and, if it likes, a `name`. What is wrong is added to `faults`.
  ///
  /// - Parameter name: what it is called when it does not say.
  package init(reading node: DocumentNode, path: String, name: String, faults: DocumentFaults) {
    let reader = MappingReader(node, path: path, faults: faults)
    self.name = reader.string("name") ?? name
    reader.require("layers")
    layers = LayerSpecification.list(
      reader.node("layers") ?? .list([]), path: reader.path(of: "layers"), faults: faults)
    if reader.has("layers"), layers.isEmpty, faults.isEmpty {
      reader.fault("layers", "is empty: a model needs a layer")
    }
    reader.finish()
  }

  package var node: DocumentNode { .mapping([("name", .text(name)), ("layers", .list(layers.map(\.node)))]) }
}

extension ModelSpecification: Codable {
  /// Reads the document above.
  ///
  /// - Throws: `DecodingError` with the first fault and its place.
  public init(from decoder: any Decoder) throws {
    let faults = DocumentFaults()
    self.init(reading: try DocumentNode(from: decoder), path: "", name: "model", faults: faults)
    guard faults.isEmpty else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: faults.sorted[0].description))
    }
  }

  /// Writes the document above.
  public func encode(to encoder: any Encoder) throws { try node.encode(to: encoder) }
}
