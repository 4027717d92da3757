import InklingDatasets
import InklingFiles

extension RecipeCheck {
  /// What belongs to one task alone, and the data set that it needs.
  func checkTask() {
    let isText = recipe.data.isText
    switch recipe.task.name {
    case .read:
      if !isText, DataRecipe.names.contains(recipe.data.dataset) {
        let texts = DatasetSource.textNames.joined(separator: " or ")
        fault("data.dataset", "has no texts to read: expected \(texts), found \(recipe.data.dataset)")
      }
    case .classify where isText:
      fault("task", "should be read: \(recipe.data.dataset) has texts, and no classes")
    case .severalLabels, .regress:
      guard DataRecipe.names.contains(recipe.data.dataset) else { break }
      fault(
        "task",
        "is \(recipe.task.name.rawValue), and \(recipe.data.dataset) has no rows of numbers: such data sets are made "
          + "with the library"
      )
    case .classify: break
    }
    if recipe.task.name != .classify { checkOther() }
    if recipe.task.name == .read, let mirroring = recipe.augmentation?.augmentation.mirroring, !mirroring.isEmpty {
      fault(
        "augmentation",
        "mirrors images, and a mirrored text is another: leave out \(mirroring.joined(separator: " and "))")
    }
    if recipe.data.isGenerated { checkGenerated() }
    if recipe.task.name != .read, recipe.data.isOwn {
      for key in ["alphabet", "separator", "skip_bad"] where node.node(at: "data.\(key)") != nil {
        fault("data.\(key)", "belongs to the task read, and this one is \(recipe.task.name.rawValue)")
      }
    }
    if recipe.task.name == .read, recipe.data.isOwn {
      if recipe.data.variation.classes != nil {
        fault("data.classes", "leaves out classes, and the task read has texts")
      }
      if recipe.data.variation.imagesPerClass != nil {
        fault("data.images_per_class", "counts classes, and the task read has texts")
      }
    }
    guard isText else { return }
    if recipe.data.variation.classes != nil {
      fault("data.classes", "leaves out classes, and \(recipe.data.dataset) has texts")
    }
    if recipe.data.variation.imagesPerClass != nil {
      fault("data.images_per_class", "counts classes, and \(recipe.data.dataset) has texts")
    }
  }

  /// What has no meaning where pictures are drawn anew in every epoch.
  private func checkGenerated() {
    let drawn = "\(recipe.data.dataset) draws its pictures anew in every epoch"
    if let shift = recipe.data.variation.shift {
      fault("data.shift", "changes the images of a data set, and \(drawn): found \(shift.rawValue)")
    }
    if recipe.data.splitSeed != 0 {
      fault("data.split_seed", "draws nothing: \(drawn), and those of the validation are others, always the same")
    }
    if recipe.isFold { fault("data.validation", "is a fold, and \(drawn): expected a number or a share") }
    if recipe.data.skipsCorrupt { fault("data.skip_corrupt", "is for pictures in files, and \(drawn)") }
    if let size = recipe.data.image, ![1, 3].contains(size.channels) {
      fault("data.image", "should have 1 or 3 channels, but has \(size.channels)")
    }
  }

  /// What a recipe can say of classes alone, and what of accuracies.
  private func checkOther() {
    let task = recipe.task.name.rawValue
    func belongsToClassifying(_ key: String) { fault(key, "belongs to the task classify, and this one is \(task)") }
    // The loss is the task's own, so none that is named is followed.
    let named = node.node(at: "loss.name") ?? node.node(at: "loss").flatMap { $0.text == nil ? nil : $0 }
    if named != nil { belongsToClassifying("loss.name") }
    if recipe.loss.labelSmoothing != 0 { belongsToClassifying("loss.label_smoothing") }
    if recipe.loss.classWeights != nil { belongsToClassifying("loss.class_weights") }
    if recipe.evaluation?.views.isEmpty == false { belongsToClassifying("evaluation.views") }
    if recipe.ensemble != nil { belongsToClassifying("ensemble") }
    if recipe.fineTuning?.replacesHead == true { belongsToClassifying("fine_tuning.replace_head") }
    if recipe.augmentation?.augmentation.mixesLabels == true {
      fault("augmentation", "mixes two images, and the task \(task) has no mixed answers: leave out mixup and cutmix")
    }
    guard recipe.task.name == .regress else { return }
    let remedy = "is the accuracy, and numbers are neither right nor wrong: expected \(loss)"
    if recipe.data.validation != nil, recipe.selection?.monitor == .validationAccuracy {
      fault("selection.monitor", remedy)
    }
    if recipe.schedule.monitor == .validationAccuracy { fault("schedule.monitor", remedy) }
  }

  private var loss: String { Monitor.validationLoss.rawValue }
}
