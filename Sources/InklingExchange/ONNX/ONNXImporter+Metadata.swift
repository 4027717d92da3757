import InklingDatasets
import InklingEngine
import InklingFiles
import InklingONNX
import InklingTraining

/// What stands beside the network.
extension ONNXImporter {
  private static let remedy = "export the model again, or take the key out of the file"

  /// What the metadata say under a key; nil where they say nothing.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a key that is there twice.
  func entry(_ key: String) throws(InputError) -> String? {
    let found = model.metadata.filter { $0.key == key }
    guard found.count < 2 else {
      throw fault(
        "the metadata say \"\(key)\" more than once", expected: "each key once", found: "\(found.count) times",
        remedy: Self.remedy)
    }
    return found.first?.value
  }

  /// Reading, where the metadata says so and an alphabet has the outputs' characters; telling classes apart otherwise.
  func task(of graph: Graph) throws(InputError) -> TaskRecipe {
    let (word, alphabet) = (try entry(ONNXExport.headKey), try entry(ONNXExport.alphabetKey))
    let shape = graph.outputShape
    guard let head = word.flatMap({ ReadingTask.Head(rawValue: $0) }), shape.isImage, shape.height == 1,
      let names = try classNames(shape.channels), (try? Alphabet(classNames: names)) != nil,
      alphabet == names.dropFirst().joined()
    else { return .classify }
    return TaskRecipe(.read, head: head)
  }

  /// What turns bytes into inputs, as an export noted it; nil where it did not.
  ///
  /// - Parameters:
  ///   - said: the description beside the network.
  ///   - computed: what the file computes itself.
  ///   - channels: of the images.
  /// - Throws: `InputError` of kind `.malformed` for what is no number a channel, and for what is said twice and differently.
  func noted(
    _ said: InputDescription?, _ computed: Normalization?, _ channels: Int
  ) throws(InputError) -> Normalization? {
    let noted = try noted(channels)
    guard let own = said?.normalization else { return noted }
    guard computed == nil, noted == nil || noted == own else {
      throw fault(
        "the file says twice, and differently, how pixels become inputs",
        expected: "either \"\(InputDescription.key)\", or \"\(ONNXExport.scaleKey)\", or operations of the network",
        remedy: Self.remedy)
    }
    return own
  }

  private func noted(_ channels: Int) throws(InputError) -> Normalization? {
    let scale = try numbers(ONNXExport.scaleKey, channels)
    let shift = try numbers(ONNXExport.shiftKey, channels)
    guard let scale, let shift else {
      guard scale == nil, shift == nil else {
        throw fault(
          "the metadata say half of how pixels become inputs",
          expected: "\"\(ONNXExport.scaleKey)\" and \"\(ONNXExport.shiftKey)\"", remedy: Self.remedy)
      }
      return nil
    }
    let factors = Normalization(scale: scale, shift: shift)
    if let wrong = factors.fault {
      throw fault("what the metadata say of pixels cannot be followed", found: wrong, remedy: Self.remedy)
    }
    return factors
  }

  private func numbers(_ key: String, _ channels: Int) throws(InputError) -> [Float]? {
    guard let text = try entry(key) else { return nil }
    // No number is longer.
    let parts = text.utf8.count <= 64 * channels ? text.split(separator: ",", omittingEmptySubsequences: false) : []
    let numbers = parts.compactMap { Float($0) }
    guard numbers.count == channels, parts.count == channels else {
      throw fault(
        "\"\(key)\" in the metadata cannot be followed",
        expected: channels == 1 ? "one number" : "\(channels) numbers with commas", found: "'\(text.prefix(60))'",
        remedy: Self.remedy)
    }
    return numbers
  }

  /// The names of the classes, a line each; nil where there are none, or another number.
  func classNames(_ count: Int) throws(InputError) -> [String]? {
    let names = try entry("class_names")?.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return names?.count == count ? names : nil
  }

  /// What an export noted under its own key.
  func description() throws(InputError) -> InputDescription? {
    guard let text = try entry(InputDescription.key) else { return nil }
    return try InputDescription(json: text, path: path)
  }

  /// The same, held against the network and the names of its classes.
  func checked(
    _ said: InputDescription?, of graph: Graph, _ names: [String]?
  ) throws(InputError) -> InputDescription? {
    guard let said else { return nil }
    try said.requireFit(graph, path: path)
    // Names may have several lines: they are compared as they are written.
    let written = try entry("class_names")
    let isSame =
      said.classNames.map { written == $0.joined(separator: "\n") } ?? (names != nil || said.task.name != .classify)
    if !isSame, let written, said.classNames == nil {
      throw fault(
        "the file's class names are not its outputs'", expected: "\(graph.outputShape.count) under \"class_names\"",
        found: written.isEmpty ? "none" : "\(written.split(separator: "\n", omittingEmptySubsequences: false).count)",
        remedy: Self.remedy)
    }
    guard written == nil || isSame else {
      throw fault(
        "the file says twice, and differently, what its classes are called",
        expected: "the same names under \"class_names\" and \"\(InputDescription.key)\"", remedy: Self.remedy)
    }
    return said
  }
}
