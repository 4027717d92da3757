import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTraining

/// One training of a copy of a model on corrections and replayed images.
struct Lesson {
  let model: TrainedModel
  let set: TeachingSet
  let replay: Replay
  let options: TeachingOptions
  let clock: TeachingClock

  private static let batchSize = 64

  /// How often each of so many corrections is shown.
  private func repeats(of count: Int) -> Int {
    // Few images to be shown again allow few corrections beside them.
    let most = min(Double(options.images), Double(replay.count) / (1 - options.share))
    return min(max(Int(most * options.share) / max(count, 1), 1), options.mostRepeats)
  }

  /// How many images are shown again beside so many corrections.
  private func replayed(beside count: Int) -> Int {
    min(max(options.images - count * repeats(of: count), 0), replay.count)
  }

  func plan(heldOut: [Int]?, notes: [String]) -> TeachingPlan {
    let taught = set.count - (heldOut?.count ?? 0)
    return TeachingPlan(
      taught: taught, heldOut: heldOut?.count ?? (set.count > 1 ? set.count : 0),
      isCrossSplit: heldOut == nil && set.count > 1, leftOut: set.leftOut, replayed: replayed(beside: taught),
      replay: replay.dataset.name, notes: notes + replay.dataset.notes)
  }

  /// Trains on the corrections at these places.
  ///
  /// - Throws: `InputError` of kind `.failed` when it is to end before its time, or its loss is not finite.
  func train(
    on places: [Int], _ training: Int, of trainings: Int, _ handle: (TeachingEvent) -> Void
  ) throws(InputError) -> TrainedModel {
    let data = dataset(places)
    var weights = StartingWeights(tensors: model.namedParameters(), path: model.title, replacesHead: false)
    weights.origin.classNames = model.classNames
    weights.saidInk = model.saidInk
    let clock = clock
    let configuration = RunConfiguration(
      try recipe(), network: model.description.name, threads: options.threads)
    // Logits are learned; what makes probabilities of them at the network's end stays in the model.
    let learned = try model.description.task.learned(model.graph)
    let trainer = try Trainer(
      learned, on: data, configuration: configuration, startingFrom: weights, looksAtTestSet: false,
      shouldStop: { clock.isOver })
    do throws(InputError) {
      let trained = try trainer.train { event in
        guard case .step(let progress) = event else { return }
        handle(
          .learning(
            TeachingEvent.LearningProgress(
              training: training, trainings: trainings, step: progress.step, steps: progress.stepsPerEpoch,
              loss: progress.loss)))
      }
      return learned == model.graph
        ? trained : try TrainedModel(model.description, parameters: trained.namedParameters())
    } catch {
      try clock.check()
      throw error
    }
  }

  /// The corrections as often as they are shown, behind the replayed images: the training shuffles them.
  private func dataset(_ places: [Int]) -> Dataset {
    let taught = set.images.selecting(places)
    let repeats = repeats(of: places.count)
    let replayed = replay.dataset.train.selecting(
      replay.places(replayed(beside: places.count), seed: options.seed))
    let pixels = (0..<repeats).reduce(into: replayed.images) { all, _ in all += taught.images }
    let labels = (0..<repeats).reduce(into: replayed.labels) { all, _ in all += taught.labels }
    func images(_ pixels: [UInt8], _ labels: [Int32]) -> LabeledImages {
      LabeledImages(
        images: pixels, labels: labels, channels: taught.channels, height: taught.height, width: taught.width,
        classNames: model.classNames)
    }
    // A path, so that nobody takes it for a data set that is known by name.
    return Dataset(
      name: "./corrections", train: images(pixels, labels), test: images([], []), notes: [], source: "corrections")
  }

  private func recipe() throws(InputError) -> Recipe {
    let own = model.training?.recipe
    var recipe = Recipe(
      name: "teach", model: nil,
      data: DataRecipe(dataset: "./corrections", normalization: try model.teachingNormalization()),
      optimizer: OptimizerRecipe(.adamw, learningRate: options.learningRate), schedule: ScheduleRecipe(.cosine),
      epochs: 1, batchSize: Self.batchSize, seed: options.seed)
    recipe.loss.labelSmoothing = own?.loss.labelSmoothing ?? 0
    // The mean over the last steps forgets less than their last: its running statistics are of more images too.
    recipe.averaging = .ema(decay: 0.98, warmsUp: false)
    let isDigit = model.description.picture.framing == .digit
    recipe.augmentation = own?.augmentation ?? (isDigit ? AugmentationRecipe(.digits) : nil)
    return recipe
  }
}
