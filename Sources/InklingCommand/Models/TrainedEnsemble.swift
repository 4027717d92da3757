import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTraining

/// One or several trained models that are evaluated as one: their probabilities are averaged.
struct TrainedEnsemble {
  let models: [TrainedModel]
  let views: [EvaluationView]
  private let evaluator: Evaluator

  /// Reads the runs' models.
  ///
  /// - Throws: as `TrainedModel`; `InputError` of kind `.usage` for no run, a run given twice, and runs of other data
  ///   sets or with other classes.
  init(
    runs: [String], weights: WeightsChoice?, views: [EvaluationView] = [.identity], threads: Int
  ) throws(InputError) {
    var models: [TrainedModel] = []
    for run in runs { models.append(try TrainedModel(run: run, weights: weights, threads: threads)) }
    try self.init(models, views: views)
  }

  /// - Throws: as above.
  init(_ models: [TrainedModel], views: [EvaluationView] = [.identity]) throws(InputError) {
    self.models = models
    self.views = views
    for (place, model) in models.enumerated() {
      if models[..<place].contains(where: { $0.run == model.run }) {
        throw InputError(.usage, "a run is given twice", path: model.run, remedy: "name each run once")
      }
      try model.requireSameTask(as: models[0])
    }
    evaluator = try Evaluator(models.map(\.program), views: views)
  }

  /// The answers to a part of a data set.
  ///
  /// - Throws: `InputError` of kind `.malformed` when the images or classes are not the models', or the weights give
  ///   numbers that are not finite.
  func answers(to part: DataPart) throws(InputError) -> Answers {
    for model in models {
      try model.description.requireFit(part.images)
      try model.requireClasses()
    }
    let answers = evaluator.answers(to: part.images, at: part.indices)
    for model in models { try model.requireFinite(answers.lossSum) }
    return answers
  }
}

extension TrainedModel {
  /// Refuses a model that does not tell classes apart, where their probabilities are needed.
  ///
  /// - Throws: `InputError` of kind `.usage`.
  func requireClasses() throws(InputError) {
    guard description.task.name == .classify else {
      throw InputError(
        .usage, "this needs the probability of each class, and the run has learned another task", path: run,
        expected: TaskRecipe.Name.classify.rawValue, found: description.task.name.rawValue,
        remedy: "'inkling evaluate' and 'inkling predict' take one such run by itself")
    }
  }

  /// - Throws: `InputError` of kind `.usage` when the other model was trained on another data set, or for other classes.
  func requireSameTask(as other: TrainedModel) throws(InputError) {
    try requireSameClasses(as: other)
    let own = try DatasetSource(of: configuration.recipe, folder: nil)
    let others = try DatasetSource(of: other.configuration.recipe, folder: nil)
    guard own.hasTestSet(of: other.configuration.recipe) else {
      throw InputError(
        .usage, "the runs were trained on different data sets", path: run, expected: others.title, found: own.title,
        remedy: "average runs of one data set")
    }
  }

  /// - Throws: `InputError` of kind `.usage` when the other model tells other classes apart.
  func requireSameClasses(as other: TrainedModel) throws(InputError) {
    guard description.classNames == other.description.classNames else {
      throw InputError(
        .usage, "the runs tell different classes apart", path: run,
        expected: NameList.text(other.description.classNames),
        found: NameList.text(description.classNames), remedy: "take runs with the same classes")
    }
  }
}
