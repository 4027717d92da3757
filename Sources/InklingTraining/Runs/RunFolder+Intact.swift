import InklingFiles

extension RunFolder {
  /// Whether the run has ended, and is resumed with nothing changed.
  package var isFinished: Bool { finishedReport != nil }

  /// Those of the files that are written once, at the start, that are there.
  var fixedFiles: [File] {
    let fixed: [File] = [.configuration, .recipe, .model, .split, .startingWeights]
    return fixed.filter { RunPath.content(of: path(of: $0)) != .nothing }
  }

  /// Makes sure that the folder is still the one that was locked, and that these files are in it.
  ///
  /// - Throws: `InputError` of kind `.broken` when somebody took one of them away.
  func requireIntact(_ files: [File]) throws(InputError) {
    try lock.requireHeld()
    for file in files where RunPath.content(of: path(of: file)) == .nothing {
      throw InputError(
        .broken, "a file of the run was taken away while it was trained", path: path(of: file),
        remedy: "put it back, or train the run again under another --name")
    }
  }

  /// Refuses to begin anew in a folder whose run has ended, or has more than the epoch that it can have been killed in:
  /// somebody took its checkpoints away, and what it learned would be written over.
  ///
  /// - Throws: `InputError` of kind `.missing`.
  func requireNoEpochs() throws(InputError) {
    let hasReport = RunPath.content(of: path(of: .report)) != .nothing
    let history = path(of: .history)
    let lines =
      RunPath.content(of: history) == .nothing
      ? 0 : try FileBytes.read(history).count { $0 == UInt8(ascii: "\n") }
    guard hasReport || lines > 2 else { return }
    throw InputError(
      .missing, "the run has trained epochs, and its checkpoints are gone", path: path(of: .lastCheckpoint),
      expected: "\(File.lastCheckpoint.rawValue) or \(File.previousCheckpoint.rawValue)", found: "neither",
      remedy: "put one back, or start a new run from its weights with --from")
  }
}
