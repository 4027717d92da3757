import InklingCaptchas
package import InklingDatasets
package import InklingFiles

/// The images of a data set that are evaluated.
package struct DataPart {
  package let images: LabeledImages
  /// Nil for all of them.
  package let indices: [Int32]?
  /// What a person should know of them; nil for nothing.
  package let note: String?
  /// Of models that were trained when the test set was another: a sentence for each.
  fileprivate var changes: [String] = []

  /// Reads a part of a data set as the models saw it.
  ///
  /// - Throws: what reading throws; `InputError` of kind `.usage` when there is no such part: a model that held out nothing
  ///   or of which it is not known, models that held out different images, or another data set than the models'.
  package init(_ choice: SplitChoice, of source: DatasetSource, for models: [TrainedModel]) throws(InputError) {
    let source = models.first.map { source.fitted(to: $0) } ?? source
    if choice == .test {
      let (test, known) = try source.isOwn ? Self.testImages(of: source, for: models) : (source.loadTestSet(), [])
      guard test.count > 0 else {
        throw InputError(
          .usage, "the data set has no test images", path: source.name,
          remedy: Self.holdOut(models)
            ? "take --split validation, or name another --dataset" : "name another --dataset, which has some")
      }
      let (taken, left) = Self.taken(test, of: source, by: models)
      guard taken.count > 0 else {
        throw InputError(
          .malformed, "no text of the data set fits into the model's columns", path: source.name,
          found: "\(test.count) that do not")
      }
      images = taken
      changes = models.compactMap { source.otherTestSetNote(taken, for: $0) }
      let notes = known + changes + [left, taken.drawingNote(for: models)].compactMap(\.self)
      self.note = notes.isEmpty ? nil : notes.joined(separator: "; ")
      indices = nil
      return
    }
    note = nil
    let recipes = try models.map { model throws(InputError) in try model.requireRecipe() }
    guard !recipes.isEmpty, recipes.allSatisfy({ source.isData(of: $0) }) else {
      throw InputError(
        .usage, "only the run's own data set has \(choice.title)",
        expected: try recipes.first.map { recipe throws(InputError) in
          try DatasetSource(of: recipe, folder: nil).title
        }, found: source.title, remedy: "leave out --dataset and --shift, or take --split test")
    }
    let plan = try Self.sharedPlan(models, choice)
    let dataset = try source.load()
    if let recipe = recipes.first, dataset.generated != nil {
      for model in models { try model.requireTrained(on: dataset.trainingFingerprint, dataset) }
      // Of an epoch's pictures those that are in memory.
      images = choice == .train ? dataset.train : try recipe.heldOutPictures(of: dataset) ?? dataset.train
      indices = nil
      return
    }
    images = Self.taken(dataset.train, of: source, by: models).images
    let part = DatasetFingerprint.Part(of: images)
    for model in models { try model.requireTrained(on: part, dataset) }
    guard let plan else {
      indices = nil
      return
    }
    let split = try images.splitting(plan)
    let record = SplitRecord(split, of: images)
    for run in models.compactMap(\.origin.run) { try record.requireSame(inRun: run) }
    indices = choice == .validation ? split.validation : split.training
  }

  /// The images whose texts fit into the models' columns, where others are to be skipped, and a note of those.
  private static func taken(
    _ images: LabeledImages, of source: DatasetSource, by models: [TrainedModel]
  ) -> (images: LabeledImages, note: String?) {
    guard let model = models.first else { return (images, nil) }
    let (taken, left) = images.taken(by: model.description.task, model.graph, source.reading.texts)
    guard !left.isEmpty else { return (taken, nil) }
    return (
      taken,
      "\(left.count) of the pictures have a text that does not fit into the model's columns: \(NameList.text(left))"
    )
  }

  /// The test part of one's own set, or all of a set without parts, which none of the models may have been trained on.
  ///
  /// - Returns: the images, and what a person should know: of images that are in both parts, and of pictures with texts.
  private static func testImages(of source: DatasetSource, for models: [TrainedModel]) throws(InputError)
    -> (images: LabeledImages, notes: [String])
  {
    let dataset = try source.load()
    let texts = source.reading.texts == nil ? [] : dataset.notes.filter { $0 != DatasetParts.noTestNote }
    let notes = texts + [dataset.sharedImagesNote].compactMap(\.self)
    guard dataset.test.count == 0 else { return (dataset.test, notes) }
    let digest = DatasetFingerprint.Part(of: Self.taken(dataset.train, of: source, by: models).images).images
    for model in models where model.training?.data?.training.images == digest {
      throw InputError(
        .usage, "the data set has no test part, and its images are those that the model was trained on",
        path: source.name, expected: "a part named test", found: "training images alone",
        remedy: Self.unseenRemedy(for: models))
    }
    let seen = try models.map { model throws(InputError) in try seenNote(source, model) }
    return (dataset.train, notes + seen.compactMap(\.self))
  }

  /// Whether each of the models held out images of its own.
  private static func holdOut(_ models: [TrainedModel]) -> Bool {
    models.allSatisfy { $0.training?.recipe.validationPlan != nil }
  }

  private static func unseenRemedy(for models: [TrainedModel]) -> String {
    (holdOut(models) ? "" : "train with --validation and ") + "take --split validation, or name another --dataset"
  }

  /// Refuses a set without a test part that holds images that the model was trained on, whatever else is in it, and however
  /// they are shifted.
  ///
  /// - Returns: a note of some that are the same by chance, such as blank ones: at most one in a hundred.
  private static func seenNote(_ source: DatasetSource, _ model: TrainedModel) throws(InputError) -> String? {
    guard let seen = SeenImages(of: model) else { return nil }
    var plain = source
    plain.variation.shift = nil
    let images = try plain.load().train
    let count = seen.count(in: images)
    guard count > 0 else { return nil }
    guard count * 100 > images.count else {
      return "\(count) of the images are among those that \(model.title) was trained on"
    }
    throw InputError(
      .usage, "the data set has no test part, and the model was trained on images that are in it",
      path: source.name, expected: "images that it has not seen", found: "\(count) of \(images.count) that it has",
      remedy: unseenRemedy(for: [model]))
  }

  /// What all of the models held out; nil when none held out anything.
  private static func sharedPlan(
    _ models: [TrainedModel], _ choice: SplitChoice
  ) throws(InputError) -> ValidationSplit? {
    let plan = models.first?.validationSplit
    for model in models {
      let other = model.validationSplit
      guard other == plan else {
        throw InputError(
          .usage, "the runs held out different images", path: model.title, expected: Self.text(plan),
          found: Self.text(other), remedy: "train them with the same --validation and --split-seed")
      }
    }
    if plan == nil, choice == .validation {
      throw InputError(
        .usage, "the run held out no images", path: models.first?.title, remedy: "train one with --validation")
    }
    return plan
  }

  private static func text(_ plan: ValidationSplit?) -> String {
    plan.map { "\($0.text) with split seed \($0.seed)" } ?? "none"
  }
}

