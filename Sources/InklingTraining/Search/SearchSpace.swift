import InklingEngine
public import InklingFiles
import InklingRandomness

/// What a search varies, and how it goes about it: a YAML file.
///
///     recipe: sprint
///     method: asha                # or random
///     trials: 20
///     seed: 0
///     rungs: {first: 1, factor: 3}
///     monitor: validation_accuracy
///     space:
///       optimizer.learning_rate: {log_uniform: [0.0005, 0.05]}
///       batch_size: {choice: [32, 64, 128]}
public struct SearchSpace: Sendable, Equatable {
  /// How long trials are trained: all to the end, or the better ones longer (ASHA, successive halving).
  public enum Method: String, Sendable, CaseIterable { case random, asha }

  /// What the search is called: its file's name unless it says.
  public var name: String
  /// The recipe that is varied: a name, or the path of a file.
  public var recipe: String
  /// How long trials are trained.
  public var method: Method
  /// How many settings are tried.
  public var trials: Int
  /// What the trials' values are drawn with.
  public var seed: UInt64
  /// ASHA's first rung, in epochs.
  public internal(set) var firstRung: Int
  /// How many times longer each rung is; one trial of so many goes on to the next.
  public internal(set) var factor: Int
  /// The figure that tells a better trial.
  public var monitor: Monitor
  /// What holds for every trial, as `--set` puts it.
  var settings: [RecipeSetting]
  var dimensions: [SearchDimension]
  /// Whether the space says which recipe is varied.
  private var namesRecipe = true

  static let largestTrials = 10_000
}

extension SearchSpace {
  /// Reads a space.
  ///
  /// - Throws: `InputError`: `.missing` for no file, `.malformed` with the key, the line and the nearest valid name for
  ///   what is wrong.
  public init(contentsOf path: String) throws(InputError) {
    try self.init(reading: try YAMLDocument.read(path), path: path)
  }

  init(reading node: DocumentNode, path: String) throws(InputError) {
    let faults = DocumentFaults()
    let reader = MappingReader(node, path: "", faults: faults)
    let file = path.split(separator: "/").last ?? "search"
    name = reader.string("name") ?? String(file.prefix { $0 != "." })
    recipe = reader.string("recipe") ?? "classic"
    namesRecipe = reader.has("recipe")
    method = reader.choice("method", among: Method.allCases.map(\.rawValue)).flatMap(Method.init(rawValue:)) ?? .random
    reader.require("trials")
    trials = reader.int("trials", in: 1...Self.largestTrials) ?? 1
    seed = reader.unsigned("seed") ?? 0
    let rungs = reader.mapping("rungs")
    firstRung = rungs?.int("first", in: 1...Recipe.largestEpochs) ?? 1
    factor = rungs?.int("factor", in: 2...100) ?? 3
    rungs?.finish()
    if reader.has("rungs"), method == .random { reader.fault("rungs", "belong to method asha alone") }
    monitor =
      reader.choice("monitor", among: Monitor.words).flatMap(Monitor.init(word:))
      ?? .validationAccuracy
    settings = (reader.node("set")?.entries ?? []).map {
      RecipeSetting($0.key, to: $0.value, option: $0.place.text ?? "set")
    }
    dimensions = Self.dimensions(reader)
    reader.finish()
    for setting in settings where dimensions.contains(where: { $0.path == setting.path }) {
      reader.fault("set", "has \(setting.path), which is searched, too: leave one of them out")
    }
    for setting in settings where setting.path.prefix(while: { $0 != "." }) == "selection" {
      faults.add("set.\(setting.path)", at: setting.value.place, Self.ownSelection)
    }
    try faults.throwIfAny(in: "the search space", path: path)
    _ = try RecipeSetting.together(settings(ofTrial: 0))
    if recipe.contains("/") || !path.contains("/") { return }
    let beside = DurableFile.folder(of: path) + "/" + recipe
    if LoadedRecipe.builtIns[recipe] == nil, RunPath.content(of: beside) == .other { recipe = beside }
  }

