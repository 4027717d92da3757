import InklingTraining

/// A calibration for people.
struct CalibrationText {
  let report: CalibrationReport

  /// The lines, without a last line feed.
  var text: String {
    let before = (report.logLossBefore.fixed(4), report.expectedCalibrationErrorBefore.fixed(4))
    let after = (report.logLossAfter.fixed(4), report.expectedCalibrationErrorAfter.fixed(4))
    return """
      temperature  \(report.temperature.fixed(4)), fitted on \(report.count.of("held-out image"))
      log loss     \(before.0) before, \(after.0) after
      calibration  \(before.1) before, \(after.1) after (expected error in 15 bins)
      """
  }
}
