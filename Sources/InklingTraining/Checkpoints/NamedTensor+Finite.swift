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
  /// The weights in a file.
  ///
  /// - Throws: `InputError` as reading does, and for a number that is not finite.
  static func weights(_ path: String) throws(InputError) -> Safetensors {
    guard try SafetensorsFile(contentsOf: path).metadata[TrainedModel.quantizationKey] == nil else {
      throw InputError(
        .usage, "the file's weights are bytes of a quantised model, and nothing to start from", path: path,
        remedy: "name the model that it was made of")
    }
    let file = try Safetensors(contentsOf: path)
    try file.tensors.requireFinite(path: path)
    return file
  }
}
