import InklingDatasets
import InklingFiles
import InklingTraining

/// The images of a data set that are evaluated.
struct DataPart {
  let images: LabeledImages
  /// Nil for all of them.
  let indices: [Int32]?

  /// Reads a part of a data set as the runs saw it.
  ///
  /// - Throws: what reading throws; `InputError` of kind `.usage` when there is no such part: a run that held out nothing,
  ///   runs that held out different images, or another data set than the runs'.
  init(_ choice: SplitChoice, of source: DatasetSource, for models: [TrainedModel]) throws(InputError) {
    if choice == .test {
      images = try source.loadTestSet()
      indices = nil
      return
    }
    guard !models.isEmpty, models.allSatisfy({ source.isData(of: $0.configuration.recipe) }) else {
      throw InputError(
        .usage, "only the run's own data set has \(choice.title)",
        expected: try models.first.map { model throws(InputError) in
          try DatasetSource(of: model.configuration.recipe, folder: nil).title
        }, found: source.title, remedy: "leave out --dataset and --shift, or take --split test")
    }
    let plan = try Self.sharedPlan(models, choice)
    images = try source.load().train
    try DatasetFingerprint.requireSame(images, ofRunsAt: models.map(\.run))
    guard let plan else {
      indices = nil
      return
    }
    let split = try images.splitting(plan)
    for model in models { try SplitRecord(split, of: images).requireSame(inRun: model.run) }
    indices = choice == .validation ? split.validation : split.training
  }

  /// What all of the runs held out; nil when none held out anything.
  private static func sharedPlan(
    _ models: [TrainedModel], _ choice: SplitChoice
  ) throws(InputError) -> ValidationSplit? {
    let plan = models.first?.configuration.recipe.validationPlan?.split
    for model in models {
      let other = model.configuration.recipe.validationPlan?.split
      guard other == plan else {
        throw InputError(
          .usage, "the runs held out different images", path: model.run, expected: Self.text(plan),
          found: Self.text(other), remedy: "train them with the same --validation and --split-seed")
      }
    }
    if plan == nil, choice == .validation {
      throw InputError(
        .usage, "the run held out no images", path: models.first?.run,
        remedy: "train one with --validation, or take --split test")
    }
    return plan
  }

  private static func text(_ plan: ValidationSplit?) -> String {
    plan.map { "\($0.text) with split seed \($0.seed)" } ?? "none"
  }
}
