package import InklingDatasets
import InklingEngine
package import InklingFiles

extension Recipe {
  /// The same recipe with numbers where its normalisation is to be measured: those of the images that are trained on.
  /// Exact, and the same for any number of threads.
  ///
  /// - Parameter indices: the images that are trained on; nil for all.
  /// - Throws: `InputError` of kind `.malformed` for a channel in which all pixels are the same.
  package func measured(on images: LabeledImages, at indices: [Int32]?) throws(InputError) -> Recipe {
    guard data.normalization == .measured else { return self }
    let statistics = images.channelStatistics(at: indices)
    if let channel = statistics.firstIndex(where: { !NormalizationRecipe.deviations.contains($0.deviation) }) {
      throw InputError(
        .malformed, "data.normalization cannot be measured on these images",
        expected: "a deviation that is \(NormalizationRecipe.deviations.description)",
        found: "\(statistics[channel].deviation) in channel \(channel)", remedy: "give mean and deviation as numbers")
    }
    var measured = self
    measured.data.normalization = .numbers(
      mean: statistics.map(\.mean), deviation: statistics.map(\.deviation))
    return measured
  }
}

extension RunConfiguration {
  /// The same run with its recipe's normalisation measured on what it trains on.
  ///
  /// Of pictures that are drawn anew in every epoch it is measured on those that are in memory.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a split that the images do not allow, and as above.
  package func measured(on dataset: Dataset) throws(InputError) -> RunConfiguration {
    var measured = self
    measured.recipe = try recipe.measured(on: dataset.train, at: try recipe.split(of: dataset)?.training)
    return measured
  }
}
