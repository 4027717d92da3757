public import InklingDatasets
import InklingEngine
public import InklingFiles
public import InklingTraining

/// What two models answer to the same images: `{"count", "max_difference", "same_argmax"}` as JSON.
public struct AnswerComparison: Codable, Sendable, Equatable {
  /// Images that both were asked.
  public let count: Int
  /// The largest difference of an output.
  public let maxDifference: Double
  /// Images to which both give the same class.
  public let sameArgmax: Int

  private enum CodingKeys: String, CodingKey {
    case count
    case maxDifference = "max_difference"
    case sameArgmax = "same_argmax"
  }

  /// Asks two models.
  ///
  /// - Parameters:
  ///   - first: one of them.
  ///   - second: the other.
  ///   - images: nil for the first one's golden inputs.
  /// - Throws: `InputError` of kind `.usage` for models that take other images or give other outputs, or images that are
  ///   not theirs; `.malformed` for weights that give no finite answer.
  public init(
    _ first: TrainedModel, _ second: TrainedModel, on images: LabeledImages? = nil
  ) throws(InputError) {
    guard first.graph.inputShape == second.graph.inputShape, first.graph.outputShape == second.graph.outputShape else {
      throw InputError(
        .usage, "the models do not take the same images, or give other outputs", path: second.origin.path,
        expected: "\(first.graph.inputShape) to \(first.graph.outputShape)",
        found: "\(second.graph.inputShape) to \(second.graph.outputShape)")
    }
    if let images { try first.graph.requireFit(images) }
    let (one, other) = (try first.predictor(), try second.predictor())
    var (difference, same) = (0.0, 0)
    let golden = images == nil ? try first.golden().map(\.pixels) : []
    let count = images?.count ?? golden.count
    for index in 0..<count {
      let pixels = images.map { Array($0[index]) } ?? golden[index]
      let (a, b) = (try one.logits(pixels), try other.logits(pixels))
      difference = zip(a, b).reduce(difference) { max($0, Double(($1.0 - $1.1).magnitude)) }
      if Self.largest(a) == Self.largest(b) { same += 1 }
    }
    self.count = count
    maxDifference = difference
    sameArgmax = same
  }

  /// Whether every answer is the same and no output differs by more.
  public func isSame(within tolerance: Double) -> Bool { sameArgmax == count && maxDifference <= tolerance }

  private static func largest(_ logits: [Float]) -> Int {
    logits.indices.reduce(0) { logits[$1] > logits[$0] ? $1 : $0 }
  }
}
