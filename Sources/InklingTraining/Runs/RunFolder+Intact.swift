import InklingFiles

extension RunFolder {
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
}
