/// The names of what is watched, which are the same wherever something is: an epoch's choice, a schedule, a search.
enum MonitorName {
  /// Short for the held-out images' figures.
  static let short = [(word: "accuracy", whole: "validation_accuracy"), (word: "loss", whole: "validation_loss")]

  static func whole(_ word: String) -> String { short.first { $0.word == word }?.whole ?? word }
}
