package import InklingEngine
import InklingFiles

/// What weights were trained for, as far as it is known: in a weights file's metadata.
package struct WeightsOrigin: Sendable, Equatable {
  /// Of the outputs, in their order.
  package var classNames: [String]?
  /// How bytes became inputs.
  package var normalization: NormalizationRecipe?
  package var epoch: Int?
  /// How bytes became inputs, where no recipe can say it; nil elsewhere. It is read of a model's file, and never written here.
  package private(set) var strangeNormalization: Normalization?

  package init(classNames: [String]? = nil, normalization: NormalizationRecipe? = nil, epoch: Int? = nil) {
    self.classNames = classNames
    self.normalization = normalization
    self.epoch = epoch
  }
}

extension WeightsOrigin {
  /// Takes what turns bytes into the model's inputs, unless it is known in a recipe's words.
  package mutating func follow(_ factors: Normalization) {
    guard normalization == nil else { return }
    normalization = NormalizationRecipe(factors)
    strangeNormalization = normalization == nil ? factors : nil
  }
}

extension WeightsOrigin {
  private static let classesKey = "inkling_classes"
  private static let normalizationKey = "inkling_normalization"
  private static let epochKey = "epoch"

  /// Reads a file's metadata; what it does not say is nil.
  ///
  /// - Throws: `InputError` of kind `.malformed` for values that this program does not write.
  init(_ metadata: [String: String], path: String) throws(InputError) {
    self.init(epoch: metadata[Self.epochKey].flatMap { Int($0) })
    if let text = metadata[Self.classesKey] {
      let names = try JSONText.decode([String].self, from: Array(text.utf8), path: path)
      guard names.allSatisfy({ $0.utf8.count <= ClassNames.longest }) else {
        throw InputError(
          .malformed, "a class's name is too long", path: path, expected: "at most \(ClassNames.longest) bytes")
      }
      classNames = names
    }
    if let text = metadata[Self.normalizationKey] {
      let node = try JSONText.decode(DocumentNode.self, from: Array(text.utf8), path: path)
      let faults = DocumentFaults()
      let section = DocumentNode.mapping([("normalization", node)])
      normalization = NormalizationRecipe(reading: MappingReader(section, path: "", faults: faults))
      try faults.throwIfAny(in: "the metadata", path: path)
    }
  }

  /// The metadata of a file that says this.
  func metadata() throws(InputError) -> [String: String] {
    var metadata: [String: String] = [:]
    if let classNames { metadata[Self.classesKey] = try JSONText.encode(classNames, pretty: false) }
    if let normalization { metadata[Self.normalizationKey] = try JSONText.encode(normalization.node, pretty: false) }
    if let epoch { metadata[Self.epochKey] = "\(epoch)" }
    return metadata
  }
}
