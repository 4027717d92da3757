package import InklingEngine
package import InklingFiles

/// What stands beside a network or weights in another program's file, so that whoever opens it again gives the same answers to
/// the same pictures.
///
/// It is JSON under the key "inkling_input": `{"version", "image", "class_names", "normalization", "picture", "refusal", "task"}`.
/// What the file says elsewhere is left out.
package struct InputDescription: Sendable, Equatable {
  /// The key of a file's metadata.
  package static let key = "inkling_input"
  private static let formatVersion = 1
  /// The most bytes of it: names of 1,024 classes are well below.
  package static let largest = 1 << 21

  /// Channels, height and width.
  package var image: [Int]
  /// In the order of the outputs.
  package var classNames: [String]?
  /// What turns a byte into an input.
  package var normalization: Normalization?
  /// How the images are drawn.
  package var picture: PictureDescription
  /// From which score on a picture is refused.
  package var refusal: RefusalThreshold?
  /// What the network has learned.
  package var task: TaskRecipe

  /// Reads the JSON.
  ///
  /// - Throws: `InputError` of kind `.malformed` for anything else, an unknown key, or another version.
  package init(json text: String, path: String?) throws(InputError) {
    guard text.utf8.count <= Self.largest else {
      throw InputError(
        .malformed, "\"\(Self.key)\" in the metadata is too long", path: path,
        expected: "at most \(Self.largest) bytes",
        found: "\(text.utf8.count)")
    }
    do {
      self = try JSONText.decode(InputDescription.self, from: Array(text.utf8), path: path ?? "the model")
    } catch {
      throw InputError(
        error.kind, "what the file says under \"\(Self.key)\" cannot be followed: \(error.what)",
        path: error.path ?? path,
        offset: error.offset, expected: error.expected, found: error.found,
        remedy: "export the model again, or take the key out of the file")
    }
  }

  /// What a file's metadata say; nil where they say nothing.
  ///
  /// - Throws: as `init(json:path:)`.
  package init?(in metadata: [String: String], _ path: String) throws(InputError) {
    guard let text = metadata[Self.key] else { return nil }
    try self.init(json: text, path: path)
  }

  /// The JSON, on one line.
  ///
  /// - Throws: `InputError` of kind `.failed` for a number that JSON cannot hold.
  package func json() throws(InputError) -> String { try JSONText.encode(self, pretty: false) }

  /// Refuses what is said of another network.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  package func requireFit(_ graph: Graph, path: String?) throws(InputError) {
    guard image == graph.inputShape.dimensions else {
      throw InputError(
        .malformed, "\"\(Self.key)\" in the metadata is of another network", path: path,
        expected: "\(graph.inputShape)", found: "\(image.prefix(8).map(String.init).joined(separator: "x"))",
        remedy: "export the model again, or take the key out of the file")
    }
    if let normalization, normalization.scale.count != graph.inputShape.channels {
      throw InputError(
        .malformed, "the normalization in the metadata does not fit the images", path: path,
        expected: "\(graph.inputShape.channels) channels", found: "\(normalization.scale.count)",
        remedy: "export the model again, or say it with --pixels")
    }
  }
}

extension InputDescription: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case version, image, normalization, picture, refusal, task
    case classNames = "class_names"
  }

  package init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let version = try container.decode(Int.self, forKey: .version)
    guard version == Self.formatVersion else {
      throw InputError(
        .malformed, "it is of a version that this release does not read", expected: "\(Self.formatVersion)",
        found: "\(version)")
    }
    image = try container.decode([Int].self, forKey: .image)
    guard [1, 3].contains(image.count) else {
      throw InputError(
        .malformed, "its images are none", expected: "channels, height and width, or features",
        found: "\(image.count) numbers")
    }
    _ = try Shape(checking: image)
    classNames = try container.decodeIfPresent([String].self, forKey: .classNames)
    normalization = try container.decodeIfPresent(Normalization.self, forKey: .normalization)
    picture = try container.decode(PictureDescription.self, forKey: .picture)
    refusal = try container.decodeIfPresent(RefusalThreshold.self, forKey: .refusal)
    task = try container.decodeIfPresent(TaskRecipe.self, forKey: .task) ?? .classify
    guard picture.framing != .line || task.name == .read else {
      throw InputError(
        .malformed, "no picture is framed as a line but for models that read texts",
        expected: "\"framing\": \"none\" or \"digit\"", found: "\"line\"")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.formatVersion, forKey: .version)
    try container.encode(image, forKey: .image)
    try container.encodeIfPresent(classNames, forKey: .classNames)
    try container.encodeIfPresent(normalization, forKey: .normalization)
    try container.encode(picture, forKey: .picture)
    try container.encodeIfPresent(refusal, forKey: .refusal)
    if task != .classify { try container.encode(task, forKey: .task) }
  }
}

extension TrainedModel {
  /// What travels beside the network or its weights.
  package var inputDescription: InputDescription { InputDescription(of: self) }
}

extension InputDescription {
  fileprivate init(of model: TrainedModel) {
    image = model.graph.inputShape.dimensions
    classNames = model.classNames
    normalization = model.description.normalization
    picture = model.description.picture
    // What a run was trained on is known; what it inherited is a person's word.
    picture.isMeasured = picture.isMeasured || model.training != nil && !picture.isInherited
    picture.isInherited = false
    refusal = model.refusal
    task = model.description.task
  }
}
