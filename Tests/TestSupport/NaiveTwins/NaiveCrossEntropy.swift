/// `torch.nn.CrossEntropyLoss` with its defaults: the mean over the batch of -log softmax(logits)[label].
public struct NaiveCrossEntropy: Sendable {
  public init() {}

  /// Logits [N, K], N labels in 0 ..< K.
  public func loss(_ logits: NaiveTensor, labels: [Int]) -> Double {
    let logarithms = NaiveSoftmax().logarithm(logits)
    let sum = zip(logits.rows, labels).reduce(0) { $0 - logarithms.values[$1.0.lowerBound + $1.1] }
    return sum / Double(labels.count)
  }

  /// (softmax(logits) - one-hot(label)) / N.
  public func gradient(_ logits: NaiveTensor, labels: [Int]) -> NaiveTensor {
    precondition(labels.count == logits.shape[0], "\(labels.count) labels for logits \(logits.shape)")
    var gradient = NaiveSoftmax().forward(logits)
    for (row, label) in zip(logits.rows, labels) { gradient.values[row.lowerBound + label] -= 1 }
    for place in gradient.values.indices { gradient.values[place] /= Double(labels.count) }
    return gradient
  }
}
