public import InklingDatasets
import InklingEngine
public import InklingFiles

extension Recipe {
  /// What the finished epochs do to the learning rate.
  var plateauRule: PlateauRule? {
    schedule.plateauRule(learningRate: optimizer.learningRate, isValidated: data.validation != nil)
  }

  /// What each test image is looked at as, at the end.
  var views: [EvaluationView] { EvaluationView.views(of: evaluation?.views ?? []) }

  /// Whether the run is one of a cross-validation's.
  var isFold: Bool {
    if case .fold = data.validation { true } else { false }
  }

  /// What the run trains on and what it holds out; nil when it trains on every image.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a split that this set does not allow.
  public func split(of images: LabeledImages) throws(InputError) -> DatasetSplit? {
    try validationPlan.map { plan throws(InputError) in try images.splitting(plan.split) }
  }

  /// Steps in an epoch over `trainingCount` images, a last short one included.
  public func stepsPerEpoch(trainingCount: Int) -> Int {
    trainingCount < 1 ? 0 : (trainingCount - 1) / batchSize + 1
  }

  /// The optimiser's steps in an epoch over `trainingCount` images, the last on fewer batches if need be.
  func updatesPerEpoch(trainingCount: Int) -> Int {
    let steps = stepsPerEpoch(trainingCount: trainingCount)
    return steps < 1 ? 0 : (steps - 1) / accumulation + 1
  }

  /// The optimiser's steps in the whole run.
  public func steps(trainingCount: Int) -> Int { epochs * updatesPerEpoch(trainingCount: trainingCount) }

  /// What is learned, with the loss that is made small.
  var learningTask: any LearningTask {
    guard task == .classify else { return task.make() }
    return ClassificationTask(loss: crossEntropy)
  }

  var crossEntropy: CrossEntropyLoss {
    CrossEntropyLoss(labelSmoothing: Float(loss.labelSmoothing), weight: loss.classWeights?.map { Float($0) })
  }

  /// What is held out and what it decides; nil when all images are trained on.
  package var validationPlan: ValidationPlan? {
    guard let size = data.validation else { return nil }
    // Numbers have no accuracy to select by.
    let selection = selection ?? SelectionRecipe(monitor: task.name == .regress ? .validationLoss : .validationAccuracy)
    var plan = ValidationPlan(
      ValidationSplit(size, seed: data.splitSeed), monitor: selection.monitor,
      selection: selection.restoresBest ? .best : .last, patience: selection.patience, minDelta: selection.minDelta)
    // Before it the weights are no average, whatever they reach.
    if case .swa(let epoch)? = averaging { plan.firstEpoch = epoch }
    return plan
  }

  /// Puts a plan in place of what the recipe holds out.
  mutating func hold(_ plan: ValidationPlan?) {
    guard plan != validationPlan else { return }
    data.validation = plan?.split.size
    data.splitSeed = plan?.split.seed ?? 0
    selection = plan.map {
      SelectionRecipe(
        monitor: $0.monitor, patience: $0.patience,
        minDelta: $0.minDelta, restoresBest: $0.selection == .best)
    }
  }

  /// - Parameters:
  ///   - stepsPerEpoch: of the optimiser.
  ///   - names: of the model's parameters.
  func updates(stepsPerEpoch: Int, names: [String]) -> UpdateOptions {
    var options = UpdateOptions(
      groups: parameterGroups.flatMap { $0.groups(among: names) },
      decaysBiasesAndNorms: optimizer.decaysBiasesAndNorms, accumulationSteps: accumulation)
    switch clipping {
    case .norm(let norm): options.clipping.norm = Float(norm)
    case .value(let value): options.clipping.value = Float(value)
    case nil: break
    }
    switch averaging {
    case .ema(let decay, let warmsUp): options.averaging = WeightAveraging(.exponential(decay: decay, warmUp: warmsUp))
    case .swa(let epoch):
      options.averaging = WeightAveraging(.mean, firstStep: epoch * stepsPerEpoch, interval: stepsPerEpoch)
    case nil: break
    }
    return options
  }
}

extension ParameterGroupRecipe {
  /// One group, or two where the pattern is a layer's name too.
  fileprivate func groups(among names: [String]) -> [ParameterGroup] {
    [match.text, "\(match.text).*"].map { GlobPattern($0) }.filter { names.contains(where: $0.matches) }.map {
      ParameterGroup(
        matching: $0, learningRateScale: Float(learningRateScale), weightDecay: weightDecay.map { Float($0) })
    }
  }
}
