import InklingDatasets
import InklingFiles
import InklingFraming
import InklingRandomness
import InklingRecognition
import InklingTraining

/// The threshold of the detector: the lowest that refuses few enough of the digits that were held out of its training, in
/// each of the forms in which people bring them.
struct Calibration {
  private let model: TrainedModel
  private let predictor: Predictor
  private let digits: ScannedDigits

  /// The seed of the pictures; those to train with, and those that are measured, have others.
  private static let seed: UInt64 = 12
  /// How many pictures of each set, and the share of them that may be refused.
  private static let pictures: [(set: PictureSet, count: Int, share: Double)] = [
    (.canvas, 1000, 0.015), (.plain, 500, 0.016), (.paper, 500, 0.016), (.ruled, 500, 0.018),
  ]

  private init(_ path: String) throws {
    model = try TrainedModel(contentsOf: path)
    predictor = try model.predictor()
    digits = try .heldOut()
  }

  /// Puts the threshold into the model at `path`.
  static func calibrate(_ path: String, to output: String) throws {
    let calibration = try Calibration(path)
    let images = calibration.digits.indices.indices.map(calibration.digits.image)
    let scores = try calibration.scores(images)
    var thresholds = [try calibration.threshold("images", 0.004, scores)]
    thresholds.append(
      try calibration.threshold(
        "JPEG files", 0.007, calibration.scores(images.map { try FramedImages.compressed($0, quality: 60) })))
    for (set, count, share) in pictures {
      thresholds.append(try calibration.threshold(set.rawValue, share, calibration.scores(of: set, count)))
    }
    let threshold = thresholds.reduce(-Double.infinity, max)
    let refused = Double(scores.count { $0 > threshold }) / Double(scores.count)
    var model = calibration.model
    model.refusal = RefusalThreshold(score: .logOdds, threshold: threshold, share: refused, images: scores.count)
    try model.save(to: output)
    for kind in OutlierKind.allCases {
      let scores = try calibration.scores(of: kind)
      print("\(kind.rawValue): \(scores.count { $0 > threshold }) of \(scores.count) refused")
    }
    print("threshold \(threshold), which refuses \(refused) of \(scores.count) held-out images")
  }

  /// The scores of outliers as those to train with, but others.
  private func scores(of kind: OutlierKind) throws -> [Double] {
    try (0..<400).flatMap { index in
      var generator = CounterGenerator(seed: Self.seed, purpose: .drawing, epoch: 300, sample: index)
      return try scores(kind.framed(index, from: &generator))
    }
  }

  private func threshold(_ name: String, _ share: Double, _ scores: [Double]) throws -> Double {
    let threshold = try Outlierness.threshold(refusing: share, of: scores)
    print("\(name): \(threshold) refuses \(share) of \(scores.count)")
    return threshold
  }

  private func scores(_ images: [[UInt8]]) throws -> [Double] {
    try images.map { OutlierDetector.score(logits: try predictor.logits($0)) }
  }

  /// The scores of what is framed of pictures of a set.
  private func scores(of set: PictureSet, _ count: Int) throws -> [Double] {
    try (0..<count).flatMap { index in
      let scene = try set.scene(index, digits: digits, seed: Self.seed)
      return try scores(PictureFraming().frame(scene.picture).digits.map(\.pixels))
    }
  }
}
