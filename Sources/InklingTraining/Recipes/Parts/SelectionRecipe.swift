import InklingFiles

/// Which epoch's weights are taken, and when a run ends early.
public struct SelectionRecipe: Sendable, Equatable {
  /// The figure that tells a better epoch; the accuracy by default.
  public var monitor = Monitor.validationAccuracy
  /// Epochs without a better figure after which the run ends; nil never ends it early.
  public var patience: Int?
  /// What counts as better: by more than so much.
  public var minDelta = 0.0
  /// Whether the run ends with the best weights rather than the last.
  public var restoresBest = true

  /// By default the weights of the most accurate epoch are taken, and all epochs are trained.
  public init(
    monitor: Monitor = .validationAccuracy, patience: Int? = nil, minDelta: Double = 0, restoresBest: Bool = true
  ) {
    self.monitor = monitor
    self.patience = patience
    self.minDelta = minDelta
    self.restoresBest = restoresBest
  }
}

extension SelectionRecipe {
  /// A search's trials are compared by the weights that they have at their rungs.
  static let ofTrials = SelectionRecipe(restoresBest: false)

  init(reading reader: MappingReader) {
    self.init()
    monitor =
      reader.choice("monitor", among: Monitor.words).flatMap(Monitor.init(word:)) ?? monitor
    patience = reader.int("patience", in: 1...Recipe.largestEpochs)
    minDelta = reader.double("min_delta", in: .from(0, to: 1e6)) ?? 0
    restoresBest = reader.bool("restore_best") ?? true
    reader.finishSection()
  }

  var node: DocumentNode {
    .mapping([
      ("monitor", .text(monitor.rawValue)), ("patience", patience.map { .number($0) }),
      ("min_delta", .number(minDelta)), ("restore_best", .flag(restoresBest)),
    ])
  }
}
