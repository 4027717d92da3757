import Files
import Training

extension TrainCommand {
  /// Trains one run for each fold, and prints what they reach on the images that they held out. The test set is left
  /// alone.
  func crossValidate(_ count: Int) async throws {
    let source = try data.source(or: "mnist")
    var configuration = try newConfiguration(on: source)
    configuration.validation = validation.plan(fold: 1, of: count)
    try configuration.validate(trainingCount: Int(Int32.max))
    try requireUnused(count)
    let dataset = try source.load(downloads: download, verifies: true)
    var reports: [TrainingReport] = []
    for fold in 1...max(count, 1) {
      configuration.validation = validation.plan(fold: fold, of: count)
      configuration.name = name.map { Self.name($0, fold: fold) }
      let run = try PreparedRun(new: configuration, in: runs, on: dataset, dataFolder: source.folder)
      defer { run.folder.unlock() }
      Output.note("fold \(fold) of \(count)")
      reports.append(try await train(run))
    }
    let result = CrossValidation(reports)
    try Output.result(json ? JSONOutput.text(result) : CrossValidationText(result: result).text)
  }

  private static func name(_ name: String, fold: Int) -> String { "\(name)-fold-\(fold)" }

  /// Finds a name that is taken before the first fold is trained, not after.
  private func requireUnused(_ count: Int) throws(InputError) {
    guard let name, count >= 1 else { return }
    for fold in 1...min(count, 1000) {
      let path = RunFolder.locate(Self.name(name, fold: fold), in: runs)
      guard (try? RunFolder.configuration(at: path)) == nil else {
        throw InputError(
          .unwritable, "a run of that name exists already", path: path, remedy: "choose another --name")
      }
    }
  }
}
