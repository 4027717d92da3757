import InklingTraining

/// Two runs on the same images.
struct RunComparison: Encodable {
  /// One of them.
  struct Side: Encodable {
    let run: String
    /// The file of its weights.
    let weights: String
    let result: EvaluationResult

    private enum CodingKeys: String, CodingKey { case run, weights }

    func encode(to encoder: any Encoder) throws {
      try result.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(run, forKey: .run)
      try container.encode(weights, forKey: .weights)
    }
  }

  let first: Side
  let second: Side
  let mcnemar: McNemarTest
}
