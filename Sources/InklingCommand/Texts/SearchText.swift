import InklingFiles
import InklingTraining

/// The results of a search for people: a table, the best trial first.
struct SearchText {
  let results: SearchResults
  /// The search's folder.
  let folder: String
  /// The data folder that was named on the command line.
  let data: String?

  init(_ results: SearchResults, folder: String, data: String?) {
    self.results = results
    self.folder = folder
    self.data = data
  }

  /// The text, without a last line feed.
  var text: String {
    var table = TextTable(header: ["trial", "epochs", "accuracy", "loss"] + results.keys)
    for row in results.rows {
      table.append(
        [
          "\(row.trial)", "\(row.epochs)", row.accuracy?.percent ?? "diverged", row.loss?.fixed(4) ?? "",
        ] + results.keys.map { row.values[$0] ?? "" })
    }
    return """
      \(table.text)

      saved in  \(folder)
      train     \(ShellCommand(["train", "--recipe", ShellCommand.path("\(folder)/best.yaml")] + ShellCommand.data(data)))
      """
  }

  /// What happens, on one line.
  static func line(_ event: HyperparameterSearch.Event) -> String {
    switch event {
    case .began(let trial, let epochs):
      let values = trial.values.map { "\($0.path) \($0.text)" }.joined(separator: ", ")
      return "trial \(trial.number) to epoch \(epochs): \(values)"
    case .scored(let trial):
      guard let score = trial.rungs.last else { return "trial \(trial.number)" }
      return "trial \(trial.number) after \(score.epochs.of("epoch")): accuracy \(score.accuracy.percent), "
        + "loss \(score.loss.fixed(4)), \(score.seconds.fixed(2)) s"
    case .failed(let trial): return "trial \(trial.number) was given up: \(trial.failure ?? "")"
    }
  }
}
