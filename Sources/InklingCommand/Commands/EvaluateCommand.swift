import ArgumentParser
import Training

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Count how often a trained run is right on a test set.",
    discussion: """
      Prints the accuracy with its 95 % interval, the loss, and the confusion matrix: a row for each true class, a \
      column for each answer.

      Examples:
        inkling evaluate runs/fashion
        inkling evaluate fashion --dataset fashion-mnist --weights best --json
      """)

  @OptionGroup var trained: RunOptions
  @OptionGroup(title: "Data") var data: DataOptions
  @OptionGroup(title: "Computing") var compute: ComputeOptions
  @Option(help: "The weights of the epoch with the lowest training loss, or the last ones.")
  var weights = WeightsChoice.last
  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  func run() throws {
    let threads = compute.threads ?? ComputeOptions.usefulThreads(batchSize: .max)
    let model = try TrainedModel(run: trained.path, weights: weights, threads: threads)
    let source = try data.source(or: model.configuration.dataset)
    let result = try model.evaluate(try source.loadTestSet())
    guard !json else { return try Output.result(JSONOutput.text(result)) }
    Output.note("\(model.weightsPath) on the test set of \(source.title)")
    try Output.result(EvaluationText(result, showsConfusion: true).text)
  }
}
