import InklingFiles

/// Which epoch's weights are taken, and when a run ends early.
public struct SelectionRecipe: Sendable, Equatable {
  public enum Monitor: String, Sendable, CaseIterable {
    case validationAccuracy = "validation_accuracy"
    case validationLoss = "validation_loss"

    /// What a document may say.
    package static let words = allCases.map(\.rawValue) + MonitorName.short.map(\.word)

    package init?(word: String) { self.init(rawValue: MonitorName.whole(word)) }
  }

  public var monitor = Monitor.validationAccuracy
  /// Epochs without a better figure after which the run ends; nil never ends it early.
  public var patience: Int?
  /// What counts as better: by at least so much.
  public var minDelta = 0.0
  /// Whether the run ends with the best weights rather than the last.
  public var restoresBest = true

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
