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
