public import InklingDatasets
public import InklingFiles

/// Tries settings of a recipe and keeps what they reach, durably: killed at any moment, it goes on where it was, and the
/// same space always ends with the same results.
///
/// Its folder holds `trials.json`, `results.csv`, the trials' runs, and `best.yaml`, the recipe of the best trial.
public struct HyperparameterSearch {
  /// What happens in a search.
  public enum Event: Sendable, Equatable {
    /// A trial is trained up to an epoch.
    case began(Trial, epochs: Int)
    /// A trial has reached a rung; its last score is new.
    case scored(Trial)
    /// A trial is given up; it says why.
    case failed(Trial)
  }

  /// What is varied, and how the search goes about it.
  public let space: SearchSpace
  /// The folder's path.
  public let folder: String
  /// The trials so far, in the order in which they began.
  public private(set) var trials: [Trial] = []
  private let rungs: [Int]
  /// What the trials are trained on; nil where nobody says.
  private let data: DatasetFingerprint?
  private let lock: RunLock

  /// Opens a search, or goes on with the one in the folder.
  ///
  /// Every trial's recipe is checked before the first is trained.
  ///
  /// - Parameters:
  ///   - space: what is varied, by which method, and in how many trials.
  ///   - folder: made when it is not there.
  ///   - dataset: what the trials are trained on: on other images nothing that is in the folder could be compared.
  /// - Throws: `InputError`: `.malformed` when a setting makes no recipe or the folder's search is of another space or on
  ///   other data, `.unwritable` when the folder cannot be made or another process searches in it.
  public init(_ space: SearchSpace, folder: String, on dataset: Dataset? = nil) throws(InputError) {
    self.space = space
    self.folder = folder
    data = dataset?.fingerprint
    var epochs = 1
    for number in 0..<space.trials {
      let recipe = try space.recipe(ofTrial: number).recipe
      try Self.requireSearchable(recipe, space)
      epochs = recipe.epochs
    }
    rungs = space.rungs(epochs: epochs)
    try RunPath.makeFolders(folder)
    lock = try RunLock.acquire(folder: folder)
    DurableFile.removeRemnants(in: folder)
    let path = folder + "/trials.json"
    guard RunPath.content(of: path) != .nothing else {
      try save()
      return
    }
    let file = try JSONText.decode(SearchFile.self, from: try FileBytes.read(path), path: path)
    guard file.space == space.digest else {
      throw InputError(
        .malformed, "the search in this folder is of another space", path: path,
        remedy: "give the file that it was started with, or another --name")
    }
    if let known = file.data { try data?.requireSame(as: known, what: "the search", path: path) }
    trials = file.trials
    try checkTrials(path)
  }

  private static func requireSearchable(_ recipe: Recipe, _ space: SearchSpace) throws(InputError) {
    guard recipe.data.validation != nil else {
      throw InputError(
        .malformed, "the recipe \(space.recipe) keeps nothing for validation, on which trials are compared",
        remedy: "add 'set: {data.validation: 5000}' to the space")
    }
    guard recipe.ensemble == nil else {
      throw InputError(.malformed, "an ensemble cannot be searched", remedy: "add 'set: {ensemble: null}' to the space")
    }
    guard recipe.model != nil || recipe.fineTuning?.from != nil else {
      throw InputError(
        .malformed, "the recipe \(space.recipe) names no network", remedy: "add its 'model:' to the recipe")
    }
  }

  private func checkTrials(_ path: String) throws(InputError) {
    let isWhole = trials.enumerated().allSatisfy { number, trial in
      trial.number == number && trial.rungs.count <= rungs.count
        && zip(trial.rungs, rungs).allSatisfy { $0.epochs == $1 && $0.accuracy.isFinite && $0.loss.isFinite }
    }
    guard isWhole, trials.count <= SearchSpace.largestTrials else {
      throw InputError(
        .malformed, "the search's results contradict its space", path: path, remedy: "start it anew in another --name")
    }
  }

  /// Trains until all is done, or the runner was asked to stop.
  ///
  /// - Returns: whether all is done.
  /// - Throws: what the runner throws, but for a trial that diverges; what saving throws.
  public mutating func run(
    _ runner: some TrialRunner, report: (Event) -> Void = { _ in }
  ) throws(InputError) -> Bool {
    let halving = SuccessiveHalving(
      rungs: rungs, factor: space.factor, monitor: space.monitor, trials: space.trials)
    for trial in trials { try runner.requireSame(trial, recipe: try space.recipe(ofTrial: trial.number).recipe) }
    while let (number, epochs) = halving.next(trials) {
      let recipe = try space.recipe(ofTrial: number).recipe
      if number == trials.count {
        trials.append(Trial(number: number, values: values(ofTrial: number), rungs: []))
        try save()
      }
      report(.began(trials[number], epochs: epochs))
      do throws(InputError) {
        guard let score = try runner.run(trials[number], recipe: recipe, toEpoch: epochs) else { return false }
        trials[number].rungs.append(score)
        report(.scored(trials[number]))
      } catch {
        guard error.kind == .failed else { throw error }
        trials[number].failure = error.description
        report(.failed(trials[number]))
      }
      try save()
    }
    return true
  }

  private func values(ofTrial number: Int) -> [(path: String, text: String)] {
    space.settings(ofTrial: number).dropFirst(space.settings.count).map {
      ($0.path, $0.value.text ?? YAMLText.flow($0.value))
    }
  }

  /// The trials with a score, the best first: those that were trained longest, and among them by the monitor.
  public var ranking: [Trial] {
    trials.filter { !$0.rungs.isEmpty }.sorted { left, right in
      if left.rungs.count != right.rungs.count { return left.rungs.count > right.rungs.count }
      let last = left.rungs.count - 1
      if left.rungs[last].isBetter(than: right.rungs[last], by: space.monitor) { return true }
      return !right.rungs[last].isBetter(than: left.rungs[last], by: space.monitor) && left.number < right.number
    }
  }

  private func save() throws(InputError) {
    try lock.requireHeld()
    let file = SearchFile(space: space.digest, data: data, trials: trials)
    try DurableFile.write(Array((try JSONText.encode(file, pretty: true) + "\n").utf8), to: folder + "/trials.json")
    try DurableFile.write(Array(SearchResults(self).csv.utf8), to: folder + "/results.csv")
    guard let best = ranking.first else { return }
    var recipe = try space.recipe(ofTrial: best.number).recipe
    // What is trained with it reaches the score that is shown: by the last weights, as the trial.
    if recipe.data.validation != nil { recipe.selection = .ofTrials }
    try DurableFile.write(Array(recipe.yaml.utf8), to: folder + "/best.yaml")
  }
}

/// What `trials.json` holds.
private struct SearchFile: Codable {
  /// The space's digest.
  let space: String
  /// What the trials were trained on; nil in a file of a release that did not write it down.
  let data: DatasetFingerprint?
  let trials: [Trial]
}
