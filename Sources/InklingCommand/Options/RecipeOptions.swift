import ArgumentParser
import InklingDatasets
import InklingEngine
import InklingExchange
import InklingFiles
import InklingTraining

/// Which recipe a new run follows, and what is put in place of its values.
struct RecipeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The recipe: \(LoadedRecipe.names.joined(separator: ", ")), or a YAML file. The options below and above change it. "
        + "(default: \(RecipeOptions.standard))",
      valueName: "name or file"),
    completion: .list(LoadedRecipe.names))
  var recipe: String?

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Put a value in place of the recipe's, such as optimizer.learning_rate=0.01; may be given several times.",
      valueName: "key.path=value"))
  var settings: [String] = []

  @Option(
    help: ArgumentHelp(RecipeKey.at("model").help, valueName: "name or file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var model: String?

  @Option(help: ArgumentHelp(RecipeKey.at("fine_tuning.from").help, valueName: "run or file"), completion: .file())
  var from: String?
  @Option(help: ArgumentHelp(RecipeKey.at("fine_tuning.key").help, valueName: "name"))
  var key: String?
  @Flag(help: ArgumentHelp(RecipeKey.at("fine_tuning.replace_head").help))
  var replaceHead = false
  @Option(help: ArgumentHelp(RecipeKey.at("fine_tuning.freeze").help, valueName: "pattern"))
  var freeze: [String] = []

  func validate() throws { try requirePaths(("--recipe", recipe), ("--model", model), ("--from", from)) }

  /// Whether any of them was given.
  var isGiven: Bool {
    recipe != nil || !settings.isEmpty || model != nil || from != nil || key != nil || replaceHead || !freeze.isEmpty
  }

  /// The recipe of a run for which nobody names one.
  static let standard = "classic"

  /// The recipe with everything that was given put over it.
  ///
  /// - Parameters:
  ///   - first: what stands in place of the recipe's own values, under all that was given.
  ///   - options: the other options that were given.
  /// - Throws: `InputError` for an unknown recipe, for all that is wrong in it, and for options that contradict each other.
  func load(
    _ first: [RecipeSetting] = [], with options: [RecipeSetting], runs: String
  ) throws(InputError) -> LoadedRecipe {
    var given = options + ownSettings
    for text in settings { given.append(try RecipeSetting(text)) }
    let loaded = try LoadedRecipe(
      recipe ?? Self.standard, settings: first + (try implied(by: given, runs)) + RecipeSetting.together(given))
    for setting in given { try loaded.requireEffect(of: setting) }
    let weights = try WeightsOpener.all(loaded.recipe.fineTuning, runs: runs)
    let start = try loaded.recipe.fineTuning?.from.flatMap { source throws(InputError) in
      try ModelDescription.ofStart(source, runs: runs, weights)
    }
    return try adoptingModel(loaded, weights, runs: runs).adoptingNormalization(of: weights).adoptingTexts(of: start)
  }

  /// The network of the run that the new one starts from, unless one is named, also by a recipe that was asked for. It is
  /// the same whether the option names the run or `--set fine_tuning.from`.
  private func implied(by given: [RecipeSetting], _ runs: String) throws(InputError) -> [RecipeSetting] {
    guard let from = RecipeSetting.start(among: given), recipe == nil else { return [] }
    guard !given.contains(where: { $0.gives("model") }) else { return [] }
    let key = given.last { $0.gives("fine_tuning.key") }?.given("fine_tuning.key")?.text
    let settings = [RecipeSetting("model", to: DocumentNode(.null), option: "--from")]
    let weights =
      RunFolder.isFile(RunFolder.locate(from, in: runs))
      ? try WeightsOpener.all(FineTuningRecipe(from: from, key: key), runs: runs) : nil
    guard let start = try ModelDescription.ofStart(from, runs: runs, weights), start.task.name == .read else {
      return settings
    }
    return settings + ReadingStart.settings(of: start.task)
  }

  /// The recipe with the model of the run that it starts from, where it names none.
  private func adoptingModel(
    _ loaded: LoadedRecipe, _ weights: StartingWeights?, runs: String
  ) throws(InputError) -> LoadedRecipe {
    guard loaded.recipe.model == nil, let source = loaded.recipe.fineTuning?.from else { return loaded }
    let run = RunFolder.locate(source, in: runs)
    guard weights?.network != nil || Folder.exists(run) else {
      throw InputError(
        .usage, "a file of weights does not say which network it is for", path: source,
        remedy: "name the network with --model")
    }
    var description: ModelDescription
    if let network = weights?.network {
      description = network
    } else {
      description = try NetworkPlan(inRun: run).description()
    }
    let whole = description.graph
    description.graph = try loaded.recipe.task.learned(whole)
    // A network that no list of layers makes is the run's own, and stays in its folder; the run says what it takes off.
    guard let layers = description.layers else { return loaded }
    if description.graph != whole { Output.note("note: " + NetworkPlan.note(ofEnd: whole, for: loaded.recipe.task)) }
    return try loaded.adopting(layers)
  }

  private var ownSettings: [RecipeSetting] {
    RecipeSetting.given([
      ("model", model.map { .text($0) }), ("fine_tuning.from", from.map { .text($0) }),
      ("fine_tuning.key", key.map { .text($0) }),
      ("fine_tuning.replace_head", replaceHead ? .flag(true) : nil),
      (
        "fine_tuning.freeze",
        freeze == ["none"] ? .text("none") : freeze.isEmpty ? nil : .list(freeze.map { .text($0) })
      ),
    ])
  }
}

/// What a network may be called on the command line.
enum ModelOption {
  static var names: String { ModelSpecification.builtIns.map(\.name).joined(separator: ", ") }
}

extension TrainingOptions {
  /// The options that were given, as values of a recipe.
  var settings: [RecipeSetting] {
    RecipeSetting.given([
      ("epochs", epochs.map { .number($0) }), ("batch_size", batchSize.map { .number($0) }),
      ("optimizer.learning_rate", learningRate.map { .plain($0) }),
      ("optimizer.momentum", momentum.map { .plain($0) }), ("seed", seed.map { .number($0) }),
      ("data.shuffle", keepsOrder ? .flag(false) : nil),
    ])
  }
}

extension DataOptions {
  /// The data set that was named, as a value of a recipe.
  var settings: [RecipeSetting] {
    RecipeSetting.given([
      ("data.dataset", dataset.map { .text(DatasetSource.path($0) ?? $0.lowercased()) }),
      ("data.image", pictures.imageSize.map { .text($0.text) }),
      ("data.skip_corrupt", pictures.skipCorrupt ? .flag(true) : nil),
      ("data.separator", pictures.separator.map { .text($0) }),
      ("data.skip_bad", pictures.skipBad ? .flag(true) : nil),
    ])
  }
}

extension RecipeSetting {
  /// The options of these keys that were given.
  static func given(_ values: [(key: String, value: DocumentNode?)]) -> [RecipeSetting] {
    values.compactMap { given in given.value.map { RecipeSetting(RecipeKey.at(given.key), to: $0) } }
  }
}

extension DocumentNode {
  /// A number as a person writes it: 2000, not 2000.0.
  static func plain(_ number: Double) -> DocumentNode {
    number == number.rounded() && number.magnitude < 1e9 ? .number(Int(number)) : .number(number)
  }
}
