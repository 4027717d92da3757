import InklingFiles

extension Graph {
  /// - Throws: `InputError` (usage) for names of no parameter.
  func checkNames(ofFrozen frozen: Set<String>) throws(InputError) {
    let unknown = frozen.subtracting(parameters.map(\.name)).sorted()
    guard unknown.isEmpty else {
      throw InputError(
        .usage, "the model has no such parameter to freeze", expected: NameList.text(parameters.map(\.name)),
        found: NameList.text(unknown))
    }
  }

  /// - Throws: `InputError` (usage) for names of no parameter, or when nothing would be left to train.
  func checkFrozen(_ frozen: Set<String>) throws(InputError) {
    guard !frozen.isEmpty else { return }
    try checkNames(ofFrozen: frozen)
    guard parameters.contains(where: { $0.role == .learned && !frozen.contains($0.name) }) else {
      throw InputError(
        .usage, "every parameter is frozen, so there is nothing to train", remedy: "leave out at least one parameter")
    }
  }
}

extension BlockProgram {
  /// - Throws: `InputError` (usage) for a batch in which a batch normalisation finds one value a channel.
  func checkBatch(_ batchSize: Int) throws(InputError) {
    guard batchSize < smallestBatch else { return }
    throw InputError(
      .usage, "batch normalisation needs more than one value a channel when training",
      expected: "a batch of at least \(smallestBatch) images", found: "\(batchSize)", remedy: "use a larger batch size")
  }
}
