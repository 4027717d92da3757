public import InklingEngine
public import InklingFiles
public import InklingQuantization

/// A trained model: its network and weights, its classes, the images it takes, how it was trained, and images with the
/// answers that it gave. It never changes; any number of callers share it.
///
///     let model = try TrainedModel(contentsOf: "runs/digits")  // a run's folder, or a file
///     let predictor = try model.predictor()
///     print(try predictor.predict(pixels).className)
///     try model.save(to: "digits.safetensors")
public struct TrainedModel: Sendable {
  /// The network, its classes, and the images that it takes.
  public let description: ModelDescription
  /// The network compiled, with its weights.
  public let compiled: CompiledModel
  /// How it was trained; nil where nothing is known of it.
  public let training: TrainingRecord?
  /// What its maker says of it: what it is for, and what not.
  public package(set) var card: ModelCard
  /// Images with the answers that it gave when it was made.
  public let goldenInputs: [GoldenInput]
  /// What PyTorch counts beside a batch normalisation (`num_batches_tracked`), by the layer's name, of a model that came from
  /// there: nothing reads it, and it goes back as it came.
  package var batchCounts: [String: Int] = [:]
  /// Its form on bytes, and how that was made; nil for a model that answers in float32.
  let bytes: (program: QuantizedProgram, record: QuantizationRecord)?
  /// From which score on a picture is none of its classes; nil where that was not measured.
  public var refusal: RefusalThreshold?
  /// Where it was opened from.
  public package(set) var origin = Origin()

  /// Where a model was opened from.
  public struct Origin: Sendable, Equatable {
    /// The file of the weights; nil for a model that comes from no file.
    public var path: String?
    /// The run's folder; nil for a model that comes from none.
    public var run: String?
    /// The epoch of the weights, where it is known.
    public var epoch: Int?

    /// An origin; what is left out is not known.
    public init(path: String? = nil, run: String? = nil, epoch: Int? = nil) {
      self.path = path
      self.run = run
      self.epoch = epoch
    }
  }

  /// Makes a model of its parts, and asks it for its answers to some images.
  ///
  /// - Parameters:
  ///   - description: the network, its classes, and the images that it takes.
  ///   - parameters: by the graph's names, PyTorch's.
  ///   - training: how it was trained; nil where nothing is known of it.
  ///   - card: what its maker says of it.
  ///   - goldenImages: each [C, H, W]; their answers go with the model.
  ///   - instructionSet: the instructions that the kernels use; by default the fastest that the processor has.
  /// - Throws: `InputError`: `.malformed` for parameters or images that are not the network's, or weights that give numbers
  ///   that are not finite; `.usage` for a network that cannot be run; `.unavailable` when there is not enough memory.
  public init(
    _ description: ModelDescription, parameters: [NamedTensor], training: TrainingRecord? = nil,
    card: ModelCard = ModelCard(),
    goldenImages: [[UInt8]] = [], instructionSet: InstructionSet = .best
  ) throws(InputError) {
    let compiled = try CompiledModel(
      description.graph, parameters: parameters, normalization: description.normalization,
      instructionSet: instructionSet)
    let golden = try Self.answers(of: compiled, to: goldenImages)
    self.init(description, compiled, training: training, card: card, golden: golden)
  }

  init(
    _ description: ModelDescription, _ compiled: CompiledModel, training: TrainingRecord?, card: ModelCard,
    golden: [GoldenInput], bytes: (QuantizedProgram, QuantizationRecord)? = nil
  ) {
    self.description = description
    self.bytes = bytes
    self.compiled = compiled
    self.training = training
    self.card = card
    goldenInputs = golden
  }

  /// The same model with another card.
  public func carrying(_ card: ModelCard) -> TrainedModel {
    var model = self
    model.card = card
    return model
  }

