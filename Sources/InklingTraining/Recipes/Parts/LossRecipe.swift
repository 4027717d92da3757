import InklingFiles

/// What a run minimises: softmax cross-entropy, as PyTorch's `nn.CrossEntropyLoss`.
public struct LossRecipe: Sendable, Equatable {
  /// The share of the target that is spread over all classes (Szegedy et al., 2016), in `0 ..< 1`.
  public var labelSmoothing = 0.0
  /// A weight for each class; nil for equal ones.
  public var classWeights: [Double]?

  /// By default plain cross-entropy.
  public init(labelSmoothing: Double = 0, classWeights: [Double]? = nil) {
    self.labelSmoothing = labelSmoothing
    self.classWeights = classWeights
  }
}

extension LossRecipe {
  static let names = ["cross_entropy"]

  init(reading reader: MappingReader?) {
    self.init()
    guard let reader else { return }
    // Two names are two losses, of which a run has one.
    if let names = reader.node("name")?.elements {
      reader.fault("name", "should be one, but is a list of \(names.count): a run has one loss")
    } else {
      _ = reader.choice("name", among: Self.names)
    }
    labelSmoothing = reader.double("label_smoothing", in: .from(0, below: 1).ofFloats) ?? 0
    classWeights = reader.doubles("class_weights", in: .from(0, to: 1e6))
    if let classWeights, !classWeights.contains(where: { $0 > 0 }) {
      reader.fault("class_weights", "has no weight above 0")
    }
    reader.finishSection()
  }

  var node: DocumentNode {
    .mapping([
      ("name", .text("cross_entropy")), ("label_smoothing", .number(labelSmoothing)),
      ("class_weights", classWeights.map { .list($0.map { .number($0) }) }),
    ])
  }
}
