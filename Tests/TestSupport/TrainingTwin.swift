public import InklingEngine

/// The naive version of a training program: softmax cross-entropy and momentum SGD on a model's twin, in Double.
public struct TrainingTwin: Sendable {
  /// By PyTorch's names.
  public private(set) var parameters: [String: NaiveTensor]
  private let model: LayerTwin
  private var optimizers: [String: NaiveSGD]

  public init(_ model: LayerTwin, parameters: [NamedTensor], optimizer: SGD) {
    self.model = model
    self.parameters = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, NaiveTensor($0)) })
    let optimizer = NaiveSGD(
      learningRate: Double(optimizer.learningRate), momentum: Double(optimizer.momentum),
      dampening: Double(optimizer.dampening), weightDecay: Double(optimizer.weightDecay), nesterov: optimizer.nesterov)
    optimizers = self.parameters.mapValues { _ in optimizer }
  }

  public struct Step: Sendable {
    /// The mean over the batch, before the update.
    public let loss: Double
    public let correct: Int
    public let gradients: [String: NaiveTensor]
  }

  /// Logits [N, classes] of images [N, C, H, W].
  public func logits(_ images: NaiveTensor) -> NaiveTensor { model.pass(images, parameters, nil).output }

  public mutating func step(_ images: NaiveTensor, labels: [Int]) -> Step {
    let logits = logits(images)
    let gradient = NaiveCrossEntropy().gradient(logits, labels: labels)
    let gradients = model.pass(images, parameters, gradient).parameterGradients
    for (name, gradient) in gradients {
      guard var values = parameters[name]?.values else { continue }
      optimizers[name]?.step(&values, gradient: gradient.values)
      parameters[name]?.values = values
    }
    return Step(
      loss: NaiveCrossEntropy().loss(logits, labels: labels),
      correct: zip(logits.predictions, labels).count { $0 == $1 },
      gradients: gradients)
  }
}

extension NaiveTensor {
  /// The class with the largest logit, the first among equals, of each row of [N, classes].
  public var predictions: [Int] {
    rows.map { row in
      row.reduce(row.lowerBound) { values[$1] > values[$0] ? $1 : $0 } - row.lowerBound
    }
  }
}
