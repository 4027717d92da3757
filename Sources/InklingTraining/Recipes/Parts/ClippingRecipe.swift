import InklingFiles

/// How gradients are kept small (`torch.nn.utils.clip_grad_norm_` and `clip_grad_value_`).
public enum ClippingRecipe: Sendable, Equatable {
  /// The largest Euclidean norm of all gradients together.
  case norm(Double)
  /// The largest magnitude of each element.
  case value(Double)
}

extension ClippingRecipe {
  init?(reading reader: MappingReader) {
    let bounds = NumberRange.above(0, atMost: 1e6).ofFloats
    let norm = reader.double("norm", in: bounds)
    let value = reader.double("value", in: bounds)
    reader.finishSection()
    if reader.has("norm"), reader.has("value") {
      reader.fault("value", "is impossible beside norm: gradients are clipped in one way")
    }
    guard let clipping = norm.map({ .norm($0) }) ?? value.map({ .value($0) }) as ClippingRecipe? else {
      if !reader.has("norm"), !reader.has("value") { reader.require("norm") }
      return nil
    }
    self = clipping
  }

  var node: DocumentNode {
    switch self {
    case .norm(let norm): .mapping([("norm", .number(norm))])
    case .value(let value): .mapping([("value", .number(value))])
    }
  }
}
