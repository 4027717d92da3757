import InklingFiles
public import InklingTargets

/// How far numbers are from the truth; scikit-learn's, over all images and outputs.
public struct RegressionMetrics: Sendable, Equatable, Codable {
  /// The mean of `(x - t)^2` (`mean_squared_error`).
  public let meanSquaredError: Double
  /// The mean of `|x - t|` (`mean_absolute_error`).
  public let meanAbsoluteError: Double
  /// `1 - sum (x - t)^2 / sum (t - mean t)^2`, the mean over the outputs (`r2_score`); nil where an output's truths are all
  /// the same.
  public let determination: Double?

  /// - Precondition: as many answers as truths, of one width.
  public init(truths: TargetRows, answers: TargetRows) {
    precondition(
      truths.count == answers.count && truths.width == answers.width,
      "\(answers.count) answers of \(answers.width) numbers for \(truths.count) of \(truths.width)")
    let (count, width) = (truths.count, truths.width)
    var squares = [Double](repeating: 0, count: width)
    var (absolute, means) = (0.0, squares)
    for place in truths.values.indices {
      let difference = Double(answers.values[place]) - Double(truths.values[place])
      squares[place % width] += difference * difference
      absolute += abs(difference)
      means[place % width] += Double(truths.values[place]) / Double(count)
    }
    var spread = [Double](repeating: 0, count: width)
    for place in truths.values.indices {
      let difference = Double(truths.values[place]) - means[place % width]
      spread[place % width] += difference * difference
    }
    let all = Double(max(count * width, 1))
    meanSquaredError = squares.reduce(0, +) / all
    meanAbsoluteError = absolute / all
    determination =
      count == 0 || spread.contains(0) ? nil : zip(squares, spread).reduce(0) { $0 + 1 - $1.0 / $1.1 } / Double(width)
  }

  /// - Throws: `DecodingError` for a key that is missing, unknown or of another type.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    meanSquaredError = try container.decode(Double.self, forKey: .meanSquaredError)
    meanAbsoluteError = try container.decode(Double.self, forKey: .meanAbsoluteError)
    determination = try container.decodeIfPresent(Double.self, forKey: .determination)
  }

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case determination = "r2"
    case meanSquaredError = "mean_squared_error"
    case meanAbsoluteError = "mean_absolute_error"
  }
}
