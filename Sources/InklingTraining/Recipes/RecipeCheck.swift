import InklingDatasets
import InklingEngine
import InklingFiles

/// What is wrong with a recipe only when its parts are seen together.
struct RecipeCheck {
  let recipe: Recipe
  /// The document that it was read from, for the lines.
  let node: DocumentNode
  let faults: DocumentFaults
  /// Whether a person gave the recipe: then what has no effect in it is a fault. A run that was started by an older release
  /// goes on all the same.
  let isGiven: Bool

  /// What can be known before the data is.
  func run() {
    checkLengths(stepsPerEpoch: nil)
    checkOneCycle()
    checkEpochs()
    if isGiven { checkEffects() }
    checkSelection()
    checkClasses()
    checkTask()
    if recipe.model?.usesBatchNorm == true, recipe.batchSize < 2 { requireBatch(of: 2) }
  }

  /// Says that batch normalisation needs larger batches.
  func requireBatch(of images: Int) {
    fault(
      "batch_size",
      "is too small for batch normalisation: expected at least \(images) images, found \(recipe.batchSize)")
  }

  /// The steps of the schedule, the validation and the batch against the training set.
  ///
  /// - Parameter holdsOut: whether the validation is a part of it.
  /// - Returns: the images that are trained on.
  func run(trainingCount: Int, holdsOut: Bool) -> Int {
    let kept = holdsOut ? recipe.data.validationCount(of: trainingCount) : 0
    let left = trainingCount - kept
    guard left > 0 else {
      fault("data.validation", "leaves nothing of \(trainingCount) images to train on: found \(kept)")
      return left
    }
    if recipe.batchSize > left {
      fault("batch_size", "is larger than the training set: expected 1 to \(left) images, found \(recipe.batchSize)")
    }
    checkLengths(stepsPerEpoch: recipe.steps(trainingCount: left) / recipe.epochs)
    return left
  }

  /// The augmentation's transforms against images of a shape [C, H, W].
  func checkAugmentation(_ input: Shape) {
    let misfits = recipe.augmentation?.augmentation.misfits(
      channels: input.channels, height: input.height, width: input.width)
    let isList = node.node(at: "augmentation")?.elements != nil
    for (transform, fault) in misfits ?? [] {
      self.fault(isList ? "augmentation.\(transform)" : "augmentation", "does not fit the images: \(fault.clause)")
    }
  }

  func fault(_ keyPath: String, _ sentence: String) {
    faults.add(keyPath, at: node.place(of: keyPath), sentence)
  }

  private func checkOneCycle() {
    let schedule = recipe.schedule
    guard schedule.name == .oneCycle, schedule.flag("cycle_momentum") else { return }
    if recipe.optimizer.betas == nil, recipe.optimizer.number("momentum") == 0 {
      fault(
        "schedule.cycle_momentum",
        "needs a momentum, which \(recipe.optimizer.name.rawValue) has not here; give it one or set it to false")
    }
    if let base = schedule.number("base_momentum"), let most = schedule.number("max_momentum"), base > most {
      fault("schedule.base_momentum", "is more than max_momentum: expected at most \(most), found \(base)")
    }
  }

  private func checkEpochs() {
    func check(_ key: String, _ epoch: Int) {
      guard epoch > recipe.epochs else { return }
      fault(key, "is after the run's end: expected at most \(recipe.epochs), found \(epoch)")
    }
    if case .swa(let epoch)? = recipe.averaging { check("averaging.from_epoch", epoch) }
    for (index, step) in (recipe.fineTuning?.unfreezing ?? []).enumerated() {
      check("fine_tuning.unfreeze_at.\(index).epoch", step.epoch)
    }
  }

  private func checkSelection() {
    if let selection = recipe.selection, selection.minDelta > 0, selection.patience == nil {
      fault("selection.min_delta", "needs selection.patience: without it nothing waits for a better epoch")
    }
    guard recipe.data.validation == nil else { return }
    func needsValidation(_ key: String, _ monitor: String) {
      fault(key, "needs data.validation: nothing is kept for \(monitor)")
    }
    if let selection = recipe.selection {
      // What was given of it is named, such as the patience.
      let keys = ["monitor", "patience", "min_delta", "restore_best"].map { "selection.\($0)" }
      let given = keys.filter { node.node(at: $0) != nil }
      let key = given.first { $0 != "selection.restore_best" } ?? given.first ?? "selection.monitor"
      fault(
        key,
        "needs data.validation (--validation), and no images are held out: nothing is kept for "
          + selection.monitor.rawValue)
    }
    // Of pictures that are drawn nothing is held out by it in any case.
    if recipe.data.splitSeed != 0, !recipe.data.isGenerated {
      fault("data.split_seed", "needs data.validation: nothing is drawn with it")
    }
    if let monitor = recipe.schedule.monitor, monitor != .trainingLoss {
      needsValidation("schedule.monitor", monitor.rawValue)
    }
  }

  func checkClassWeights(_ classes: Int) {
    guard let weights = recipe.loss.classWeights, weights.count != classes else { return }
    fault("loss.class_weights", "should be one for each of \(classes) classes, but are \(weights.count)")
  }

  /// The data set's classes against the head and the weights, as far as they are known without the files.
  private func checkClasses() {
    if recipe.task.name == .read, let layers = recipe.model?.layers, layers.last?.kind.linearWidth != nil {
      return fault(
        "model.layers.\(layers.count - 1)",
        "gives one answer an image, and the task read needs one in each column: end with \(ModelSpecification.lineEnd)")
    }
    guard let classes = recipe.data.classes else { return }
    checkClassWeights(classes)
    guard let model = recipe.model, case .features(let outputs)? = model.layers.last?.kind.linearWidth else { return }
    guard outputs != classes else { return }
    let problem = outputs < classes ? "more classes than the head has" : "fewer classes than the head has"
    fault(
      "model.layers.\(model.layers.count - 1)",
      "does not fit \(recipe.data.title), which has \(problem): expected \(classes) outputs, found \(outputs); "
        + "write 'linear: classes' to follow the data")
  }
}
