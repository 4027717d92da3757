/// What is in a data set, in figures: counts, pixels, ink and mean images per class, duplicates, samples.
///
/// All sums are of integers, so no figure depends on the order of the images. As JSON its keys are in snake_case.
public struct DatasetSummary: Sendable, Equatable, Codable {
  /// The name of the data set.
  public let name: String
  /// Where the data set came from: the folder, or "drawn by the program".
  public let source: String
  /// What a person should know about this copy, each in one sentence.
  public let notes: [String]
  /// The training set in figures.
  public let train: SplitSummary
  /// The test set in figures.
  public let test: SplitSummary
  /// Images that are the same, byte for byte.
  public let duplicates: DuplicateReport

  /// Summarises both splits.
  ///
  /// - Parameters:
  ///   - dataset: The data set.
  ///   - samplesPerClass: How many sample indices are drawn for each class of each split, as far as there are images.
  ///   - seed: Decides the samples and nothing else.
  public init(of dataset: Dataset, samplesPerClass: Int = 10, seed: UInt64 = 0) {
    name = dataset.name
    source = dataset.source
    notes = dataset.notes
    train = SplitSummary(of: dataset.train, samplesPerClass: samplesPerClass, seed: seed, split: 0)
    test = SplitSummary(of: dataset.test, samplesPerClass: samplesPerClass, seed: seed, split: 1)
    duplicates = DuplicateReport(of: dataset)
  }
}
