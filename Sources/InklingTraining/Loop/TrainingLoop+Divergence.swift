import InklingDatasets
import InklingEngine
import InklingFiles

extension TrainingLoop {
  /// The weights, checked: what is not finite is never saved over what is.
  ///
  /// A loss is computed before its step's update, so the weights can have overflowed after the last finite one.
  func finiteParameters() throws(InputError) -> [NamedTensor] {
    let parameters = stepper.namedParameters()
    try requireFinite(parameters)
    return parameters
  }

  /// The weights that predictions use, checked.
  func finiteAnsweringParameters() throws(InputError) -> [NamedTensor] {
    let parameters = stepper.answeringParameters(measuredOn: lastPass)
    try requireFinite(parameters)
    return parameters
  }

  /// - Throws: `InputError` of kind `.failed` that names the first tensor with a value that is not finite.
  func requireFinite(_ tensors: [NamedTensor]) throws(InputError) {
    for tensor in tensors {
      guard let value = tensor.values.first(where: { !$0.isFinite }) else { continue }
      throw divergence("\(value) in \(tensor.name)")
    }
  }

  /// Says where training went wrong.
  func divergence(_ found: String) -> InputError {
    let place =
      state.step == 0 ? "at the end of epoch \(state.epoch - 1)" : "in epoch \(state.epoch), step \(state.step)"
    let layer = layerThatDiverged.map { "; the first layer with such values is \($0)" } ?? ""
    return InputError(
      .failed, "training diverged \(place)", expected: "finite numbers", found: found + layer,
      remedy: "try again with a lower --learning-rate" + (run == nil ? "" : " (what was saved before is untouched)"))
  }

  /// The first parameter or layer with a value that is not finite for the images of the last step.
  private var layerThatDiverged: String? {
    stepper.firstNonFiniteLayer(images: data.bytes, indices: lastBatch)
  }
}
