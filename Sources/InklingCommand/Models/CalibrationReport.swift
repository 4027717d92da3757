import InklingTraining

/// What one temperature, fitted on held-out images, does to the probabilities of others.
struct CalibrationReport: Encodable {
  let temperature: Double
  /// Held-out images that it was fitted on.
  let count: Int
  let logLossBefore: Double
  let logLossAfter: Double
  let expectedCalibrationErrorBefore: Double
  let expectedCalibrationErrorAfter: Double

  init(_ temperature: TemperatureScaling, fittedOn count: Int, before: ClassProbabilities, after: ClassProbabilities) {
    self.temperature = temperature.temperature
    self.count = count
    logLossBefore = before.logLoss
    logLossAfter = after.logLoss
    expectedCalibrationErrorBefore = before.expectedCalibrationError()
    expectedCalibrationErrorAfter = after.expectedCalibrationError()
  }

  private enum CodingKeys: String, CodingKey {
    case temperature, count
    case logLossBefore = "log_loss_before"
    case logLossAfter = "log_loss_after"
    case expectedCalibrationErrorBefore = "expected_calibration_error_before"
    case expectedCalibrationErrorAfter = "expected_calibration_error_after"
  }
}
