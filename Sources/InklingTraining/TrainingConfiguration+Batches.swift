import InklingFiles

extension TrainingConfiguration {
  /// - Parameter images: the fewest that a step of the model can be given.
  /// - Throws: `InputError` of kind `.malformed` when an epoch's last batch has fewer.
  func requireBatches(of images: Int, trainingCount: Int) throws(InputError) {
    let last = trainingCount % batchSize == 0 ? min(batchSize, trainingCount) : trainingCount % batchSize
    guard last < images else { return }
    throw InputError(
      .malformed, "batch normalisation needs more than one value a channel in each batch",
      expected: "at least \(images) images",
      found: "a last batch of \(last) (\(trainingCount) in batches of \(batchSize))",
      remedy: "use another batch size")
  }
}
