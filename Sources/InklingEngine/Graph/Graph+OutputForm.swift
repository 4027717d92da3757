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

    /// Whether they are probabilities as they are.
    package var isProbability: Bool { self == .probabilities || self == .independentProbabilities }
  }

  /// What the first output is.
  public var outputForm: OutputForm {
    // Of several places each has its own: whose task that is knows what they mean.
    guard !outputShape.isImage || outputShape.plane == 1 else { return .logits }
    switch nodes[lastComputing].operation {
    case .softmax(let softmax) where isOverClasses(softmax): return .probabilities
    case .logSoftmax(let softmax) where isOverClasses(softmax): return .logProbabilities
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

  /// The same network without what makes probabilities of the logits at its end: a softmax over the channels of each place, or
  /// a sigmoid.
  ///
  /// - Throws: never for a graph whose end is its only output; `InputError` of kind `.malformed` as `init`.
  package func withoutFinalProbabilities() throws(InputError) -> Graph {
    switch nodes[lastComputing].operation {
    case .softmax(let softmax), .logSoftmax(let softmax): try without(final: isOverClasses(softmax))
    case .sigmoid: try without(final: true)
    default: self
    }
  }

  /// Whether a softmax at the end goes over the channels or features, and not over rows or columns.
  private func isOverClasses(_ softmax: Operation.Softmax) -> Bool {
    !shapes[lastComputing].isImage || softmax.dim == 1 || softmax.dim == -3
  }

  private func without(final isTakenOff: Bool) throws(InputError) -> Graph {
    let end = lastComputing
    guard outputs.count == 1, isTakenOff, end > 0 else { return self }
    return try Graph(nodes: nodes, parameters: parameters, output: nodes[end].inputs[0])
  }
}
