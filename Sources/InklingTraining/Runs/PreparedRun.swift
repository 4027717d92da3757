package import InklingDatasets
package import InklingEngine
package import InklingFiles

/// Everything that a training needs, checked: nothing is left in the runs' folder when something is wrong.
package struct PreparedRun {
  package let dataset: Dataset
  package let graph: Graph
  package let folder: RunFolder
  /// Where to go on; nil from the first step.
  package let checkpoint: Checkpoint?
  /// What a new run starts from; nil from its seed.
  package let weights: StartingWeights?
  package let instructionSet: InstructionSet
  /// The data folder that was named.
  package let dataFolder: String?
  /// What a person should know before it starts, each in one sentence.
  package let notes: [String]

  /// A new run.
  ///
  /// - Parameters:
  ///   - recipe: what the configuration's came from.
  ///   - runs: the folder that holds the runs.
  /// - Throws: `InputError` for an option out of range, data that is missing or wrong, images that the network cannot
  ///   take, and a run folder that cannot be made.
  package init(
    new configuration: RunConfiguration, recipe: LoadedRecipe, startingFrom weights: StartingWeights? = nil,
    in runs: String, on source: DatasetSource, downloads: Bool, progress: (DownloadEvent) -> Void = { _ in },
    instructionSet: InstructionSet
  ) throws(InputError) {
    // What can be checked without the data is: reading it takes a while.
    try configuration.validate()
    let dataset = try source.load(downloads: downloads, verifies: true, progress: progress)
    try self.init(
      new: configuration, recipe: recipe, startingFrom: weights, in: runs, on: dataset, dataFolder: source.folder,
      instructionSet: instructionSet)
  }

  /// A new run on data that was read.
  package init(
    new configuration: RunConfiguration, recipe: LoadedRecipe, startingFrom weights: StartingWeights? = nil,
    in runs: String, on dataset: Dataset, dataFolder: String?, instructionSet: InstructionSet
  ) throws(InputError) {
    self.dataFolder = dataFolder
    self.instructionSet = instructionSet
    var description = try NetworkPlan(
      recipe.recipe, runs: runs, for: dataset.train, startingFrom: weights)
    try description.checkInput()
    let dataset = try Self.taken(dataset, by: recipe.recipe, description)
    self.dataset = dataset
    try recipe.requireFit(dataset, description)
    var configuration = configuration
    configuration.network = recipe.recipe.model == nil ? description.architecture : nil
    try configuration.validate()
    let split = try configuration.recipe.split(of: dataset)
    let measured = try configuration.measured(on: dataset)
    description.normalization = try measured.recipe.data.normalization.factors(channels: dataset.train.channels)
    description.picture = PictureDescription(
      of: dataset.train, dataset: measured.recipe.data.dataset, startingFrom: weights)
    graph = try description.graph()
    try recipe.requireColumns(of: graph, for: dataset)
    try description.task.make().requireFit(dataset, graph)
    self.weights = try weights?.fitted(to: graph, classNames: dataset.train.classNames)
    let folder = try RunFolder.create(in: runs, configuration: measured)
    do throws(InputError) {
      if let weights = self.weights { try folder.save(weights) }
      try folder.keep(description.description())
    } catch {
      folder.discard()
      throw error
    }
    self.folder = folder
    checkpoint = nil
    let weightNotes = self.weights?.notes(for: measured.recipe, channels: dataset.train.channels) ?? []
    notes =
      dataset.notes + Self.dataNotes(measured.recipe, dataset) + (split?.notes ?? []) + weightNotes + description.notes
      + Self.computeNotes(configuration)
  }

  /// A run that was stopped or killed.
  ///
  /// - Parameters:
  ///   - path: the run's folder.
  ///   - change: puts the options that were given in place of the saved ones.
  /// - Throws: as above; `InputError` of kind `.missing` when there is no such run, `.malformed` when it is damaged, of
  ///   another model, or would have given other weights, `.unwritable` when somebody else trains in it.
  package init(
    resuming path: String, dataFolder: String?, downloads: Bool, progress: (DownloadEvent) -> Void = { _ in },
    instructionSet: InstructionSet,
    changing change: (inout RunConfiguration) throws(InputError) -> Void
  ) throws(InputError) {
    try self.init(
      resuming: path, dataFolder: dataFolder,
      load: { (configuration: RunConfiguration) throws(InputError) in
        try DatasetSource(of: configuration.recipe, folder: dataFolder).load(
          downloads: downloads, verifies: true, progress: progress)
      }, instructionSet: instructionSet, changing: change)
  }

  /// The same, on data that somebody else reads.
  package init(
    resuming path: String, dataFolder: String?, load: (RunConfiguration) throws(InputError) -> Dataset,
    instructionSet: InstructionSet,
    changing change: (inout RunConfiguration) throws(InputError) -> Void
  ) throws(InputError) {
    let saved = try RunFolder.configuration(at: path)
    let edited = RunFolder.editedRecipeNote(at: path, saved.recipe)
    try Self.requireModel(of: saved, path)
    var changed = saved
    try change(&changed)
    try changed.requireResumable(from: saved, path: path)
    try changed.validate()
    self.instructionSet = instructionSet
    self.dataFolder = dataFolder
    // Reopened with the changes only when all is well: what is changed is saved.
    let unchanged = try RunFolder.reopen(path)
    let whole = try load(changed)
    dataset =
      try changed.recipe.data.texts.skipsBad
      ? Self.taken(whole, by: changed.recipe, Self.description(of: changed, path, for: whole.train)) : whole
    try dataset.fingerprint.requireSame(inRun: path)
    let split = try changed.recipe.split(of: dataset)
    changed = try changed.measured(on: dataset)
    let description = try Self.description(of: changed, path, for: dataset.train, unchanged.startingWeights())
    graph = try description.graph()
    try description.requireFit(dataset)
    if let split { try SplitRecord(split, of: dataset.train).requireSame(inRun: path) }
    let loaded = try unchanged.loadCheckpoint()
    checkpoint = loaded?.checkpoint
    if loaded == nil { try unchanged.requireNoEpochs() }
    if let checkpoint {
      try Self.require(changed.recipe.epochs, toFollow: checkpoint, path)
      try changed.requireTrainable(beyond: saved, after: checkpoint, path: path)
    }
    weights = try checkpoint == nil ? Self.startingWeights(unchanged) : nil
    unchanged.unlock()
    var folder = try RunFolder.reopen(path) { $0 = changed }
    folder.finishedReport = checkpoint.flatMap(folder.finalReport)
    self.folder = folder
    // One that was killed before it had its model is given it.
    try folder.keep(description.description())
    let note = loaded == nil ? "the run had saved no checkpoint yet; it starts from its first step" : loaded?.note
    let roundingNote = Self.roundingNote(checkpoint, instructionSet)
    notes = dataset.notes + Self.computeNotes(folder.configuration) + [edited, note, roundingNote].compactMap(\.self)
  }

  /// The data set without texts that do not fit into the network, where a recipe leaves bad ones out.
  private static func taken(
    _ dataset: Dataset, by recipe: Recipe, _ plan: NetworkPlan
  ) throws(InputError) -> Dataset {
    // Only then is the network asked for before the recipe is held against the images.
    guard recipe.data.texts.skipsBad else { return dataset }
    return try dataset.taken(by: recipe.task, plan.graph(), recipe.data.texts)
  }

  /// Refuses a configuration that is not the saved model's, before the data is read.
  private static func requireModel(of saved: RunConfiguration, _ path: String) throws(InputError) {
    guard let model = try RunFolder.model(at: path) else {
      _ = try layers(of: saved, path)
      return
    }
    guard model.name == saved.modelName else { throw otherModel(saved, path, expected: model.name) }
  }

  /// The model that the run has saved, or one of its layers when it was killed before it had any.
  ///
  /// - Parameter weights: what it started from.
  private static func description(
    of saved: RunConfiguration, _ path: String, for images: LabeledImages, _ weights: StartingWeights? = nil
  ) throws(InputError) -> NetworkPlan {
    if try RunFolder.model(at: path) != nil { return try NetworkPlan(inRun: path) }
    var description = NetworkPlan(try layers(of: saved, path), for: images)
    description.normalization = try saved.recipe.data.normalization.factors(channels: images.channels)
    description.picture = PictureDescription(of: images, dataset: saved.recipe.data.dataset, startingFrom: weights)
    return description
  }

  private static func layers(of saved: RunConfiguration, _ path: String) throws(InputError) -> ModelSpecification {
    if let model = saved.recipe.model ?? ModelSpecification.named(saved.modelName) { return model }
    throw otherModel(saved, path, expected: ModelSpecification.builtIns.map(\.name).joined(separator: ", "))
  }

  private static func otherModel(_ saved: RunConfiguration, _ path: String, expected: String) -> InputError {
    InputError(
      .malformed, "the run is of another model", path: RunFolder.path(of: .configuration, in: path),
      expected: expected, found: saved.modelName, remedy: "resume it with the release that started it")
  }

  /// What a run starts from again that was killed before its first checkpoint.
  private static func startingWeights(_ run: RunFolder) throws(InputError) -> StartingWeights? {
    if let weights = try run.startingWeights() { return weights }
    return try StartingWeights(run.configuration.recipe.fineTuning, runs: DurableFile.folder(of: run.path))
  }

  /// Refuses to train fewer epochs than were trained already.
  private static func require(_ epochs: Int, toFollow checkpoint: Checkpoint, _ path: String) throws(InputError) {
    let least = checkpoint.step == 0 ? checkpoint.epoch - 1 : checkpoint.epoch
    guard epochs >= least else {
      throw InputError(
        .malformed, "--epochs is less than the run has trained already", path: path, expected: "\(least) or more",
        found: "\(epochs)", remedy: "give more, or start a new run")
    }
  }

  /// What to say when the run goes on with kernels that give other bits.
  private static func roundingNote(_ checkpoint: Checkpoint?, _ set: InstructionSet) -> String? {
    guard let rounding = checkpoint?.rounding, rounding != set.rounding else { return nil }
    return "the run was trained with kernels that round a multiply-add \(rounding == "fused" ? "once" : "twice"), and "
      + "\(set.rawValue) rounds it \(rounding == "fused" ? "twice" : "once"): the weights will differ in their last bits "
      + "from those of a run that was not stopped; \(InstructionSet.variable) chooses the kernels"
  }

  /// What a person should know of the images, as the recipe trains on them and tests with them.
  private static func dataNotes(_ recipe: Recipe, _ dataset: Dataset) -> [String] {
    let shared = recipe.data.isOwn ? dataset.sharedImagesNote : nil
    return [shared, recipe.augmentation?.augmentation.fillNote(for: dataset.train)].compactMap(\.self)
  }

  private static func computeNotes(_ configuration: RunConfiguration) -> [String] {
    ThreadCount.note(threads: configuration.threads, batchSize: configuration.recipe.batchSize).map { [$0] } ?? []
  }
}

extension LoadedRecipe {
  /// - Throws: `InputError` of kind `.malformed` when the images cannot be trained on as the recipe says.
  ///
  /// - Parameter description: the network for them.
  package func requireFit(_ dataset: Dataset, _ description: NetworkPlan) throws(InputError) {
    try description.checkInput()
    guard recipe.model != nil else { return try requireFit(dataset, description.graph()) }
    try requireFit(dataset, input: Shape(description.input))
  }
}
