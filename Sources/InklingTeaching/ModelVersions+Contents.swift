import InklingFiles
import InklingTraining
import Synchronization

/// What the models' files of the versions hold.
extension ModelVersions {
  /// What tells one model from another.
  struct Content: Sendable, Equatable {
    /// SHA-256 of its weights.
    var weights: String
    /// `TrainedModel.settingsSHA256`.
    var settings: String
  }

  /// What was found in a version's file, and how the file was then.
  struct Look: Sendable {
    var stamp: FileStamp
    var content: Result<Content, InputError>
  }

  /// What a version's file holds. It is opened, as a model is that answers, but once as long as nobody changes it.
  func content(of number: Int) -> Result<Content, InputError> {
    let path = path(of: number)
    // Before it is read: what is written meanwhile is looked at again.
    let stamp = FileStamp(of: path)
    if let known = looks.withLock({ $0[number] }), known.stamp == stamp { return known.content }
    let content = Result { () throws(InputError) in
      let model = try TrainedModel(contentsOf: path)
      return Content(weights: model.weightsSHA256, settings: model.settingsSHA256)
    }
    if let stamp { looks.withLock { $0[number] = Look(stamp: stamp, content: content) } }
    return content
  }

  /// What is wrong with a version's file: it cannot be opened, or holds another model than the one that was kept. Nil where
  /// nothing is.
  ///
  /// - Parameter expected: SHA-256 of the weights that were kept; nil where nobody wrote it down.
  func damage(of number: Int, expected: String?) -> InputError? {
    switch content(of: number) {
    case .failure(let error): error
    case .success(let content): Self.mismatch(content.weights, expected, path(of: number))
    }
  }

  static func mismatch(_ found: String, _ expected: String?, _ path: String) -> InputError? {
    guard let expected, found != expected else { return nil }
    return InputError(
      .malformed, "the version's file holds another model than the one that was kept", path: path,
      expected: "weights of the SHA-256 \(PrintableText.escaped(expected).prefix(12))",
      found: String(found.prefix(12)), remedy: "put the file back, or use another version")
  }
}
