/// Two models on the same images.
package struct RunComparison: Encodable {
  /// One of them.
  package struct Side: Encodable {
    package let run: String
    /// The file of its weights.
    package let weights: String
    package let result: EvaluationResult

    package init(_ model: TrainedModel, _ result: EvaluationResult) {
      run = model.title
      weights = model.origin.path ?? model.title
      self.result = result
    }

    private enum CodingKeys: String, CodingKey { case run, weights }

    package func encode(to encoder: any Encoder) throws {
      try result.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(run, forKey: .run)
      try container.encode(weights, forKey: .weights)
    }
  }

  package let first: Side
  package let second: Side
  package let mcnemar: McNemarTest

  /// Compares two models' answers to the same images.
  package init(_ first: Side, _ second: Side, mcnemar: McNemarTest) {
    self.first = first
    self.second = second
    self.mcnemar = mcnemar
  }
}
