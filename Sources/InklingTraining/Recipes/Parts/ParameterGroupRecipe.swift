import InklingFiles

/// Parameters that learn at a rate of their own (Howard and Ruder, "Universal language model fine-tuning", 2018:
/// discriminative learning rates). The first group whose pattern a parameter's name matches is its group.
public struct ParameterGroupRecipe: Sendable, Equatable {
  /// A pattern over the parameters' names: "conv*".
  public var match: NamePattern
  /// What the learning rate is multiplied by.
  public var learningRateScale: Double
  /// In place of the optimiser's; nil keeps that.
  public var weightDecay: Double?
}

extension ParameterGroupRecipe {
  init?(reading reader: MappingReader) {
    reader.require("match")
    let match = reader.string("match")
    let scale = reader.double("learning_rate_scale", in: .from(0, to: 1e6)) ?? 1
    let decay = reader.double("weight_decay", in: .from(0, to: 10))
    reader.finishSection()
    guard let match else { return nil }
    self.init(match: NamePattern(match), learningRateScale: scale, weightDecay: decay)
  }

  var node: DocumentNode {
    .mapping([
      ("match", .text(match.text)), ("learning_rate_scale", .number(learningRateScale)),
      ("weight_decay", weightDecay.map { .number($0) }),
    ])
  }
}
