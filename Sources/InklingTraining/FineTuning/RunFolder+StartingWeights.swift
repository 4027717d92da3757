import InklingEngine
public import InklingFiles

extension RunFolder {
  private static let inkKey = "said_ink"

  /// Keeps what the run starts from, so that it can start again when it is killed before its first checkpoint.
  public func save(_ weights: StartingWeights) throws(InputError) {
    var metadata = try weights.origin.metadata()
    metadata["from"] = weights.path
    metadata[Safetensors.digestKey] = weightsSHA256(of: weights.tensors)
    metadata["replaces_head"] = "\(weights.replacesHead)"
    metadata[Self.inkKey] = weights.saidInk?.rawValue
    let file = Safetensors(tensors: weights.tensors, metadata: metadata)
    try DurableFile.write(file.encoded(), to: path(of: .startingWeights))
  }

  /// What the run started from; nil for one that started from its seed.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a damaged file.
  public func startingWeights() throws(InputError) -> StartingWeights? {
    let file = path(of: .startingWeights)
    guard RunPath.content(of: file) != .nothing else { return nil }
    let stored = try Safetensors.weights(file)
    var weights = StartingWeights(
      tensors: stored.tensors, path: file, replacesHead: stored.metadata["replaces_head"] == "true")
    weights.origin = try WeightsOrigin(stored.metadata, path: file)
    if let word = stored.metadata[Self.inkKey] {
      guard let ink = PictureDescription.Ink(rawValue: word), ink != .any else {
        throw InputError(
          .malformed, "the ink of what the run started from is none", path: file,
          expected: "light_on_dark or dark_on_light", found: "'\(word.prefix(60))'", remedy: "start the run anew")
      }
      weights.saidInk = ink
    }
    return weights
  }
}
