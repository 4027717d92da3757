import InklingEngine
import InklingFiles

extension RunFolder {
  /// Saves the history of all finished epochs. The file is written anew each time, so that a resumed run never repeats
  /// a line.
  func save(history: [EpochRecord]) throws(InputError) {
    try DurableFile.write(Array(history.csv.utf8), to: path(of: .history))
  }

  /// Saves weights with what they are in the metadata: whoever is given the file alone can use them as they were trained.
  ///
  /// - Parameter classNames: of the outputs.
  func save(_ parameters: [NamedTensor], as file: File, epoch: Int, classNames: [String]) throws(InputError) {
    let origin = WeightsOrigin(
      classNames: classNames, normalization: configuration.recipe.data.normalization, epoch: epoch)
    var metadata = try origin.metadata()
    metadata["dataset"] = configuration.recipe.data.dataset
    metadata["model"] = configuration.modelName
    metadata["run"] = name
    metadata[Safetensors.digestKey] = weightsSHA256(of: parameters)
    try DurableFile.write(Safetensors(tensors: parameters, metadata: metadata).encoded(), to: path(of: file))
  }

  /// The report that the run ended with before; nil for one that did not, or whose report is damaged: it is made anew.
  var savedReport: TrainingReport? { Self.report(at: path) }

  /// The report of a run that has ended with all that this checkpoint holds, by this very recipe; nil for one that has not,
  /// or that is given more epochs or another patience.
  func finalReport(_ checkpoint: Checkpoint) -> TrainingReport? {
    let history = checkpoint.state.history
    guard checkpoint.step == 0, let report = savedReport, report.epochs == history,
      history.count >= configuration.recipe.epochs || report.selection?.stoppedEarly == true
    else { return nil }
    do throws(InputError) {
      let model = try TrainedModel(contentsOf: path(of: .trainedModel))
      return model.training?.recipe == configuration.recipe ? report : nil
    } catch {
      // It is made anew.
      return nil
    }
  }

  /// The same of the run at `path`. Takes no lock.
  package static func report(at path: String) -> TrainingReport? {
    do throws(InputError) {
      let file = Self.path(of: .report, in: path)
      return try JSONText.decode(TrainingReport.self, from: try FileBytes.read(file), path: file)
    } catch {
      return nil
    }
  }

  /// Saves the final report.
  func save(_ report: TrainingReport) throws(InputError) {
    try DurableFile.write(Array((try report.json(pretty: true) + "\n").utf8), to: path(of: .report))
  }
}
