/// The inputs and outputs of a model, as the Open Inference Protocol names them.
enum TensorForm {
  /// Raw pixels, 0 to 255, UINT8 or FP32: the model's own preprocessing follows.
  static let images = "images"
  /// Numbers that are normalised already, FP32.
  static let values = "values"
  static let logits = "logits"
  static let probabilities = "probabilities"
  static let labels = "labels"
  /// The outputs of a model that tells no classes apart.
  static let outputs = "outputs"
  /// The texts of a model that reads them.
  static let texts = "texts"

  /// Name, datatype and shape of the inputs.
  static func inputs(of model: any ServedModel) -> [(name: String, datatype: String, shape: [Int])] {
    let shape = [-1] + model.inputShape
    return [(images, "UINT8", shape)] + (model.takesValues ? [(values, "FP32", shape)] : [])
  }

  /// The same of the outputs.
  static func outputs(of model: any ServedModel) -> [(name: String, datatype: String, shape: [Int])] {
    guard !model.classNames.isEmpty else {
      return [(outputs, "FP32", [-1, model.outputWidth])] + (model.readsTexts ? [(texts, "BYTES", [-1])] : [])
    }
    return [
      (logits, "FP32", [-1, model.outputWidth]), (probabilities, "FP32", [-1, model.outputWidth]),
      (labels, "BYTES", [-1]),
    ]
  }
}
