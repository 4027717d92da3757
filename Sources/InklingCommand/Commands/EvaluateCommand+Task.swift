import InklingDatasets
import InklingFiles
import InklingTraining

extension EvaluateCommand {
  /// Evaluates a run that has learned another task than telling classes apart.
  func evaluate(
    _ ensemble: ModelEnsemble, on part: DataPart, of source: DatasetSource, _ decoder: TextDecoder
  ) throws {
    let model = ensemble.models[0]
    let reads = model.description.task.name == .read
    let taken = reads ? ["--features", "--predictions"] : ["--features"]
    let classifying =
      [
        (ensemble.models.count > 1, "an average of several runs"), (ensemble.views.count > 1, "--tta"),
        (metrics, "--metrics"),
        (calibrate, "--calibrate"),
      ] + outputs.given.filter { !taken.contains($0) }.map { (true, $0) }
    // What needs probabilities is refused by its name.
    if let (_, option) = classifying.first(where: \.0) {
      throw InputError(
        .usage, "\(option) needs a run that tells classes apart", path: model.title,
        expected: TaskRecipe.Name.classify.rawValue, found: model.description.task.name.rawValue,
        remedy: "evaluate it without")
    }
    let texts = try reads ? self.texts(model, part, decoder) : nil
    let result = try texts?.result ?? ensemble.evaluate(part.images, at: part.indices)
    var evaluation = RunEvaluation(result, on: split, of: ensemble)
    if let features = outputs.features {
      try outputs.extractor(of: ensemble.models, threads: compute.threads)?.write(
        part.images, at: part.indices, to: features)
    }
    if let texts, let path = outputs.predictions {
      try texts.write(to: path)
      Output.note("predictions in \(path)")
    }
    evaluation.testEvaluations = ensemble.log(result, by: "evaluate", on: split, of: source, note: Output.note(of:))
    guard !json else { return try Output.result(JSONText.encode(evaluation)) }
    try show(evaluation, ensemble, source)
  }

  private func texts(
    _ model: TrainedModel, _ part: DataPart, _ decoder: TextDecoder
  ) throws(InputError) -> TextAnswers {
    if let path = outputs.predictions, try TableFormat(of: path) != .csv {
      throw InputError(.usage, "texts are written as text", path: path, expected: ".csv", found: ".npz")
    }
    return try TextAnswers(
      of: model, to: part.images, at: part.indices, decoder: decoder, threads: compute.threads)
  }
}
