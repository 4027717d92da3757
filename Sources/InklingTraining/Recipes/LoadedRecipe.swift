public import InklingDatasets
public import InklingEngine
public import InklingFiles

/// A recipe with the document it came from, so that what turns out to be wrong later still has a line.
public struct LoadedRecipe: Sendable {
  /// What the document says, with the settings over it.
  public let recipe: Recipe
  /// The file, or the name of a recipe that comes with the program.
  public let path: String
  let node: DocumentNode
  /// The document before the settings, and what they are.
  let base: DocumentNode
  let settings: [RecipeSetting]
  /// The names that `data.dataset` may have.
  let datasets: [String]
  /// Whether a person gave it: then what it says without any effect is refused. A run's own recipe, and one that was made in
  /// Swift, have every key.
  let isGiven: Bool

  /// Reads a recipe and puts settings over it, strictly: everything that is wrong is said at once.
  ///
  /// - Parameters:
  ///   - source: the name of a recipe that comes with the program, or the path of a YAML file. What such a file names by a
  ///     relative path (a model's file, weights to start from) is looked for beside it first.
  ///   - settings: what was given in place of the file's values; the last of several for one key counts.
  /// - Throws: `InputError`: of kind `.usage` for an unknown name, `.missing` for a file that is not there, `.malformed`
  ///   with the key, the line and the nearest valid name for what is wrong; `.usage` where options of the command line are.
  public init(_ source: String, settings: [RecipeSetting] = []) throws(InputError) {
    let document: DocumentNode
    if let text = Self.builtIns[source] {
      document = try YAMLDocument.parse(text, path: source)
    } else if Self.isPath(source) {
      document = Self.locatingData(Self.locatingWeights(try YAMLDocument.read(source), source), source)
    } else {
      throw InputError(
        .usage, "unknown recipe", expected: "one of \(Self.names.joined(separator: ", ")), or a YAML file",
        found: source, remedy: NearestName.of(source, among: Self.names).map { "did you mean \($0)?" })
    }
    try self.init(document, path: source, settings: settings)
  }

  /// A recipe that was made in Swift, or that a run has saved, held against the same rules as a file. Its data set may be
  /// one that only its program knows.
  ///
  /// - Parameters:
  ///   - recipe: the recipe to check.
  ///   - path: what it is called in errors; nil for its name.
  ///   - settings: values that are put in place of the recipe's, in this order; none by default.
  /// - Throws: `InputError` of kind `.malformed`, as above.
  public init(_ recipe: Recipe, path: String? = nil, settings: [RecipeSetting] = []) throws(InputError) {
    try self.init(
      recipe.node, path: path ?? recipe.name, settings: settings, datasets: DataRecipe.names + [recipe.data.dataset],
      isGiven: false)
  }

  /// A recipe in a document that was read already.
  init(
    _ document: DocumentNode, path: String, settings: [RecipeSetting], datasets: [String] = DataRecipe.names,
    isGiven: Bool = true
  ) throws(InputError) {
    self.path = path
    self.datasets = datasets
    self.isGiven = isGiven
    base = document
    self.settings = settings
    node = Self.document(document, with: settings, datasets)
    let faults = DocumentFaults()
    recipe = Self.read(node, path, faults, datasets)
    for setting in settings where setting.value.isNull { Self.check(setting, over: node, path, faults, datasets) }
    // What is wrong by itself would be wrong again in combination.
    if faults.isEmpty { RecipeCheck(recipe: recipe, node: node, faults: faults, isGiven: isGiven).run() }
    try blamed(faults) { $0.run() }.throwIfAny(in: "the recipe", path: path)
  }

  /// The faults, each at the setting that has made it where the document without that has it not.
  private func blamed(_ faults: DocumentFaults, checking check: (RecipeCheck) -> Void) -> DocumentFaults {
    faults.blamed(on: settings) { settings in
      let (document, found) = (Self.document(base, with: settings, datasets), DocumentFaults())
      let recipe = Self.read(document, path, found, datasets)
      if found.isEmpty { check(RecipeCheck(recipe: recipe, node: document, faults: found, isGiven: isGiven)) }
      return found
    }
  }

  static func read(
    _ node: DocumentNode, _ path: String, _ faults: DocumentFaults, _ datasets: [String]
  ) -> Recipe {
    Recipe(reading: node, name: name(of: path), faults: faults, datasets: datasets) { name throws(InputError) in
      try YAMLDocument.read(locate(name, beside: path))
    }
  }

