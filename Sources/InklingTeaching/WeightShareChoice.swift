import InklingDatasets
import InklingFiles
import InklingTraining

/// The mean of a model with what became of it, of the share that was asked for or that its memory allows.
struct WeightShareChoice {
  private let before: TrainedModel
  private let replay: Replay
  private let options: TeachingOptions
  private let clock: TeachingClock
  /// How many of the images that were kept back the model before reads; nil where nothing is to be chosen.
  private let known: Int?

  init(
    _ before: TrainedModel, _ replay: Replay, _ options: TeachingOptions, _ clock: TeachingClock
  ) throws(InputError) {
    self.before = before
    self.replay = replay
    self.options = options
    self.clock = clock
    let isChosen = options.weightShare == nil && !replay.kept.isEmpty
    known =
      isChosen
      ? try before.right(on: replay.dataset.train, at: replay.kept, threads: options.threads).count { $0 } : nil
  }

  /// - Throws: `InputError` of kind `.failed` when it is to end before its time.
  func mean(with after: TrainedModel) throws(InputError) -> (model: TrainedModel, share: Double) {
    let interpolation = try WeightInterpolation(before: before, after: after)
    var share = options.weightShare ?? 1
    if let known {
      share = try WeightShareSearch.largest(
        before: known, of: replay.kept.count, allowed: options.margin
      ) { share throws(InputError) in
        try clock.check()
        return try interpolation.model(share: share)
          .right(on: replay.dataset.train, at: replay.kept, threads: options.threads).count { $0 }
      }
    }
    return (try interpolation.model(share: share), share)
  }
}
