package import InklingFiles

extension Graph {
  /// What a classifier's outputs are, by the operation at its end.
  public enum OutputForm: String, Sendable {
    /// Numbers whose softmax are probabilities.
    case logits
    /// Their logarithms; the softmax gives the probabilities back.
    case logProbabilities = "log_probabilities"
    /// Of one class among all, by a softmax of the network's own.
    case probabilities
    /// Of each class by itself, by a sigmoid.
    case independentProbabilities = "independent_probabilities"
  }

  /// What the first output is.
  public var outputForm: OutputForm {
    guard !outputShape.isImage else { return .logits }
    switch nodes[lastComputing].operation {
    case .softmax: return .probabilities
    case .logSoftmax: return .logProbabilities
    case .sigmoid: return .independentProbabilities
    default: return .logits
    }
  }

  /// The node that makes the first output, behind which values are only handed on.
  private var lastComputing: Int {
    var node = output
    while node > 0, nodes[node].inputs.count == 1 {
      switch nodes[node].operation {
      case .flatten, .dropout: node = nodes[node].inputs[0]
      default: return node
      }
    }
    return node
  }

  /// The probability of each class from rows of the first output: the softmax of logits, and what is a probability
  /// already as it is.
  ///
  /// - Precondition: a whole number of rows.
  public func probabilities(of outputs: [Float]) -> [Double] {
    switch outputForm {
    case .logits, .logProbabilities: softmaxRows(outputs, classes: outputShape.count)
    case .probabilities, .independentProbabilities: outputs.map(Double.init)
    }
  }

  /// The same network without a softmax at its end, whose outputs are logits: what a cross-entropy is fitted to.
  ///
  /// - Throws: never for a graph whose end is its only output; `InputError` of kind `.malformed` as `init`.
  package func withoutFinalSoftmax() throws(InputError) -> Graph {
    let end = lastComputing
    guard outputs.count == 1, outputForm == .probabilities || outputForm == .logProbabilities, end > 0 else {
      return self
    }
    return try Graph(nodes: nodes, parameters: parameters, output: nodes[end].inputs[0])
  }
}
