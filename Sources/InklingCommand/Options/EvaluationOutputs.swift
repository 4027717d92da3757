import ArgumentParser
import InklingDatasets
import InklingExchange
import InklingFiles
import InklingTraining

/// What an evaluation leaves in files.
struct EvaluationOutputs: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write each image's index, label, answer and probabilities to a file, .npz or .csv.", valueName: "file"),
    completion: .file(extensions: ["npz", "csv"]))
  var predictions: String?
  @Option(
    help: ArgumentHelp("Write the confusion matrix to a file, .npz or .csv.", valueName: "file"),
    completion: .file(extensions: ["npz", "csv"]))
  var confusion: String?
  @Option(
    help: ArgumentHelp(
      "Write what goes into the last linear layer, or comes out of --layer, for each image to an .npz file.",
      valueName: "file"),
    completion: .file(extensions: ["npz"]))
  var features: String?
  @Option(help: ArgumentHelp("The layer or output whose values --features writes.", valueName: "name"))
  var layer: String?

  func validate() throws {
    try requirePaths(("--predictions", predictions), ("--confusion", confusion), ("--features", features))
    for (option, path) in [("--predictions", predictions), ("--confusion", confusion)] {
      guard let path, (try? TableFormat(of: path)) == nil else { continue }
      throw ValidationError("\(option) needs a file that ends in .npz or .csv, not \(path).")
    }
    if let features, !features.lowercased().hasSuffix(".npz") {
      throw ValidationError("--features needs a file that ends in .npz, not \(features).")
    }
    if layer != nil, features == nil { throw ValidationError("--layer goes with --features.") }
  }

  /// The options that were given, by name.
  var given: [String] {
    [("--predictions", predictions), ("--confusion", confusion), ("--features", features)].filter { $0.1 != nil }.map(
      \.0)
  }

  /// Refuses to write over the models, the data set or one another.
  ///
  /// - Throws: `InputError` of kind `.usage`.
  func requireOthers(than models: [TrainedModel], _ source: DatasetSource) throws(InputError) {
    let origins = models.flatMap { [$0.origin.path, $0.origin.run].compactMap(\.self) }
    var written: [String] = []
    for path in [predictions, confusion, features].compactMap(\.self) {
      guard !written.contains(path) else {
        throw InputError(
          .usage, "two outputs have one path", path: path, remedy: "choose another path for one of them")
      }
      try ModelOutput.require(path, than: source.inputs + written, models: origins)
      written.append(path)
    }
  }

  /// Refuses what the models do not have, before they are asked.
  ///
  /// - Throws: `InputError` of kind `.usage` for features of several models, and a layer that the model does not have.
  func extractor(of models: [TrainedModel], threads: Int?) throws(InputError) -> FeatureExtractor? {
    guard features != nil else { return nil }
    guard models.count == 1 else {
      throw InputError(
        .usage, "--features is of one model", expected: "one run", found: "\(models.count)",
        remedy: "evaluate each by itself")
    }
    return try FeatureExtractor(models[0], layer: layer, threads: threads)
  }

  /// Writes what was asked for.
  func write(
    _ answers: Answers, _ result: EvaluationResult, of part: DataPart, _ extractor: FeatureExtractor?
  ) throws(InputError) {
    if let predictions {
      try AnswerTable(answers, indices: part.indices).write(to: predictions)
      Output.note("predictions in \(predictions)")
    }
    if let confusion {
      let matrix = result.confusion ?? answers.result().confusion
      try matrix?.write(to: confusion)
      Output.note("confusion matrix in \(confusion)")
    }
    if let features, let extractor {
      try extractor.write(part.images, at: part.indices, to: features)
      Output.note("values of \(extractor.layer) in \(features)")
    }
  }
}
