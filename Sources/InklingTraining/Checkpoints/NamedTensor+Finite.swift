import InklingEngine
import InklingFiles
import InklingFormats

extension [NamedTensor] {
  /// Weights that were read from a file, which must all be numbers.
  ///
  /// - Throws: `InputError` of kind `.malformed` that names the first tensor that has another value, and where in it.
  func requireFinite(path: String) throws(InputError) {
    for tensor in self {
      guard let index = tensor.values.firstIndex(where: { !$0.isFinite }) else { continue }
      let more = tensor.values[index...].count { !$0.isFinite } - 1
      throw InputError(
        .malformed, "the weights are not all finite numbers", path: path,
        expected: "finite numbers",
        found: "\(tensor.values[index]) in \(tensor.name) at index \(index)"
          + (more > 0 ? ", and \(more) more in it" : ""),
        remedy: "take other weights: these came out of a training that went wrong, or the file is damaged")
    }
  }
}

extension Safetensors {
  /// Where a run's file of weights says what they are: other bits are a damaged file.
  static let digestKey = "weights_sha256"

  /// The weights in a file.
  ///
  /// - Throws: `InputError` as reading does, for a number that is not finite, and for weights that are not those that the
  ///   file says.
  static func weights(_ path: String) throws(InputError) -> Safetensors {
    guard try SafetensorsFile(contentsOf: path).metadata[TrainedModel.quantizationKey] == nil else {
      throw InputError(
        .usage, "the file's weights are bytes of a quantised model, and nothing to start from", path: path,
        remedy: "name the model that it was made of")
    }
    let file = try Safetensors(contentsOf: path)
    try file.tensors.requireFinite(path: path)
    if let said = file.metadata[digestKey] {
      let found = weightsSHA256(of: file.tensors)
      guard found == said else {
        throw InputError(
          .malformed, "the weights are not those that were saved: the file is damaged", path: path,
          expected: "SHA-256 \(said.prefix(64))", found: found,
          remedy: "copy the file again, or train the run again")
      }
    }
    return file
  }
}
