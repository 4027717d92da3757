import InklingDatasets
import InklingEngine
import InklingFormats
import InklingPlatform

/// All that a run's event files are made of, beside what happens in it.
struct TensorBoardPlan: Sendable {
  /// The folder of the event files.
  let folder: String
  let configuration: RunConfiguration
  let graph: Graph
  let images: LabeledImages
  /// Which of them are trained on; nil for all.
  let training: [Int32]?
  /// Images that are trained on in an epoch: more than there are here where they are drawn.
  let trainingCount: Int
  let normalization: Normalization
  let instructionSet: InstructionSet
  /// Whether the weights are tested at the end.
  let hasTest: Bool
  /// Seconds since 1970.
  var wallTime: @Sendable () -> Double = Self.wallSeconds

  var stepsPerEpoch: Int { configuration.recipe.stepsPerEpoch(trainingCount: trainingCount) }

  /// About fifty points a curve and epoch.
  var stepsBetweenPoints: Int { max(1, stepsPerEpoch / 50) }

  /// Some of the training images, spread over all of them: a data set may be sorted by its classes.
  func examples(atMost count: Int) -> [Int32] {
    let all = training?.count ?? images.count
    let count = min(count, all)
    return (0..<count).map { index in
      let place = index * all / count
      return training.map { $0[place] } ?? Int32(place)
    }
  }

  static let wallSeconds: @Sendable () -> Double = {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
  }
}
