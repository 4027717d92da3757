import InklingDatasets

extension RecipeCheck {
  /// What belongs to one task alone, and the data set that it needs.
  func checkTask() {
    let isText = recipe.data.isText
    switch recipe.task.name {
    case .read:
      if !isText, DataRecipe.names.contains(recipe.data.dataset) {
        let texts = StrokeSequences.names.joined(separator: " or ")
        fault("data.dataset", "has no texts to read: expected \(texts), found \(recipe.data.dataset)")
      }
      checkReading()
    case .classify where isText:
      fault("task", "should be read: \(recipe.data.dataset) has texts, and no classes")
    case .severalLabels, .regress:
      guard DataRecipe.names.contains(recipe.data.dataset) else { break }
      fault(
        "task",
        "is \(recipe.task.name.rawValue), and \(recipe.data.dataset) has no rows of numbers: such data sets are made with the library"
      )
    case .classify: break
    }
    guard isText else { return }
    if recipe.data.variation.classes != nil {
      fault("data.classes", "leaves out classes, and \(recipe.data.dataset) has texts")
    }
    if recipe.data.variation.imagesPerClass != nil {
      fault("data.images_per_class", "counts classes, and \(recipe.data.dataset) has texts")
    }
  }

  private func checkReading() {
    func belongsToClassifying(_ key: String) { fault(key, "belongs to the task classify, and this one is read") }
    if recipe.loss.labelSmoothing != 0 { belongsToClassifying("loss.label_smoothing") }
    if recipe.loss.classWeights != nil { belongsToClassifying("loss.class_weights") }
    if recipe.evaluation?.views.isEmpty == false { belongsToClassifying("evaluation.views") }
    if recipe.ensemble != nil { belongsToClassifying("ensemble") }
    if recipe.fineTuning?.replacesHead == true { belongsToClassifying("fine_tuning.replace_head") }
    if recipe.augmentation?.augmentation.mixesLabels == true {
      fault("augmentation", "mixes two images, and a text cannot be a mixture: leave out mixup and cutmix")
    }
  }
}
