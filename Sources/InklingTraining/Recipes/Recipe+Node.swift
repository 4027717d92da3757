import InklingEngine
package import InklingFiles

extension Recipe {
  /// The whole recipe as a document, with every default written out.
  package var node: DocumentNode {
    let sections: [(String, DocumentNode?)] = [
      ("name", .text(name)), ("description", description.map { .text($0) }), ("task", task.node),
      ("model", model?.shortNode ?? .text(Self.givenModel)),
      ("data", data.node), ("augmentation", augmentation?.node ?? .text("none")),
      ("loss", task == .classify ? loss.node : nil),
      ("optimizer", optimizer.node),
      ("parameter_groups", parameterGroups.isEmpty ? nil : .list(parameterGroups.map(\.node))),
      ("schedule", schedule.node), ("epochs", .number(epochs)), ("batch_size", .number(batchSize)),
      ("seed", .number(seed)), ("clipping", clipping?.node), ("accumulation", .number(accumulation)),
      ("averaging", averaging?.node), ("selection", selection?.node), ("fine_tuning", fineTuning?.node),
      ("ensemble", ensemble?.node), ("evaluation", evaluation?.node),
    ]
    return .mapping(sections)
  }

  /// The whole recipe as a YAML file, with every default written out.
  public var yaml: String { YAMLText(node).text }
}

extension ModelSpecification {
  /// Its name alone for a model that comes with the program.
  var shortNode: DocumentNode { isBuiltIn ? .text(name) : node }
}

/// As JSON: the same document. A data set that only a program knows may have any name.
extension Recipe: Codable {
  /// Reads the document that a recipe is.
  ///
  /// - Throws: `DecodingError` with the first fault and its place.
  public init(from decoder: any Decoder) throws {
    let faults = DocumentFaults()
    self.init(reading: try DocumentNode(from: decoder), name: "recipe", faults: faults, datasets: nil)
    guard faults.isEmpty else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: faults.sorted[0].description))
    }
  }

  /// Writes the whole document, every default included.
  public func encode(to encoder: any Encoder) throws { try node.encode(to: encoder) }
}
