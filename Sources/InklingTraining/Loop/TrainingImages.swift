import InklingCaptchas
package import InklingDatasets
package import InklingEngine
package import InklingFiles
import InklingTargets

/// What a loop trains on: images in memory, or pictures that are drawn anew in every epoch.
struct TrainingImages: Sendable {
  /// Those in memory; some of the pictures where they are drawn.
  let inMemory: LabeledImages
  /// Nil for images in memory.
  let generated: GeneratedPictures?

  init(_ inMemory: LabeledImages, generated: GeneratedPictures? = nil) {
    self.inMemory = inMemory
    self.generated = generated
  }

  /// The training set of a data set.
  init(of dataset: Dataset) { self.init(dataset.train, generated: dataset.generated) }

  /// The images, before any is held out.
  var count: Int { generated?.count ?? inMemory.count }

  var classNames: [String] { inMemory.classNames }

  /// What a step is given: no bytes where the pictures are drawn.
  var bytes: [UInt8] { generated == nil ? inMemory.images : [] }

  /// The answers of an epoch.
  func targets(epoch: Int) -> Targets { generated?.targets(epoch: epoch) ?? inMemory.targets }

  /// What is done to the images on their way in, or draws them; nil for nothing.
  ///
  /// - Parameters:
  ///   - training: the images that are trained on; nil for all.
  func preparation(
    _ augmentation: Augmentation?, seed: UInt64, training: [Int32]?
  ) throws(InputError) -> (any ImagePreparation)? {
    if let generated { return try GeneratedImages(generated, augmentation: augmentation, seed: seed) }
    return try augmentation.map { augmentation throws(InputError) in
      try AugmentedImages(augmentation, of: inMemory, seed: seed, training: training)
    }
  }
}

extension Recipe {
  /// What the run trains on and what it holds out: of pictures that are drawn anew in every epoch nothing is held out, for
  /// the validation has others.
  ///
  /// - Throws: as `split(of:)` of images.
  package func split(of dataset: Dataset) throws(InputError) -> DatasetSplit? {
    guard dataset.generated != nil else { return try split(of: dataset.train) }
    try requireDrawn(dataset.generated)
    return nil
  }

  /// The pictures that a validation evaluates beside those that are drawn anew in every epoch; nil without one, and where
  /// the validation is a part of the training set.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a number out of range, and for a fold.
  package func heldOutPictures(of dataset: Dataset) throws(InputError) -> LabeledImages? {
    guard let generated = dataset.generated, validationPlan != nil else { return nil }
    try requireDrawn(generated)
    return try generated.heldOut(data.validationCount(of: generated.count))
  }

  /// Refuses a validation that has no meaning where pictures are drawn anew in every epoch.
  private func requireDrawn(_ generated: GeneratedPictures?) throws(InputError) {
    guard let generated, let plan = validationPlan else { return }
    if case .fold = plan.split.size {
      throw InputError(
        .malformed, "pictures that are drawn anew in every epoch have no folds", expected: "a number or a share",
        found: plan.split.text, remedy: "hold out a number of pictures with --validation")
    }
    guard plan.split.seed == 0 else {
      throw InputError(
        .malformed, "pictures that are drawn for a validation are always the same", expected: "no split seed",
        found: "\(plan.split.seed)", remedy: "leave out --split-seed")
    }
    try GeneratedPictures.require(data.validationCount(of: generated.count), of: "the validation", from: 1)
  }
}

extension LearningTask {
  /// Refuses images, answers and networks that do not belong together, texts included that a generator will draw some day.
  ///
  /// - Throws: as `requireFit(_:_:)` of images.
  package func requireFit(_ dataset: Dataset, _ graph: Graph) throws(InputError) {
    // First what is wrong with every text of a length: the pictures in memory are some of them.
    if let generator = dataset.generated?.generator, let reading = self as? ReadingTask, graph.outputShape.isImage {
      try reading.requireColumns(of: graph, for: generator)
    }
    try requireFit(dataset.train, graph)
  }
}
