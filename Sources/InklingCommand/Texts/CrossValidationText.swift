import InklingTraining

/// A cross-validation for people.
struct CrossValidationText {
  let result: CrossValidation

  /// The lines, without a last line feed.
  var text: String {
    let folds = result.folds.enumerated().map { number, fold in
      "fold \(number + 1)    \(fold.validation.accuracy.percent): \(fold.validation.correct.grouped) of "
        + "\(fold.validation.count.of("held-out image")), epoch \(fold.epoch), \(fold.run)"
    }
    let mean =
      "accuracy  \(result.accuracy.percent), deviation \((result.deviation * 100).fixed(2)) points over the folds"
    return (folds + [mean, "loss      \(result.loss.fixed(4))"]).joined(separator: "\n")
  }
}
