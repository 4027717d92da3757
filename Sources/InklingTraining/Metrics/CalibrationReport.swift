/// What one temperature, fitted on held-out images, does to the probabilities of others.
package struct CalibrationReport: Encodable {
  package let temperature: Double
  /// Held-out images that it was fitted on.
  package let count: Int
  package let logLossBefore: Double
  package let logLossAfter: Double
  package let expectedCalibrationErrorBefore: Double
  package let expectedCalibrationErrorAfter: Double

  package init(
    _ temperature: TemperatureScaling, fittedOn count: Int, before: ClassProbabilities, after: ClassProbabilities
  ) {
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
