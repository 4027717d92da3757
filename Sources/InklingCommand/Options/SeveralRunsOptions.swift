import ArgumentParser
import InklingTraining

/// Runs that were trained before.
struct SeveralRunsOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The run: its name, or the path of its folder. Of several the probabilities are averaged.", valueName: "run"),
    completion: .custom(RunOptions.completions))
  var names: [String]

  @Option(help: ArgumentHelp("The folder that holds the runs.", valueName: "folder"), completion: .directory)
  var runs = RunOptions.defaultFolder

  func validate() throws {
    try requirePaths(("--runs", runs))
    for name in names { try requirePaths(("a run", name)) }
  }

  /// The paths of the runs' folders, whether or not they are there.
  var paths: [String] { names.map { RunFolder.locate($0, in: runs) } }
}
