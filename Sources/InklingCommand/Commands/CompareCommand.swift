import ArgumentParser
import InklingEngine
import InklingFiles
import InklingTraining

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Say whether two trained runs differ by more than chance.",
    discussion: """
      McNemar's test on the images that one run gets right and the other wrong. Comparing on the test set is a look at \
      it, and logged as one; choose between runs with --split validation.

      Examples:
        inkling compare a b
        inkling compare a b --split validation --json
      """)

  @Argument(
    help: ArgumentHelp("The first run: its name, or the path of its folder.", valueName: "run"),
    completion: .custom(RunOptions.completions))
  var first: String
  @Argument(
    help: ArgumentHelp("The second run.", valueName: "other run"), completion: .custom(RunOptions.completions))
  var second: String
  @Option(help: ArgumentHelp("The folder that holds the runs.", valueName: "folder"), completion: .directory)
  var runs = RunOptions.defaultFolder
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Another program's file") var foreign: ForeignModelOptions
  @OptionGroup(title: "Computing") var compute: ComputeOptions
  @Option(help: "The part of the data set: the validation and training parts are the runs' own.")
  var split = SplitChoice.test
  @Option(help: WeightsChoice.help)
  var weights: WeightsChoice?
  @OptionGroup(title: "Texts") var decoding: DecoderOptions
  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  func validate() throws { try requirePaths(("the first run", first), ("the second run", second), ("--runs", runs)) }

  func run() throws {
    let models = try foreign.open([first, second].map { RunFolder.locate($0, in: runs) }, weights: weights)
    // Runs of different data sets can be compared on one that is named.
    try data.dataset == nil ? models[1].requireSameData(as: models[0]) : models[1].requireSameClasses(as: models[0])
    let decoder = try decoding.choice(for: models[0])
    let source = try data.source(orOf: models[0])
    let part = try DataPart(split, of: source, for: models)
    if let note = part.note { Output.note("note: \(note)") }
    let ensembles = try models.map { try ModelEnsemble([$0], threads: compute.threads) }
    let (results, test) =
      try models[0].description.task.name == .read
      ? texts(of: models, part, decoder) : classes(of: ensembles, part)
    let sides = zip(models, results).map { RunComparison.Side($0, $1) }
    for (ensemble, side) in zip(ensembles, sides) {
      _ = ensemble.log(side.result, by: "compare", on: split, of: source, note: Output.note(of:))
    }
    let comparison = RunComparison(sides[0], sides[1], mcnemar: test)
    if !json { for model in models { Output.note(model.weightsText) } }
    let text = RunComparisonText(comparison: comparison, noun: split.noun).text
    try Output.result(json ? JSONText.encode(comparison) : text)
  }

  private func classes(
    of ensembles: [ModelEnsemble], _ part: DataPart
  ) throws(InputError) -> ([EvaluationResult], McNemarTest) {
    let answers = try ensembles.map { ensemble throws(InputError) in try ensemble.answers(to: part) }
    let test = McNemarTest(answers[0].predictions, answers[1].predictions, labels: answers[0].labels)
    return (answers.map { $0.result() }, test)
  }

  /// Whole texts are right or wrong.
  private func texts(
    of models: [TrainedModel], _ part: DataPart, _ decoder: TextDecoder
  ) throws(InputError) -> ([EvaluationResult], McNemarTest) {
    let answers = try models.map { model throws(InputError) in
      try TextAnswers(of: model, to: part.images, at: part.indices, decoder: decoder, threads: compute.threads)
    }
    return (answers.map(\.result), McNemarTest(right: answers[0].areRight, answers[1].areRight))
  }
}
