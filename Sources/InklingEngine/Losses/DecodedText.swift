/// A text that was read, with how probable it is by the network's own account.
public struct DecodedText: Sendable, Equatable {
  /// The classes of its characters, none of them 0.
  public let labels: [Int]
  /// The probability of the whole text: of connectionist temporal classification the sum over all paths that give it (the
  /// forward algorithm of Graves et al., 2006), of positions the product of the probabilities of the class at each, those of
  /// none included.
  public let probability: Double
  /// A probability for each of the labels, 0...1. Of positions it is the softmax at its position. Of connectionist temporal
  /// classification it is the text's share of the posterior among those that differ from it in that character alone:
  ///
  ///     p(l) / sum over all characters c of p(l with c in place of label i)
  ///
  /// 1 where the network knows no character beside it.
  public let characters: [Double]

  /// A text of connectionist temporal classification.
  init(_ labels: [Int], of steps: StepProbabilities) {
    let sums = PathSums(of: labels, steps)
    self.labels = labels
    probability = sums.probability
    characters = labels.indices.map { sums.share(of: $0) }
  }

  /// A text of positions.
  ///
  /// - Parameter path: a class at each position.
  init(positions path: [Int], of steps: StepProbabilities) {
    let places = path.indices.filter { path[$0] != 0 }
    labels = places.map { path[$0] }
    probability = LogProbability.exponential(path.indices.reduce(0) { $0 + steps[$1, path[$1]] })
    characters = places.map { LogProbability.exponential(steps[$0, path[$0]]) }
  }
}
