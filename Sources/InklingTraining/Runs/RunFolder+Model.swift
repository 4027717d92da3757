import InklingEngine
public import InklingFiles

extension RunFolder {
  /// The model of the run at `path`; nil when it has none yet. Takes no lock.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a file that describes no model.
  public static func model(at path: String) throws(InputError) -> ModelDescription? {
    let file = Self.path(of: .model, in: path)
    guard RunPath.content(of: file) != .nothing else { return nil }
    return try JSONText.decode(ModelDescription.self, from: try FileBytes.read(file, limit: 1 << 24), path: file)
  }

  /// Makes sure that the folder has the model that is trained in it.
  ///
  /// - Throws: `InputError` of kind `.malformed` when it has another one.
  package func keep(_ model: ModelDescription) throws(InputError) {
    guard let saved = try Self.model(at: path) else { return try model.write(to: path) }
    guard saved.graph.computesAs(model.graph) else {
      throw InputError(
        .malformed, "the run is of another network than the one that would be trained", path: path(of: .model),
        expected: saved.name, found: model.name, remedy: "resume it with its own network, or start a new run")
    }
  }
}

extension ModelDescription {
  /// Writes it into a run's folder.
  package func write(to folder: String) throws(InputError) {
    let text = try JSONText.encode(self, pretty: true) + "\n"
    try DurableFile.write(Array(text.utf8), to: RunFolder.path(of: .model, in: folder))
  }
}
