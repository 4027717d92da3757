public import InklingFiles

/// What a finished run has to say: the object that `inkling train --json` prints and `report.json` holds.
public struct TrainingReport: Codable, Sendable, Equatable {
  /// The run folder's path; empty when the run had none.
  public var run: String
  /// What the first weights, the orders and all that is random followed from.
  public var seed: UInt64
  /// Threads that computed.
  public var threads: Int
  /// The instruction set of the kernels: "avx512".
  public var kernels: String
  /// Trained numbers in the model.
  public var parameters: Int
  /// The finished epochs, in their order.
  public var epochs: [EpochRecord]
  /// The weights on the test set, which is seen this once; nil when there was none, and for a fold.
  public var test: EvaluationResult?
  /// Wall time of the whole run, evaluation and earlier parts of a resumed run included.
  public var secondsTotal: Double
  /// SHA-256 over all parameters' little-endian float32 bytes in name order.
  public var weightsSHA256: String
  /// What the weights reach on the held-out images; nil, as what follows, for a run that holds out none.
  public var validation: EvaluationResult?
  /// Which weights this is about, and what chose them.
  public var selection: WeightsSelection?
  /// How often the run was evaluated on the test set so far, this time included.
  public var testEvaluations: Int?

  /// A report of a run; what is left out is of a run that holds out no images.
  public init(
    run: String, seed: UInt64, threads: Int, kernels: String, parameters: Int, epochs: [EpochRecord],
    test: EvaluationResult?, secondsTotal: Double, weightsSHA256: String, validation: EvaluationResult? = nil,
    selection: WeightsSelection? = nil, testEvaluations: Int? = nil
  ) {
    self.run = run
    self.seed = seed
    self.threads = threads
    self.kernels = kernels
    self.parameters = parameters
    self.epochs = epochs
    self.test = test
    self.secondsTotal = secondsTotal
    self.weightsSHA256 = weightsSHA256
    self.validation = validation
    self.selection = selection
    self.testEvaluations = testEvaluations
  }

  private enum CodingKeys: String, CodingKey {
    case run, seed, threads, kernels, parameters, epochs, test, validation, selection
    case secondsTotal = "seconds_total"
    case weightsSHA256 = "weights_sha256"
    case testEvaluations = "test_evaluations"
  }

  /// The report as one JSON object with sorted keys.
  ///
  /// - Throws: `InputError` of kind `.failed` when a number in it is not finite.
  public func json(pretty: Bool = false) throws(InputError) -> String {
    try JSONText.encode(self, pretty: pretty)
  }
}
