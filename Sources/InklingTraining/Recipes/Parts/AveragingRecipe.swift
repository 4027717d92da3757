import InklingFiles

/// Which average of the weights is kept beside them, and evaluated in their place.
public enum AveragingRecipe: Sendable, Equatable {
  /// An exponential moving average after every step; with `warmsUp` its decay is `min(decay, (1 + t) / (10 + t))`.
  case ema(decay: Double, warmsUp: Bool)
  /// The mean of the weights at the end of each epoch from `epoch` on (Izmailov et al., "Averaging weights leads to
  /// wider optima", 2018).
  case swa(fromEpoch: Int)
}

extension AveragingRecipe {
  init?(reading reader: MappingReader) {
    reader.require("name")
    let name = reader.choice("name", among: ["ema", "swa"])
    switch name {
    case "ema":
      self = .ema(
        decay: reader.double("decay", in: .from(0, below: 1)) ?? 0.999, warmsUp: reader.bool("warm_up") ?? false)
    case "swa":
      reader.require("from_epoch")
      self = .swa(fromEpoch: reader.int("from_epoch", in: 1...Recipe.largestEpochs) ?? 1)
    default: return nil
    }
    reader.finishSection()
  }

  var node: DocumentNode {
    switch self {
    case .ema(let decay, let warmsUp):
      .mapping([("name", .text("ema")), ("decay", .number(decay)), ("warm_up", .flag(warmsUp))])
    case .swa(let epoch): .mapping([("name", .text("swa")), ("from_epoch", .number(epoch))])
    }
  }
}