  /// Looks whether there is such a key as a setting takes away: the document without it no longer says.
  private static func check(
    _ setting: RecipeSetting, over node: DocumentNode, _ path: String, _ faults: DocumentFaults, _ datasets: [String]
  ) {
    let found = DocumentFaults()
    _ = read(node.setting(setting.path, to: setting.value, keepsNull: true), path, found, datasets)
    for fault in found.all where fault.isUnknownKey && "\(setting.path).".hasPrefix("\(fault.keyPath).") {
      faults.add(fault)
    }
  }

  /// Holds the recipe against the images that it is given.
  ///
  /// - Throws: `InputError` of kind `.malformed`, as above.
  public func requireFit(trainingCount: Int, input: Shape, classes: Int) throws(InputError) {
    try requireFit(trainingCount, holdsOut: true, input, classes) { $0.run() }
  }

  private func requireFit(
    _ trainingCount: Int, holdsOut: Bool, _ input: Shape, _ classes: Int, _ checkModel: (RecipeModelCheck) -> Void
  ) throws(InputError) {
    guard (1...Int(Int32.max)).contains(trainingCount) else {
      throw InputError(
        .malformed, "the training set of \(recipe.data.title) is \(trainingCount < 1 ? "empty" : "too large")",
        expected: trainingCount < 1 ? "at least one image" : "at most \(Int32.max) images",
        found: trainingCount < 1 ? "none" : "\(trainingCount)", remedy: "choose another with --dataset or --data")
    }
    let faults = DocumentFaults()
    func fit(_ check: RecipeCheck) {
      // Of a recipe with another number of images, as it is without an option, these say nothing.
      let isCounted = check.recipe.data.imageNumbers == recipe.data.imageNumbers
      let left =
        isCounted ? check.run(trainingCount: trainingCount, holdsOut: holdsOut) : check.recipe.batchSize
      checkModel(RecipeModelCheck(check: check, input: input, classes: classes, trainedCount: left))
      if input.isImage { check.checkAugmentation(input) }
    }
    fit(RecipeCheck(recipe: recipe, node: node, faults: faults, isGiven: isGiven))
    try blamed(faults, checking: fit).throwIfAny(in: "the recipe", path: path)
  }

  /// The same with the images themselves, of which the recipe may hold some out.
  ///
  /// - Throws: as above.
  public func requireFit(_ dataset: Dataset, input: Shape) throws(InputError) {
    try requireFit(dataset, input) { $0.run() }
  }

  /// The same for a network that no list of layers makes.
  public func requireFit(_ dataset: Dataset, _ graph: Graph) throws(InputError) {
    try requireFit(dataset, graph.inputShape) { $0.run(graph) }
  }

  private func requireFit(
    _ dataset: Dataset, _ input: Shape, _ checkModel: (RecipeModelCheck) -> Void
  ) throws(InputError) {
    // What a validation looks at beside pictures that are drawn is none of them.
    try requireFit(
      dataset.trainingCount, holdsOut: dataset.generated == nil, input, dataset.train.classNames.count, checkModel)
    try requireSplit(of: dataset)
  }

  /// Refuses lengths of drawn texts that an option has made too long for the network.
  ///
  /// - Throws: `InputError` of kind `.usage` that names the option.
  func requireColumns(of graph: Graph, for dataset: Dataset) throws(InputError) {
    let place = node.place(of: "data.length")
    guard recipe.task.name == .read, let generator = dataset.generated?.generator, graph.outputShape.isImage,
      place.isCommandLine, let option = place.text
    else { return }
    do throws(InputError) {
      try ReadingTask(recipe.task.head).requireColumns(of: graph, for: generator)
    } catch {
      throw InputError(
        .usage, "\(option): \(error.what)", expected: error.expected, found: error.found, remedy: error.remedy)
    }
  }

  private func requireSplit(of dataset: Dataset) throws(InputError) {
    let faults = DocumentFaults()
    if isGiven, recipe.evaluation?.views.isEmpty == false, dataset.test.count == 0, !recipe.isFold {
      faults.add(
        "evaluation.views", at: node.place(of: "evaluation.views"),
        "changes nothing: they are of the test set, which the data set does not have")
    }
    do throws(InputError) {
      _ = try recipe.split(of: dataset)
    } catch {
      faults.add("data.validation", at: node.place(of: "data.validation"), "does not fit the images: \(error.clause)")
    }
    try faults.throwIfAny(in: "the recipe", path: path)
  }

  /// The same recipe with a model in place of none: that of the run it starts from.
  public func adopting(_ model: ModelSpecification) throws(InputError) -> LoadedRecipe {
    try replacingDocument(node.setting("model", to: model.shortNode))
  }

