import InklingDatasets
package import InklingFiles

/// Where a command writes: never over what it reads, nor over a run's own files.
package enum OutputPath {
  /// Refuses an output that is one of the inputs, by another path or through a link, too, or one of a run's files.
  ///
  /// - Parameters:
  ///   - output: where something is to be written.
  ///   - inputs: the files that it is made of, and the folders, beside whose pictures and tables it may be written.
  ///   - models: the paths of the models that it is made of: files, or the folders of runs.
  ///   - pictures: pictures that it is made of, and folders of them.
  /// - Throws: `InputError` of kind `.usage`.
  package static func require(
    _ output: String, than inputs: [String] = [], models: [String] = [], pictures: [BytePath] = []
  ) throws(InputError) {
    let own = models.flatMap { model in [model] + RunFolder.File.allCases.map { RunFolder.path(of: $0, in: model) } }
    try DurableFile.requireOther(output, than: (inputs + own).map { BytePath($0) } + pictures)
    guard !DatasetFiles.include(BytePath(output), at: inputs.map { BytePath($0) } + pictures) else {
      throw DurableFile.ownInput(output)
    }
    let name = output.last == "/" ? "" : output.split(separator: "/").last.map(String.init) ?? output
    let folder = DurableFile.folder(of: output)
    let isEvents = name.contains("tfevents") && RunFolder.holdsRun(DurableFile.folder(of: folder))
    guard isEvents || RunFolder.File(rawValue: name) != nil && RunFolder.holdsRun(folder) else { return }
    throw InputError(
      .usage, "the output is a file of a run, which only training writes", path: output,
      remedy: "choose another path for the output")
  }
}
