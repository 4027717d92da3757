import ArgumentParser
import InklingDatasets
import InklingEngine
import InklingExchange
import InklingFiles
import InklingReports
import InklingTraining

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a page that shows how training went and what a model does, or several side by side.",
    discussion: """
      One HTML file that needs no network: learning curves, the network, filters and feature maps, accuracy, the \
      confusion matrix with its pictures, the worst mistakes with what they rest on, calibration, coverage, damaged \
      images, and for several models McNemar's test. Reporting on the test set is a look at it, and logged as one.

      Examples:
        inkling report digits -o digits.html
        inkling report a b -o compared.html --plots figures --plots-format png
        inkling report model.safetensors -o model.html --dataset mnist --corrupted 2000
      """)

  @Argument(
    help: ArgumentHelp("The model: a run's name or folder, or a file of any kind; up to four.", valueName: "model"),
    completion: .custom(RunOptions.completions))
  var names: [String]
  @Option(
    name: [.short, .long], help: ArgumentHelp("The page.", valueName: "file"), completion: .file(extensions: ["html"]))
  var output: String
  @OptionGroup(title: "Figures") var plots: PlotOptions
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Computing") var compute: ComputeOptions
  @Option(help: "The part of the data set: the validation and training parts are the runs' own.")
  var split = SplitChoice.test
  @OptionGroup(title: "Model") var options: ModelOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Images that are damaged in each of fifteen ways; 0 for none. (default: 10000)", valueName: "count"))
  var corrupted = 10_000
  @Option(
    help: ArgumentHelp(
      "The images whose feature maps are shown, by their index, with commas. (default: three)", valueName: "indices"))
  var images: String?

  private static let counts = 0...1_000_000

  func validate() throws {
    try requirePaths(("--output", output))
    for name in names { try requirePaths(("a model", name)) }
    if names.count > ModelReport.mostModels {
      throw ValidationError("A report shows up to \(ModelReport.mostModels) models, not \(names.count).")
    }
    if !Self.counts.contains(corrupted) {
      throw ValidationError(
        "--corrupted is out of range: expected \(Self.counts.lowerBound) to \(Self.counts.upperBound), "
          + "found \(corrupted).")
    }
    if let images, featureImages == nil {
      throw ValidationError("--images needs up to 12 indices from 0 with commas, such as 7,12; found \(images).")
    }
  }

  /// Nil when none were named, or one of the words is no index.
  private var featureImages: [Int]? {
    guard let images else { return nil }
    let words = images.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = words.compactMap { Int($0) }.filter { $0 >= 0 }
    return numbers.count == words.count && numbers.count <= 12 ? numbers : nil
  }

  func run() throws {
    try ModelOutput.require(output, than: data.inputs + options.foreign.inputs, models: names.map(options.path))
    let models = try options.open(names)
    // Runs of different data sets stand side by side on one that is named.
    if data.dataset == nil { for model in models.dropFirst() { try model.requireSameData(as: models[0]) } }
    let source = try data.source(orOf: models[0])
    try ModelOutput.require(output, than: source.inputs)
    try plots.requireWritable(besides: source.inputs)
    let part = try DataPart(split, of: source, for: models)
    if let note = part.note { Output.note("note: \(note)") }
    if let index = featureImages?.first(where: { $0 >= part.indices?.count ?? part.images.count }) {
      throw InputError(
        .usage, "there is no such image in \(split.title)",
        expected: IndexRange.text(part.indices?.count ?? part.images.count), found: "\(index)")
    }
    if models[0].description.task.name == .read { return try reportTexts(models, part, source) }
    let report = try ModelReport(
      models, on: part.images, at: part.indices, of: "\(split.title) of \(source.title)",
      heldOut: try heldOut(for: models),
      options: ModelReport.Options(
        featureImages: featureImages, corruptedImages: corrupted, threads: compute.threads)
    ) { Output.note("looking at \($0)") }
    try plots.write(report.page, to: output)
    for (model, result) in zip(models, report.results) {
      _ = try ModelEnsemble([model], threads: 1).log(
        result, by: "report", on: split, of: source, note: Output.note(of:))
    }
  }

  /// The page about models that read texts.
  private func reportTexts(_ models: [TrainedModel], _ part: DataPart, _ source: DatasetSource) throws {
    guard images == nil else {
      throw InputError(
        .usage, "--images shows feature maps, which a report about texts has none of", path: models[0].title,
        remedy: "leave it out")
    }
    let report = try TextReport(
      models, on: part.images, at: part.indices, of: "\(split.title) of \(source.title)", threads: compute.threads)
    try plots.write(report.page, to: output)
    for (model, result) in zip(models, report.results) {
      _ = try ModelEnsemble([model], threads: 1).log(
        result, by: "report", on: split, of: source, note: Output.note(of:))
    }
  }

  /// What the runs held out of their own data, where all held out the same.
  private func heldOut(for models: [TrainedModel]) throws(InputError) -> ModelReport.HeldOut? {
    guard split == .test, let recipe = models[0].training?.recipe, recipe.validationPlan != nil else { return nil }
    do throws(InputError) {
      let own = try DatasetSource(of: recipe, folder: data.data)
      let part = try DataPart(.validation, of: own, for: models)
      return ModelReport.HeldOut(part.images, at: part.indices)
    } catch {
      // The report says what it was fitted on instead.
      guard error.kind == .usage || error.kind == .missing else { throw error }
      return nil
    }
  }
}
