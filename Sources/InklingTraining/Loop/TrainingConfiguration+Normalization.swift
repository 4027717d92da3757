package import InklingDatasets
import InklingEngine
package import InklingFiles

extension TrainingConfiguration {
  /// How the run turns bytes into inputs.
  package var normalization: NormalizationRecipe { recipe?.data.normalization ?? .standard }

  /// The same configuration with numbers where its normalisation is to be measured: those of the images that are
  /// trained on. Exact, and the same for any number of threads.
  ///
  /// - Parameter indices: the images that are trained on; nil for all.
  /// - Throws: `InputError` of kind `.malformed` for a channel in which all pixels are the same.
  package func measured(on images: LabeledImages, at indices: [Int32]?) throws(InputError)
    -> TrainingConfiguration
  {
    guard normalization == .measured else { return self }
    let statistics = images.channelStatistics(at: indices)
    if let channel = statistics.firstIndex(where: { !NormalizationRecipe.deviations.contains($0.deviation) }) {
      throw InputError(
        .malformed, "data.normalization cannot be measured on these images",
        expected: "a deviation that is \(NormalizationRecipe.deviations.description)",
        found: "\(statistics[channel].deviation) in channel \(channel)", remedy: "give mean and deviation as numbers")
    }
    var measured = self
    measured.recipe?.data.normalization = .numbers(
      mean: statistics.map(\.mean), deviation: statistics.map(\.deviation))
    return measured
  }
}
