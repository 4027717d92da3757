import InklingFiles
import Testing

@testable import InklingTraining

@Suite struct CrossValidationTests {
  private static func report(_ correct: Int, loss: Double) -> TrainingReport {
    TrainingReport(
      run: "r", seed: 0, threads: 1, kernels: "avx2", parameters: 1, epochs: [], test: nil, secondsTotal: 1,
      weightsSHA256: "abc", validation: EvaluationResult(correct: correct, count: 10, loss: loss),
      selection: WeightsSelection(
        weights: .last, epoch: 3, monitor: .validationAccuracy, trainingCount: 30, validationCount: 10,
        stoppedEarly: false))
  }

  @Test func meanAndDeviationByHand() throws {
    let result = CrossValidation([Self.report(6, loss: 1), Self.report(8, loss: 2), Self.report(10, loss: 6)])
    #expect(abs(result.accuracy - 0.8) < 1e-15 && abs(result.deviation - 0.2) < 1e-15 && result.loss == 3)
    #expect(try JSONText.encode(result, pretty: false).contains(#""epoch":3,"run":"r","validation":{"accuracy":0.6"#))
  }
}
