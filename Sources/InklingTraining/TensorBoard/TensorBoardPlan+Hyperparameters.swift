import InklingFiles
import InklingFormats

extension TensorBoardPlan {
  static let finalTest = (loss: "final/test_loss", accuracy: "final/test_accuracy")
  static let finalValidation = (loss: "final/validation_loss", accuracy: "final/validation_accuracy")

  /// The recipe's keys with their values, and the scalars that measure the run: its line in the table of runs.
  ///
  /// - Parameter time: seconds since 1970.
  func hyperparameters(time: Double) -> [SummaryValue] {
    let recipe = configuration.recipe
    var parameters: [HyperparameterSummary.Parameter] = [.init("model", .text(configuration.modelName))]
    // The model's name says enough, and what a recipe is good for is no parameter.
    for entry in recipe.node.entries ?? [] where !["model", "description"].contains(entry.key) {
      entry.value.add(to: &parameters, under: entry.key)
    }
    var metrics = ["train/loss", "train/accuracy"]
    let finals = (hasTest ? [Self.finalTest] : []) + (recipe.validationPlan == nil ? [] : [Self.finalValidation])
    for tags in finals { metrics += [tags.loss, tags.accuracy] }
    let columns = parameters.map { HyperparameterSummary.Column($0.name, $0.value.kind) }
    let summaries: [HyperparameterSummary] = [
      .experiment(columns: columns, metrics: metrics),
      .start(parameters, group: configuration.name ?? "", time: time),
    ]
    return summaries.map { SummaryValue($0.tag, .hyperparameters($0)) }
  }
}

extension DocumentNode {
  /// Adds each value below, under the path of the keys that lead to it: "optimizer.learning_rate".
  fileprivate func add(to parameters: inout [HyperparameterSummary.Parameter], under key: String) {
    if let entries {
      for entry in entries { entry.value.add(to: &parameters, under: "\(key).\(entry.key)") }
      return
    }
    guard !isNull else { return }
    parameters.append(.init(key, hyperparameter))
  }

  private var hyperparameter: HyperparameterSummary.Value {
    if let bool { return .flag(bool) }
    // A seed may be larger than a double can hold.
    if let unsigned, Double(exactly: unsigned) == nil { return .text("\(unsigned)") }
    if let double { return .number(double) }
    return .text(PrintableText.shortened(flatText, to: 200))
  }

  /// The value on one line: "[1, 1]", "{rate: 0.5}".
  var flatText: String {
    if let elements { return "[" + elements.map(\.flatText).joined(separator: ", ") + "]" }
    if let entries { return "{" + entries.map { "\($0.key): \($0.value.flatText)" }.joined(separator: ", ") + "}" }
    return text ?? "null"
  }
}
