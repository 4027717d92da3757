package import InklingEngine
public import InklingFiles
public import InklingQuantization

/// How a model's numbers became bytes.
///
/// In a model's file it is JSON: `{"method", "images", "dataset"}`.
public struct QuantizationRecord: Codable, Sendable, Equatable {
  /// How the ranges of activations were chosen: "extremes", or "percentile 0.9999".
  public var method: String
  /// How many images were looked at.
  public var images: Int
  /// The data set whose training images they were; nil where it is not known.
  public var dataset: String?

  /// What a file says of it.
  public init(method: String, images: Int, dataset: String? = nil) {
    self.method = method
    self.images = images
    self.dataset = dataset
  }

  private enum CodingKeys: String, CodingKey, CaseIterable { case method, images, dataset }

  /// The most bytes of a data set's name or path.
  private static let longest = 4096

  /// - Throws: `DecodingError` for an unknown key, a method that no calibration has, a number of images below zero, and a data
  ///   set without a name or with one that is too long.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      method: try container.decode(String.self, forKey: .method),
      images: try container.decode(Int.self, forKey: .images),
      dataset: try container.decodeIfPresent(String.self, forKey: .dataset))
    func fault(_ key: CodingKeys, _ what: String) -> DecodingError {
      DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: what)
    }
    guard Self.isMethod(method) else {
      throw fault(.method, "'\(method.prefix(60))' is neither extremes nor a percentile above 0, up to 1")
    }
    guard images >= 0 else { throw fault(.images, "\(images) images") }
    if let dataset, dataset.isEmpty || dataset.utf8.count > Self.longest {
      throw fault(.dataset, "\(dataset.utf8.count) bytes are no data set's name")
    }
  }

  /// Whether a calibration is called so, or nothing is known of it.
  private static func isMethod(_ text: String) -> Bool {
    if [Calibration.extremes.text, unknown].contains(text) { return true }
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, words[0] == "percentile", let share = Double(words[1]) else { return false }
    return share > 0 && share <= 1
  }

  /// The method of a model of another program, which does not say it.
  package static let unknown = "unknown"

  /// In one line, for a file's metadata.
  var text: String {
    "int8: weights with a scale for each output, activations with a range each (\(method)), calibrated on \(images) images"
      + (dataset.map { " of \($0)" } ?? "")
  }
}

extension TrainedModel {
  /// The same model on bytes: post-training quantisation. Weights are signed bytes with a scale for each output, activations
  /// unsigned bytes with a range each, and sums are exact.
  ///
  ///     let small = try model.quantized(calibratedOn: images)
  ///     try small.save(to: "small.safetensors")
  ///
  /// Models that tell classes apart can be quantised, and models that read texts: what the columns of bytes say is decoded as
  /// the model's own. Its golden inputs are the model's, or the first of the images, with its own answers. What the model
  /// reached is not said of it: that is for who evaluates it. Its threshold of refusal is the model's, whose logits are near
  /// its own.
  ///
  /// - Parameters:
  ///   - images: for calibration, a few hundred like those that will come, one behind the other.
  ///   - calibration: how ranges are chosen.
  ///   - dataset: the data set that the images are of, for the record.
  /// - Throws: `InputError`: `.usage` for images that are none of the model's, a model that is quantised already or learned
  ///   another task, and a network that cannot be quantised; `.malformed` for weights that give numbers that are not finite.
  public func quantized(
    calibratedOn images: [UInt8], by calibration: Calibration = .extremes, dataset: String? = nil
  ) throws(InputError) -> TrainedModel {
    try description.task.requireBytes(.usage, path: title)
    guard bytes == nil else {
      throw InputError(
        .usage, "the model is quantised already", path: title, remedy: "name the model that it was made of")
    }
    let quantized = try QuantizedModel(
      graph, parameters: namedParameters(), normalization: description.normalization, calibratedOn: images,
      by: calibration)
    let size = graph.inputShape.count
    let record = QuantizationRecord(method: calibration.text, images: images.count / size, dataset: dataset)
    var description = description
    description.graph = quantized.graph
    var training = training
    training?.validation = nil
    training?.test = nil
    let pixels =
      goldenInputs.isEmpty
      ? (0..<min(images.count / size, 8)).map { Array(images[$0 * size..<($0 + 1) * size]) }
      : goldenInputs.map(\.pixels)
    var model = try TrainedModel(
      description, quantized, record, training, card, [], compiled.instructionSet)
    model.refusal = refusal
    return model.with(training, try Self.golden(model.session(threads: 1), pixels))
  }

  /// The same model with what it reached on the test set.
  package func reporting(test: EvaluationResult) -> TrainedModel {
    var training = training
    training?.test = test
    return with(training, goldenInputs)
  }

  private func with(_ training: TrainingRecord?, _ golden: [GoldenInput]) -> TrainedModel {
    var model = TrainedModel(description, compiled, training: training, card: card, golden: golden, bytes: bytes)
    (model.origin, model.refusal, model.batchCounts) = (origin, refusal, batchCounts)
    return model
  }

  /// A model on bytes that was read from another form, with its answers to made-up images.
  ///
  /// - Throws: `InputError`: `.malformed` for a description that does not fit, a task that no quantised model has learned, or
  ///   numbers that are not finite; `.usage` for a network that cannot be run; `.unavailable` when there is not enough memory.
  package init(
    _ description: ModelDescription, quantized: QuantizedModel, record: QuantizationRecord,
    instructionSet: InstructionSet
  ) throws(InputError) {
    try description.check()
    try description.task.requireBytes(.malformed)
    let model = try TrainedModel(description, quantized, record, nil, ModelCard(), [], instructionSet)
    let images = Self.madeUpImages(of: description.graph.inputShape.count)
    self = model.with(nil, try Self.golden(model.session(threads: 1), images))
  }

  /// A model on bytes, of its parts.
  init(
    _ description: ModelDescription, _ quantized: QuantizedModel, _ record: QuantizationRecord,
    _ training: TrainingRecord?, _ card: ModelCard, _ golden: [GoldenInput], _ instructionSet: InstructionSet
  ) throws(InputError) {
    let compiled = try CompiledModel(
      quantized.graph, parameters: quantized.parameters, normalization: description.normalization,
      instructionSet: instructionSet)
    let program = try QuantizedProgram(quantized, instructionSet: instructionSet)
    self.init(
      description, compiled, training: training, card: card, golden: golden, bytes: (program, record))
  }
}

extension TaskRecipe {
  /// Refuses a task whose models are not quantised.
  ///
  /// - Throws: `InputError` of this kind.
  func requireBytes(_ kind: InputError.Kind, path: String? = nil) throws(InputError) {
    guard name != .classify, name != .read else { return }
    throw InputError(
      kind, "models on bytes tell classes apart or read texts, and this one has learned another task", path: path,
      expected: "\(Name.classify.rawValue) or \(Name.read.rawValue)", found: name.rawValue,
      remedy: "keep the model in float32")
  }
}

extension Calibration {
  fileprivate var text: String {
    switch self {
    case .extremes: "extremes"
    case .percentile(let share): "percentile \(share)"
    }
  }
}
