package import InklingDatasets
package import InklingEngine
package import InklingFiles
import InklingTargets

/// The network that a command is about, with the images it takes, its classes, and how bytes become inputs: a run's, or
/// one that is to be made for some images.
package struct NetworkPlan: Equatable {
  package var architecture: String
  /// The layers of an architecture that does not come with the program.
  package var specification: ModelSpecification?
  /// Channels, height and width of one image.
  package var input: [Int]
  /// The name of each class, in the order of the logits.
  package var classNames: [String]
  package var normalization: Normalization
  /// What it learns.
  package var task = TaskRecipe.classify
  /// How the images are drawn.
  package var picture = PictureDescription()
  /// What a person should know of it, each in one sentence.
  package private(set) var notes: [String] = []
  /// A run's network as it was saved; nil for one that is to be made of its layers.
  private var saved: Graph?

  /// - Parameter input: channels, height and width of one image.
  package init(_ model: ModelSpecification = .lenet, input: [Int], classNames: [String]) {
    architecture = model.name
    specification = model.isBuiltIn ? nil : model
    self.input = input
    self.classNames = classNames
    // Numbers of channels that no model takes are refused later; they must not do harm before.
    let channels = min(max(input.first ?? 1, 1), ModelSpecification.largestChannels)
    normalization = NormalizationRecipe.standardFactors(channels: channels)
  }

  /// The model for a data set's images and classes.
  package init(_ model: ModelSpecification = .lenet, for images: LabeledImages) {
    self.init(model, input: [images.channels, images.height, images.width], classNames: images.classNames)
  }

  /// The network of a recipe for these images. A recipe without one has that of the run or file whose weights it starts
  /// from, as its task learns it.
  ///
  /// - Parameters:
  ///   - runs: the folder that holds the runs.
  ///   - weights: what the recipe starts from, where it was read already.
  /// - Throws: as below; `InputError` of kind `.usage` for a recipe without either.
  package init(
    _ recipe: Recipe, runs: String, for images: LabeledImages, startingFrom weights: StartingWeights? = nil
  ) throws(InputError) {
    if let model = recipe.model {
      self.init(model, for: images)
      task = recipe.task
      return
    }
    guard let source = recipe.fineTuning?.from else {
      throw InputError(
        .usage, "the recipe \(recipe.name) names no network", expected: "a model", found: "none",
        remedy: "name one with --model, or a run that has one with --from")
    }
    if let network = weights?.network {
      self.init(network)
    } else {
      try self.init(inRun: RunFolder.locate(source, in: runs))
    }
    try learn(recipe.task)
    try follow(images)
    task = recipe.task
  }

  /// Takes off what makes probabilities at the network's end, where the task learns from logits.
  private mutating func learn(_ task: TaskRecipe) throws(InputError) {
    guard let whole = saved else { return }
    let learned = try task.learned(whole)
    guard learned != whole else { return }
    saved = learned
    notes.append(Self.note(ofEnd: whole, for: task))
  }

  /// What a run says when it takes off what makes probabilities at a network's end.
  package static func note(ofEnd whole: Graph, for task: TaskRecipe) -> String {
    let isAlone = whole.outputForm == .independentProbabilities
    let end = isAlone ? "a sigmoid, for each class by itself" : "a softmax"
    let instead = isAlone && task.name == .classify ? "one class among all, by a softmax" : "from logits"
    return "the network ends in \(end): that is taken off, and this run learns \(instead)"
  }

  /// Gives the network a head for the images' classes.
  private mutating func follow(_ images: LabeledImages) throws(InputError) {
    // A row of logits for each character is no head that is replaced.
    if task.name == .read { return try task.requireSame(classNames, images.classNames) }
    saved = try saved?.withHead(outputs: images.classNames.count)
    classNames = images.classNames
  }

  /// Reads the description in the run folder at `run`.
  ///
  /// - Throws: `InputError`: `.missing` when the run has none, `.malformed` when it describes no model.
  package init(inRun run: String) throws(InputError) {
    self.init(try RunFolder.requireModel(at: run))
  }

  /// The network that a model has.
  package init(_ model: ModelDescription) {
    architecture = model.name
    specification = model.specification
    input = model.graph.inputShape.dimensions
    classNames = model.classNames
    normalization = model.normalization
    task = model.task
    picture = model.picture
    saved = model.graph
  }

  /// What a run folder keeps of it.
  ///
  /// - Throws: as `graph()`.
  package func description() throws(InputError) -> ModelDescription {
    ModelDescription(
      name: architecture, graph: try graph(), classNames: classNames, normalization: normalization,
      specification: specification, task: task, picture: picture)
  }

  /// Refuses images or classes that are not the model's.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  package func requireFit(_ dataset: Dataset) throws(InputError) {
    let images = dataset.train
    if images.classNames.first == Alphabet.blankName { try task.requireSame(classNames, images.classNames) }
    try task.make().requireFit(dataset, graph())
    try task.requireSame(classNames, images.classNames)
  }

  /// The network, with every shape checked.
  ///
  /// - Throws: `InputError` of kind `.malformed` for images or classes that the architecture cannot take.
  package func graph() throws(InputError) -> Graph {
    if let saved { return saved }
    try checkInput()
    return try model().graph(input: Shape(input), classes: classNames.count)
  }

  /// The layers.
  ///
  /// - Throws: `InputError` of kind `.malformed` for an architecture that nobody knows.
  private func model() throws(InputError) -> ModelSpecification {
    if let model = specification ?? ModelSpecification.named(architecture) { return model }
    throw InputError(
      .malformed, "unknown architecture", expected: ModelSpecification.builtIns.map(\.name).joined(separator: ", "),
      found: architecture)
  }

  /// Refuses images and classes that no model of this kind takes, before shapes are made of them.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  package func checkInput() throws(InputError) {
    if saved != nil { return }
    try model().requireRange(input: input, classes: classNames.count)
    guard normalization.scale.count == input[0], normalization.shift.count == input[0] else {
      throw InputError(
        .malformed, "the normalization does not fit the images",
        expected: input[0] == 1 ? "1 channel" : "\(input[0]) channels",
        found: "\(normalization.scale.count) and \(normalization.shift.count)")
    }
  }
}