  private static let ownSelection =
    "changes nothing in a search, which selects by its own key 'monitor' and trains each trial to its rung: leave it out"

  private static func dimensions(_ reader: MappingReader) -> [SearchDimension] {
    reader.require("space")
    let entries = reader.node("space")?.entries ?? []
    if reader.has("space"), entries.isEmpty { reader.fault("space", "names nothing to search") }
    return entries.compactMap { entry in
      let path = "space.\(entry.key)"
      if ["data", "ensemble", "seed", "epochs"].contains(entry.key.prefix { $0 != "." }) {
        reader.faults.add(
          path, at: entry.place, "cannot be searched: trials are compared on the same data, for the same epochs")
        return nil
      }
      if entry.key.prefix(while: { $0 != "." }) == "selection" {
        reader.faults.add(path, at: entry.place, ownSelection)
        return nil
      }
      if entry.key.prefix(while: { $0 != "." }) == "evaluation" {
        reader.faults.add(path, at: entry.place, "cannot be searched: trials are compared without it")
        return nil
      }
      return SearchDimension(
        reading: MappingReader(entry.value, path: path, faults: reader.faults), path: entry.key)
    }
  }

  /// The epochs of each rung, for trials of so many in all.
  func rungs(epochs: Int) -> [Int] {
    guard method == .asha else { return [epochs] }
    var rungs: [Int] = []
    var next = firstRung
    while next < epochs {
      rungs.append(next)
      next *= factor
    }
    return rungs + [epochs]
  }

  /// Puts settings over those that hold for every trial.
  ///
  /// - Throws: `InputError` of kind `.usage` for a value that is searched.
  package mutating func put(_ given: [RecipeSetting]) throws(InputError) {
    for setting in given {
      guard !dimensions.contains(where: { $0.path == setting.path }) else {
        throw InputError(
          .usage, "\(setting.text) is given, and the space searches \(setting.path)", remedy: "leave one of them out")
      }
      settings.removeAll { $0.path == setting.path }
      settings.append(setting)
    }
  }

  /// The settings of one trial, counted from zero: a pure function of the seed and the number.
  func settings(ofTrial number: Int) -> [RecipeSetting] {
    var generator = CounterGenerator(seed: seed, purpose: .search, sample: number)
    return settings
      + dimensions.map { dimension in
        RecipeSetting(
          dimension.path, to: dimension.sample(&generator), option: "\(dimension.path) of trial \(number)")
      }
  }

  /// The recipe of one trial.
  ///
  /// - Throws: `InputError` for settings that make no recipe, and for one that changes nothing.
  public func recipe(ofTrial number: Int) throws(InputError) -> LoadedRecipe {
    let given = settings(ofTrial: number)
    let loaded = try LoadedRecipe(recipe, settings: implied(by: given) + RecipeSetting.together(given))
    for setting in given { try loaded.requireEffect(of: setting) }
    return loaded
  }

  /// The network of the run that trials start from takes the place of the classic recipe's, unless a recipe or a network is
  /// named: as for a training.
  private func implied(by given: [RecipeSetting]) -> [RecipeSetting] {
    guard !namesRecipe, RecipeSetting.start(among: given) != nil else { return [] }
    return [RecipeSetting("model", to: DocumentNode(.null), option: "fine_tuning.from")]
  }

  /// What decides the results: everything but how many trials there are, so that a search can be continued with more.
  var digest: String {
    let settings = settings.map { ($0.path, $0.value as DocumentNode?) }
    let dimensions = dimensions.map { ($0.path, $0.node as DocumentNode?) }
    let node = DocumentNode.mapping([
      ("recipe", .text(recipe)), ("method", .text(method.rawValue)), ("seed", .number(seed)),
      ("first", .number(firstRung)), ("factor", .number(factor)), ("monitor", .text(monitor.rawValue)),
      ("set", .mapping(settings)), ("space", .mapping(dimensions)),
    ])
    return sha256Hex(Array(YAMLText(node).text.utf8))
  }
}
