package import InklingDatasets
package import InklingFiles

/// A model before and after it was quantised, on the same images.
///
/// As JSON `{"float32", "int8", "count", "same_answers"}`: each form is `{"accuracy", "correct", "count", "loss", "interval",
/// "bytes"}`, of texts what an evaluation says beside that, and `"microseconds"` for an image where that was measured.
public struct QuantizationReport: Encodable, Sendable {
  /// What one form of the model reaches, takes and needs.
  public struct Form: Encodable, Sendable {
    /// What it reaches.
    public let result: EvaluationResult
    /// Bytes of its file.
    public package(set) var bytes: Int
    /// The time for one image among many, in microseconds; nil where it was not measured.
    public var microseconds: Double?

    private enum CodingKeys: CodingKey { case bytes, microseconds }

    /// Writes the form above.
    public func encode(to encoder: any Encoder) throws {
      try result.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(bytes, forKey: .bytes)
      try container.encodeIfPresent(microseconds, forKey: .microseconds)
    }
  }

  /// Before.
  public var float32: Form
  /// After.
  public var int8: Form
  /// Images that both were asked.
  public let count: Int
  /// Images that both put into the same class, or read the same text on.
  public let sameAnswers: Int

  private enum CodingKeys: String, CodingKey {
    case float32, int8, count
    case sameAnswers = "same_answers"
  }

  /// Asks both forms of a model.
  ///
  /// - Throws: as `ModelEnsemble.init` and `ModelEnsemble.answers(to:at:)`, or as `TextAnswers.init`.
  package init(
    _ model: TrainedModel, _ quantized: TrainedModel, on images: LabeledImages, threads: Int? = nil
  ) throws(InputError) {
    let forms = try [model, quantized].map { form throws(InputError) in
      let (answers, result) = try Self.answers(of: form, to: images, threads)
      return (answers, Form(result: result, bytes: try form.encoded().count))
    }
    (float32, int8) = (forms[0].1, forms[1].1)
    count = images.count
    sameAnswers = zip(forms[0].0, forms[1].0).count { $0 == $1 }
  }

  /// The classes or texts, and what they are worth.
  private static func answers(
    of model: TrainedModel, to images: LabeledImages, _ threads: Int?
  ) throws(InputError) -> ([String], EvaluationResult) {
    if model.description.task.name == .read {
      let texts = try TextAnswers(of: model, to: images, threads: threads)
      return (texts.answers.map(\.text), texts.result)
    }
    let answers = try ModelEnsemble([model], threads: threads).answers(to: images)
    return (answers.predictions.map { "\($0)" }, answers.result())
  }
}