  /// The same recipe by a document that was changed.
  func replacingDocument(_ node: DocumentNode) throws(InputError) -> LoadedRecipe {
    try LoadedRecipe(node, path: path, settings: [], datasets: datasets, isGiven: isGiven)
  }

  /// The same recipe with the normalisation of the weights that it starts from, where it names none and they do.
  ///
  /// - Parameters:
  ///   - runs: the folder that holds the runs.
  ///   - opener: what reads the weights.
  /// - Throws: what reading the weights throws.
  public func adoptingNormalization(
    runs: String, opening opener: WeightsOpener = .own
  ) throws(InputError) -> LoadedRecipe {
    guard node.node(at: "data.normalization") == nil else { return self }
    return try adoptingNormalization(of: try opener(recipe.fineTuning, runs: runs))
  }

  /// The same with weights that were read already.
  ///
  /// - Throws: `InputError` of kind `.usage` for weights whose normalisation no recipe can say.
  package func adoptingNormalization(of weights: StartingWeights?) throws(InputError) -> LoadedRecipe {
    guard node.node(at: "data.normalization") == nil else { return self }
    if let strange = weights?.origin.strangeNormalization {
      throw InputError(
        .usage, "the images that the weights were trained on were normalised as no training does it",
        path: weights?.path,
        expected: "a mean and a deviation of each channel that data.normalization takes",
        found: "byte * \(strange.scale.prefix(4)) + \(strange.shift.prefix(4))",
        remedy: "say with data.normalization how this run's are to be")
    }
    guard let own = weights?.origin.normalization else { return self }
    return try replacingDocument(node.setting("data.normalization", to: own.node.placed(at: Self.adopted)))
  }

  /// The recipes of an ensemble's members: this one with each of the seeds and its model. A recipe without ensemble is its
  /// only member.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a model that the rest of the recipe does not fit.
  public func members() throws(InputError) -> [LoadedRecipe] {
    guard let ensemble = recipe.ensemble else { return [self] }
    var members: [LoadedRecipe] = []
    for (index, seed) in ensemble.seeds.enumerated() {
      var member = node.setting("ensemble", to: DocumentNode(.null)).setting("seed", to: .number(seed))
      if let model = node.node(at: "ensemble.models.\(index)") { member = member.setting("model", to: model) }
      members.append(try replacingDocument(member))
    }
    return members
  }

  private static func isPath(_ source: String) -> Bool {
    source.contains("/") || source.hasSuffix(".yaml") || source.hasSuffix(".yml") || source.hasSuffix(".json")
  }

  /// "mine" for "recipes/mine.yaml".
  private static func name(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.split(separator: ".").first.map(String.init) ?? file
  }

  /// The document of a file, with a run or a file of weights that stands beside it called by its path from here.
  private static func locatingWeights(_ document: DocumentNode, _ path: String) -> DocumentNode {
    guard let node = document.node(at: "fine_tuning.from"), let source = node.text, !isOfRun(path) else {
      return document
    }
    let found = locate(source, beside: path)
    guard found != source, RunFolder.holdsRun(found) || RunPath.content(of: found) == .other else { return document }
    return document.setting("fine_tuning.from", to: DocumentNode.text(found).placed(at: node.place))
  }

  /// Whether a file is a run's own recipe. What it names by a relative path lay where the run was started, and its folder
  /// holds the run's results under the very names of what it may have started from.
  private static func isOfRun(_ path: String) -> Bool {
    path.contains("/") && RunFolder.holdsRun(DurableFile.folder(of: path))
  }

  /// The document of a file, with a data set or fonts that stand beside it called by their paths from here.
  private static func locatingData(_ document: DocumentNode, _ path: String) -> DocumentNode {
    guard !isOfRun(path) else { return document }
    let known = ["data.dataset": DataRecipe.names, "data.fonts": ["system"]]
    return known.reduce(document) { document, named in
      guard let node = document.node(at: named.key), let data = node.text, !data.isEmpty,
        !named.value.contains(data.lowercased()), !data.hasPrefix("/"), path.contains("/")
      else { return document }
      let beside = "\(DurableFile.folder(of: path))/\(data)"
      guard FileStatus.isThere(beside) else { return document }
      return document.setting(named.key, to: DocumentNode.text(beside).placed(at: node.place))
    }
  }

  /// What a recipe's file names by a relative path is looked for beside it first.
  private static func locate(_ name: String, beside path: String) -> String {
    guard !name.hasPrefix("/"), path.contains("/"), !isOfRun(path) else { return name }
    let beside = DurableFile.folder(of: path) + "/" + name
    return RunPath.content(of: beside) == .nothing ? name : beside
  }
}
