package import InklingEngine
public import InklingFiles

/// Answers with a trained model, for one caller after the other: memory to work in, and threads, on top of the model's one
/// copy of its weights.
public final class Predictor: Sendable {
  /// The model that answers.
  public let model: TrainedModel
  package let session: any AnsweringSession

  /// - Parameters:
  ///   - model: which any number of predictors share.
  ///   - threads: how many compute; nil takes the processors.
  /// - Throws: `InputError`: `.usage` for a number out of range, `.unavailable` when there is not enough memory.
  public init(_ model: TrainedModel, threads: Int? = 1) throws(InputError) {
    self.model = model
    session = try model.session(threads: threads)
  }

  /// What the model says of an image.
  ///
  /// - Parameter pixels: [C, H, W], a byte each, of the model's size.
  /// - Throws: `InputError` of kind `.malformed` for another number of bytes, a model without classes, and weights that give
  ///   no finite answer.
  public func predict(_ pixels: [UInt8]) throws(InputError) -> Prediction {
    try model.requireClasses()
    let logits = try logits(pixels)
    return Prediction(
      probabilities: model.graph.probabilities(of: logits), classNames: model.classNames)
  }

  /// The text that the model reads on an image.
  ///
  /// - Parameter pixels: [C, H, W], a byte each, of the model's size.
  /// - Throws: `InputError` of kind `.usage` for a model that reads no texts; as `logits(_:)`.
  public func read(_ pixels: [UInt8]) throws(InputError) -> String {
    try model.requireTexts()
    return try ReadingTask(model.description.task.head).texts(
      try logits(pixels), shape: model.graph.outputShape, classNames: model.classNames
    ).joined()
  }

  /// The text that the model reads on an image, with its probability and those of its characters.
  ///
  /// - Parameters:
  ///   - pixels: [C, H, W], a byte each, of the model's size.
  ///   - decoder: how columns become a text.
  /// - Throws: as `read(_:)`.
  public func readText(_ pixels: [UInt8], decoder: TextDecoder = .greedy) throws(InputError) -> TextAnswer {
    try model.requireTexts()
    let task = ReadingTask(model.description.task.head, decoder: decoder)
    return try task.answers(try logits(pixels), shape: model.graph.outputShape, classNames: model.classNames)[0]
  }

  /// The network's outputs for an image, before the softmax.
  ///
  /// - Parameter pixels: [C, H, W], a byte each, of the model's size.
  /// - Throws: `InputError` of kind `.malformed` for another number of bytes, and weights that give no finite answer.
  public func logits(_ pixels: [UInt8]) throws(InputError) -> [Float] {
    do {
      return try session.checkedLogits(pixels)
    } catch {
      throw model.origin.path.map(error.naming) ?? error
    }
  }
}
