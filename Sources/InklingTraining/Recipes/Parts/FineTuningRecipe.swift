import InklingFiles

/// How a run starts from trained weights, and which parameters learn from when on.
public struct FineTuningRecipe: Sendable, Equatable {
  /// Parameters that learn from an epoch on.
  public struct Unfreezing: Sendable, Equatable {
    /// Counted from one.
    public var epoch: Int
    /// Which of the frozen parameters learn from then on.
    public var patterns: [NamePattern]

    /// From the epoch on, counted from one, parameters that match one of the patterns learn.
    public init(epoch: Int, patterns: [NamePattern]) {
      self.epoch = epoch
      self.patterns = patterns
    }
  }

  /// A run's name, the path of its folder, or a model's file; nil starts from the seed.
  public var from: String?
  /// Which of a PyTorch checkpoint's dictionaries has the weights; nil where there is one, or one of a usual name.
  public var key: String?
  /// Which of a run's weights; nil for those that it ended with and reported.
  public var weights: WeightsChoice?
  /// Whether the last layer with parameters starts from the seed, with an output for each class of the new data.
  public var replacesHead = false
  /// Parameters that do not learn, until `unfreezing` frees them.
  public var freeze: [NamePattern] = []
  /// When frozen parameters begin to learn; never by default.
  public var unfreezing: [Unfreezing] = []

  /// By default everything starts from the seed, and all learns.
  public init(
    from: String? = nil, key: String? = nil, weights: WeightsChoice? = nil, replacesHead: Bool = false,
    freeze: [NamePattern] = [],
    unfreezing: [Unfreezing] = []
  ) {
    self.from = from
    self.key = key
    self.weights = weights
    self.replacesHead = replacesHead
    self.freeze = freeze
    self.unfreezing = unfreezing
  }
}

extension FineTuningRecipe {
  init(reading reader: MappingReader) {
    self.init()
    from = reader.string("from")
    if from?.isEmpty == true { reader.fault("from", "is empty: expected a run or a model's file") }
    key = reader.string("key")
    if key?.isEmpty == true { reader.fault("key", "is empty: expected the name of a dictionary") }
    let choices = [Self.endWeights] + WeightsChoice.allCases.map(\.rawValue)
    weights = reader.choice("weights", among: choices).flatMap { WeightsChoice(rawValue: $0) }
    replacesHead = reader.bool("replace_head") ?? false
    freeze = (reader.strings("freeze") ?? []).map(NamePattern.init)
    unfreezing = (reader.mappings("unfreeze_at") ?? []).compactMap { Unfreezing(reading: $0) }
    reader.finishSection()
    if from == nil, !reader.has("from") {
      let needing = [("replace_head", replacesHead), ("weights", weights != nil), ("key", key != nil)]
      for (key, isGiven) in needing where isGiven {
        reader.fault(key, "needs 'from': without it every layer starts from the seed")
      }
    }
    if !unfreezing.isEmpty, freeze.isEmpty {
      reader.fault("unfreeze_at", "needs 'freeze': without it nothing is frozen")
    }
  }

  /// The weights that the run ended with.
  private static let endWeights = "selected"

  var node: DocumentNode {
    .mapping([
      ("from", from.map { .text($0) }), ("key", key.map { .text($0) }),
      ("weights", from.map { _ in .text(weights?.rawValue ?? Self.endWeights) }), ("replace_head", .flag(replacesHead)),
      ("freeze", freeze.isEmpty ? nil : .list(freeze.map { .text($0.text) })),
      ("unfreeze_at", unfreezing.isEmpty ? nil : .list(unfreezing.map(\.node))),
    ])
  }
}

extension FineTuningRecipe.Unfreezing {
  fileprivate init?(reading reader: MappingReader) {
    reader.require("epoch")
    reader.require("patterns")
    let epoch = reader.int("epoch", in: 1...Recipe.largestEpochs)
    let patterns = reader.strings("patterns")
    reader.finishSection()
    guard let epoch, let patterns else { return nil }
    self.init(epoch: epoch, patterns: patterns.map(NamePattern.init))
  }

  fileprivate var node: DocumentNode {
    .mapping([("epoch", .number(epoch)), ("patterns", .list(patterns.map { .text($0.text) }))])
  }
}
