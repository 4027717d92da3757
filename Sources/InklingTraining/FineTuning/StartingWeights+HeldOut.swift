import InklingDatasets

extension StartingWeights {
  /// What to say where the images that a run holds out are among those that its start was trained on: it knows them, and
  /// what they say of the accuracy is too good. Nil where they are not, or where nobody knows.
  func heldOutNote(for recipe: Recipe) -> String? {
    guard let own = training, recipe.data.validation != nil, !recipe.data.isGenerated,
      own.data.dataset == recipe.data.dataset, Self.share(own.data.variation, recipe.data.variation)
    else { return nil }
    let isSame =
      own.data.variation.classes == recipe.data.variation.classes
      && own.data.variation.countsClasses == recipe.data.variation.countsClasses
      && own.data.variation.imagesPerClass == recipe.data.variation.imagesPerClass
      && own.validationPlan?.split == recipe.validationPlan?.split
    guard !isSame else { return nil }
    let start =
      own.data.validation == nil
      ? "were trained on all of the data set, and held none of its images out"
      : "were trained on the same data set, and held other images out"
    return "the weights in \(path) \(start): they know some of the images that this run holds out, whose accuracy "
      + "will be too good; hold out the same images in both, with the same --validation and --split-seed"
  }

  /// Whether two parts of one data set can have images in common.
  private static func share(_ first: DatasetVariation, _ second: DatasetVariation) -> Bool {
    guard let labels = first.classes, let others = second.classes, first.countsClasses == second.countsClasses else {
      return true
    }
    return !Set(labels).isDisjoint(with: others)
  }
}