extension DatasetSource {
  /// One image of the test set, which the model has not seen.
  ///
  /// - Throws: as `DataPart`, and `InputError` of kind `.usage` when there is no such image.
  ///
  /// - Returns: the image, and what a person should know of it; nil for nothing.
  package func testImage(
    _ index: Int, for model: TrainedModel
  ) throws(InputError) -> (image: LabeledImages, note: String?) {
    guard isOwn else { return (try loadTestImage(index), try otherGeneratorNote(for: model)) }
    let part = try DataPart(.test, of: self, for: [model])
    return (try Self.image(index, of: part.images), part.changes.first)
  }
}

extension TrainedModel {
  fileprivate var validationSplit: ValidationSplit? { training?.recipe.validationPlan?.split }

  /// What it was trained on, and how.
  ///
  /// - Throws: `InputError` of kind `.usage` for a model of which nothing is known.
  package func requireRecipe() throws(InputError) -> Recipe {
    if let recipe = training?.recipe { return recipe }
    throw InputError(
      .usage, "the model does not say what it was trained on", path: title,
      remedy: "name the data set with --dataset")
  }

  /// Refuses training images that are not the model's.
  fileprivate func requireTrained(on part: DatasetFingerprint.Part, _ dataset: Dataset) throws(InputError) {
    guard let data = training?.data else { return }
    let isRun = origin.run != nil
    try DatasetFingerprint(training: part, test: data.test, generator: dataset.generated?.generator.identity)
      .requireSame(
        as: data, what: isRun ? "the run" : "the model",
        path: origin.run.map { RunFolder.path(of: .data, in: $0) } ?? title)
  }
}
