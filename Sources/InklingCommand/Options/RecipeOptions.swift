import ArgumentParser
import InklingEngine
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
    help: ArgumentHelp("The network: \(ModelOption.names), or a YAML file.", valueName: "name or file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var model: String?

  @Option(
    help: ArgumentHelp("Start from trained weights: a run, or a safetensors file.", valueName: "run or file"),
    completion: .file())
  var from: String?
  @Flag(help: "With --from: start the last layer anew, with an output for each class of the data set.")
  var replaceHead = false
  @Option(
    help: ArgumentHelp(
      "Do not train the parameters whose names match, such as 'conv*'; may be given several times.",
      valueName: "pattern"))
  var freeze: [String] = []

  func validate() throws { try requirePaths(("--recipe", recipe), ("--model", model), ("--from", from)) }

  /// Whether any of them was given.
  var isGiven: Bool {
    recipe != nil || !settings.isEmpty || model != nil || from != nil || replaceHead || !freeze.isEmpty
  }

  /// The recipe of a run for which nobody names one.
  static let standard = "classic"

  /// The recipe with everything that was given put over it.
  ///
  /// - Parameters:
  ///   - first: what stands in place of the recipe's own values, before all that was given.
  ///   - options: what `--set` may still change.
  ///   - last: what it may not.
  /// - Throws: `InputError` for an unknown recipe, or for all that is wrong in it.
  func load(
    _ first: [RecipeSetting] = [], with options: [RecipeSetting], last: [RecipeSetting] = [], runs: String
  ) throws(InputError) -> LoadedRecipe {
    var all = first + options + ownSettings
    for text in settings { all.append(try RecipeSetting(text)) }
    all += last
    let loaded = try LoadedRecipe(recipe ?? Self.standard, settings: all)
    return try adoptingModel(loaded, runs: runs).adoptingNormalization(runs: runs)
  }

  /// The recipe with the model of the run that it starts from, where it names none.
  private func adoptingModel(_ loaded: LoadedRecipe, runs: String) throws(InputError) -> LoadedRecipe {
    guard loaded.recipe.model == nil, let source = loaded.recipe.fineTuning?.from else { return loaded }
    let run = RunFolder.locate(source, in: runs)
    guard Folder.exists(run) else {
      throw InputError(
        .usage, "a file of weights does not say which network it is for", path: source,
        remedy: "name the network with --model")
    }
    // A network that no list of layers makes is the run's own, and stays in its folder.
    guard let layers = try ModelDescription(inRun: run).runModel().layers else { return loaded }
    return try loaded.adopting(layers)
  }

  private var ownSettings: [RecipeSetting] {
    var own: [RecipeSetting] = []
    if let model { own.append(RecipeSetting("model", to: .text(model), option: "--model")) }
    if let from {
      own.append(RecipeSetting("fine_tuning.from", to: .text(from), option: "--from"))
      // The network of the run that it starts from, unless one is named, also by a recipe that was asked for.
      if model == nil, recipe == nil {
        own.append(RecipeSetting("model", to: DocumentNode(.null), option: "--from"))
      }
    }
    if replaceHead { own.append(RecipeSetting("fine_tuning.replace_head", to: .flag(true), option: "--replace-head")) }
    if !freeze.isEmpty {
      own.append(RecipeSetting("fine_tuning.freeze", to: .list(freeze.map { .text($0) }), option: "--freeze"))
    }
    return own
  }
}

/// What a network may be called on the command line.
enum ModelOption {
  static var names: String { ModelSpecification.builtIns.map(\.name).joined(separator: ", ") }
}

extension TrainingOptions {
  /// The options that were given, as values of a recipe.
  var settings: [RecipeSetting] {
    let pairs: [(path: String, value: DocumentNode?, option: String)] = [
      ("epochs", epochs.map { .number($0) }, "--epochs"),
      ("batch_size", batchSize.map { .number($0) }, "--batch-size"),
      ("optimizer.learning_rate", learningRate.map { .plain($0) }, "--learning-rate"),
      ("optimizer.momentum", momentum.map { .plain($0) }, "--momentum"),
      ("seed", seed.map { .number($0) }, "--seed"),
      ("data.shuffle", keepsOrder ? .flag(false) : nil, "--no-shuffle"),
    ]
    return pairs.compactMap { pair in pair.value.map { RecipeSetting(pair.path, to: $0, option: pair.option) } }
  }
}

extension DataOptions {
  /// The data set that was named, as a value of a recipe.
  var settings: [RecipeSetting] {
    dataset.map { [RecipeSetting("data.dataset", to: .text($0.lowercased()), option: "--dataset")] } ?? []
  }
}

extension DocumentNode {
  /// A number as a person writes it: 2000, not 2000.0.
  static func plain(_ number: Double) -> DocumentNode {
    number == number.rounded() && number.magnitude < 1e9 ? .number(Int(number)) : .number(number)
  }
}
