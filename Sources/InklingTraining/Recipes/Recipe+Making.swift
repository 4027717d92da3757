import InklingDatasets
import InklingEngine

extension Recipe {
  /// What the finished epochs do to the learning rate.
  var plateauRule: PlateauRule? {
    schedule.plateauRule(learningRate: optimizer.learningRate, isValidated: data.validation != nil)
  }

  var crossEntropy: CrossEntropyLoss {
    CrossEntropyLoss(labelSmoothing: Float(loss.labelSmoothing), weight: loss.classWeights?.map { Float($0) })
  }

  /// What is held out and what it decides; nil when all images are trained on.
  var validationPlan: ValidationPlan? {
    guard let size = data.validation else { return nil }
    let selection = selection ?? SelectionRecipe()
    return ValidationPlan(
      ValidationSplit(size, seed: data.splitSeed), monitor: selection.monitor == .validationLoss ? .loss : .accuracy,
      selection: selection.restoresBest ? .best : .last, patience: selection.patience, minDelta: selection.minDelta)
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