  /// The network.
  public var graph: Graph { description.graph }
  /// The name of each class, in the order of the outputs.
  public var classNames: [String] { description.classNames }
  /// What answers where bytes are multiplied; nil for a model that answers in float32.
  public var quantized: QuantizedModel? { bytes?.program.model }
  /// Refuses a model on bytes where its activations or gradients are asked for: only what the bytes stand for has them.
  package func requireFloats(for purpose: String) throws(InputError) {
    guard bytes == nil else {
      throw InputError(
        .usage, "\(purpose) needs a model in float32", path: origin.path ?? title, found: "a model on bytes",
        remedy: "give the model that it was made from")
    }
  }
  /// How its numbers became bytes; nil for a model that answers in float32.
  public var quantization: QuantizationRecord? { bytes?.record }
  /// The parameters and running statistics by PyTorch's names, shapes and order; of a quantised model what its bytes stand
  /// for.
  public func namedParameters() -> [NamedTensor] { compiled.namedParameters() }
  /// SHA-256 over all parameters' little-endian float32 bytes in name order.
  public var weightsSHA256: String { InklingEngine.weightsSHA256(of: namedParameters()) }

  /// Memory to answer in, and threads: on bytes where the model is quantised.
  ///
  /// - Throws: as `predictor(threads:)`.
  package func session(threads: Int?) throws(InputError) -> any AnsweringSession {
    let threads = ThreadCount.withinProcessors(threads)
    if let bytes { return try QuantizedSession(bytes.program, threads: threads) }
    return try InferenceSession(compiled, threads: threads)
  }

  /// Opens a model: a run's folder, or a file that `save(to:)` or a run wrote.
  ///
  /// - Parameters:
  ///   - path: of the folder or the file.
  ///   - weights: which of a run's; nil takes those that it ended with.
  ///   - instructionSet: the instructions that the kernels use; by default the fastest that the processor has.
  /// - Throws: `InputError`: `.missing` when there is nothing at `path`, or a run that has no weights yet; `.malformed` for
  ///   files that are damaged, of another model or version, or whose golden inputs are answered otherwise; `.usage` for
  ///   a choice among the weights of a file, which has but one.
  public init(
    contentsOf path: String, weights: WeightsChoice? = nil, instructionSet: InstructionSet = .best
  ) throws(InputError) {
    guard RunPath.content(of: path) == .other else {
      try self.init(run: path, weights: weights, instructionSet: instructionSet)
      return
    }
    if let weights {
      throw InputError(
        .usage, "a model's file has one set of weights, and nothing to choose", path: path, found: weights.rawValue,
        remedy: "leave --weights out, or name the run")
    }
    try self.init(file: path, instructionSet: instructionSet)
  }

  /// A session that answers for one caller. Sessions share the model's weights.
  ///
  /// - Parameter threads: how many compute; by default one.
  /// - Throws: `InputError`: `.usage` for a number out of range, `.unavailable` when there is not enough memory.
  public func predictor(threads: Int? = 1) throws(InputError) -> Predictor {
    try Predictor(self, threads: threads)
  }

  /// How people call it: the run's folder or the file that it comes from, or the network's name.
  package var title: String { origin.run ?? origin.path ?? description.name }

  /// The file of the weights, and of which epoch they are: "runs/a/weights-best.safetensors, of epoch 9".
  package var weightsText: String { (origin.path ?? title) + (origin.epoch.map { ", of epoch \($0)" } ?? "") }

  private static func answers(
    of compiled: CompiledModel, to images: [[UInt8]]
  ) throws(InputError) -> [GoldenInput] {
    guard !images.isEmpty else { return [] }
    let session = try InferenceSession(compiled, threads: 1)
    return try golden(session, images)
  }

  static func golden(
    _ session: any AnsweringSession, _ images: [[UInt8]]
  ) throws(InputError) -> [GoldenInput] {
    try images.map { image throws(InputError) in
      GoldenInput(pixels: image, logits: try session.checkedLogits(image))
    }
  }
}

extension AnsweringSession {
  /// The outputs for one image.
  ///
  /// - Throws: `InputError` of kind `.malformed` for another number of bytes, and for outputs that are not finite.
  func checkedLogits(_ image: [UInt8]) throws(InputError) -> [Float] {
    guard image.count == graph.inputShape.count else {
      throw InputError(
        .malformed, "the image has another size than the model's", expected: "\(graph.inputShape.count) bytes",
        found: "\(image.count)")
    }
    let logits = logits(images: image)
    guard let wrong = logits.first(where: { !$0.isFinite }) else { return logits }
    throw InputError(
      .malformed, "the weights give no finite answer", found: "\(wrong)",
      remedy: "train the model again with a lower learning rate")
  }
}
