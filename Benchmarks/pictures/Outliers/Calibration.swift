import InklingDatasets
import InklingFiles
import InklingFraming
import InklingRecognition
import InklingTraining

/// The threshold of the detector: it refuses three in a thousand held-out digits.
enum Calibration {
  private static let share = 0.003

  static func calibrate(_ path: String, to output: String) throws {
    var model = try TrainedModel(contentsOf: path)
    let predictor = try model.predictor()
    let digits = try ScannedDigits.heldOut()
    let scores = try digits.indices.map { index in
      OutlierDetector.score(logits: try predictor.logits(Array(digits.set[index])))
    }
    let threshold = try Outlierness.threshold(refusing: share, of: scores)
    model.refusal = RefusalThreshold(score: .logOdds, threshold: threshold, share: share, images: scores.count)
    try model.save(to: output)
    print("threshold \(threshold), of \(scores.count) images")
  }
}
