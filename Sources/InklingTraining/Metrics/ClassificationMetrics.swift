import InklingFiles

/// Everything beside accuracy and loss that an evaluation says of a classifier.
public struct ClassificationMetrics: Sendable, Equatable, Codable {
  /// The share of images whose class is among the k most probable, by k: 1, 2, 3 and 5, as far as there are classes.
  public let topAccuracy: [String: Double]
  /// The scores of each class, in the order of the labels.
  public let perClass: [ClassScores]
  /// The plain mean over the classes that occur in the truth or in the answers, as scikit-learn's.
  public let macroPrecision: Double
  /// The plain mean of the recalls, over the same classes.
  public let macroRecall: Double
  /// The plain mean of the F1 scores, over the same classes.
  public let macroF1: Double
  /// The classes that the plain means leave out.
  public let absentClasses: [String]
  /// The mean weighted by the classes' numbers of images.
  public let weightedPrecision: Double
  /// The mean of the recalls, weighted alike: the accuracy.
  public let weightedRecall: Double
  /// The mean of the F1 scores, weighted alike.
  public let weightedF1: Double
  /// The mean of `-log p[label]`, in nats.
  public let logLoss: Double
  /// The mean of `sum over k of (p[k] - (k == label))^2`, from 0 to 2.
  public let brierScore: Double
  /// In 15 bins.
  public let expectedCalibrationError: Double
  /// One class against the rest, the mean over the classes; nil with fewer than two classes that have images.
  public let rocAUC: Double?
  /// Nil when chance alone would agree always.
  public let cohenKappa: Double?
  /// A row for each true class, a column for each answer.
  public let confusionMatrix: [[Int]]

  /// - Precondition: the matrix counts the probabilities' images, which are finite.
  init(_ probabilities: ClassProbabilities, _ confusion: ConfusionMatrix) {
    let ranks = [1, 2, 3, 5].filter { $0 <= probabilities.classes }
    topAccuracy = Dictionary(uniqueKeysWithValues: ranks.map { ("\($0)", probabilities.topAccuracy($0)) })
    let scores = confusion.classScores
    perClass = scores
    let classes = confusion.classNames.indices
    let present = classes.filter { !confusion.isAbsent($0) }
    absentClasses = classes.filter(confusion.isAbsent).map { confusion.classNames[$0] }
    func macro(_ score: (ClassScores) -> Double) -> Double {
      present.reduce(0) { $0 + score(scores[$1]) } / Double(max(present.count, 1))
    }
    func weighted(_ score: (ClassScores) -> Double) -> Double {
      scores.reduce(0) { $0 + score($1) * Double($1.support) } / Double(max(confusion.total, 1))
    }
    (macroPrecision, macroRecall, macroF1) = (macro(\.precision), macro(\.recall), macro(\.f1))
    (weightedPrecision, weightedRecall, weightedF1) = (weighted(\.precision), weighted(\.recall), weighted(\.f1))
    logLoss = probabilities.logLoss
    brierScore = probabilities.brierScore
    expectedCalibrationError = probabilities.expectedCalibrationError()
    rocAUC = probabilities.macroROCArea
    cohenKappa = confusion.cohenKappa
    confusionMatrix = classes.map { truth in classes.map { confusion[truth: truth, prediction: $0] } }
  }

  /// - Throws: `DecodingError` for a key that is missing, unknown or of another type, and for counts below zero.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    topAccuracy = try container.decode([String: Double].self, forKey: .topAccuracy)
    perClass = try container.decode([ClassScores].self, forKey: .perClass)
    macroPrecision = try container.decode(Double.self, forKey: .macroPrecision)
    macroRecall = try container.decode(Double.self, forKey: .macroRecall)
    macroF1 = try container.decode(Double.self, forKey: .macroF1)
    absentClasses = try container.decode([String].self, forKey: .absentClasses)
    weightedPrecision = try container.decode(Double.self, forKey: .weightedPrecision)
    weightedRecall = try container.decode(Double.self, forKey: .weightedRecall)
    weightedF1 = try container.decode(Double.self, forKey: .weightedF1)
    logLoss = try container.decode(Double.self, forKey: .logLoss)
    brierScore = try container.decode(Double.self, forKey: .brierScore)
    expectedCalibrationError = try container.decode(Double.self, forKey: .expectedCalibrationError)
    rocAUC = try container.decodeIfPresent(Double.self, forKey: .rocAUC)
    cohenKappa = try container.decodeIfPresent(Double.self, forKey: .cohenKappa)
    confusionMatrix = try container.decode([[Int]].self, forKey: .confusionMatrix)
    guard confusionMatrix.allSatisfy({ $0.allSatisfy(Count.range.contains) }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .confusionMatrix, in: container, debugDescription: "a count is out of range")
    }
  }

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case topAccuracy = "top_k_accuracy"
    case perClass = "per_class"
    case macroPrecision = "macro_precision"
    case macroRecall = "macro_recall"
    case macroF1 = "macro_f1"
    case absentClasses = "absent_classes"
    case weightedPrecision = "weighted_precision"
    case weightedRecall = "weighted_recall"
    case weightedF1 = "weighted_f1"
    case logLoss = "log_loss"
    case brierScore = "brier_score"
    case expectedCalibrationError = "expected_calibration_error"
    case rocAUC = "roc_auc"
    case cohenKappa = "cohen_kappa"
    case confusionMatrix = "confusion_matrix"
  }
}
