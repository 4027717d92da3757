public import InklingDatasets
import InklingEngine
public import InklingFiles
import InklingTargets

/// One or several trained models that are evaluated as one: their probabilities are averaged.
///
///     let models = try ["runs/a", "runs/b"].map { try TrainedModel(contentsOf: $0) }
///     let result = try ModelEnsemble(models).evaluate(dataset.test)
public struct ModelEnsemble {
  /// The models, in the order in which they are averaged.
  public let models: [TrainedModel]
  /// What each image is looked at as.
  public let views: [EvaluationView]
  /// The threads that compute: fewer than were asked for where the system gives no more.
  public let threads: Int
  private let sessions: [any AnsweringSession]
  private let evaluator: Evaluator

  /// - Parameters:
  ///   - models: of one data set, with the same classes.
  ///   - views: what each image is looked at as; by default as it is.
  ///   - threads: how many compute; nil takes the processors.
  /// - Throws: `InputError` of kind `.usage` for no model, a model given twice, and models of other data sets or with other
  ///   classes; `.unavailable` when there is not enough memory.
  public init(
    _ models: [TrainedModel], views: [EvaluationView] = [.identity], threads: Int? = nil
  ) throws(InputError) {
    self.models = models
    self.views = views
    for (place, model) in models.enumerated() {
      let path = model.origin.path
      if path != nil, models[..<place].contains(where: { $0.origin.path == path }) {
        throw InputError(.usage, "a run is given twice", path: model.title, remedy: "name each run once")
      }
      try model.requireSameTask(as: models[0])
    }
    sessions = try models.map { model throws(InputError) in
      try model.session(threads: threads)
    }
    self.threads = sessions.first?.threads ?? 1
    evaluator = try Evaluator(answering: sessions, views: views)
  }

  /// What the models reach together on labelled images, or on those at `indices` alone.
  ///
  /// - Throws: `InputError` of kind `.malformed` when the images or classes are not the models', or the weights give
  ///   numbers that are not finite; of kind `.usage` for several models that do not tell classes apart.
  public func evaluate(
    _ images: LabeledImages, at indices: [Int32]? = nil, withMetrics: Bool = false
  ) throws(InputError) -> EvaluationResult {
    guard let model = models.first, models.count == 1, model.description.task.name != .classify else {
      return try answers(to: images, at: indices).result(withMetrics: withMetrics)
    }
    try model.description.requireFit(images)
    let (task, drawn) = (model.description.task, images.drawn(for: model))
    // Those on bytes that tell no classes apart read texts.
    let result =
      if let session = sessions[0] as? InferenceSession {
        try task.make().evaluate(session, on: drawn, at: indices)
      } else {
        try ReadingTask(task.head).evaluate(answering: sessions[0], on: drawn, at: indices)
      }
    try model.requireFinite(result.loss)
    return result
  }

  /// The answers to labelled images, or to those at `indices` alone.
  ///
  /// - Throws: as `evaluate(_:at:withMetrics:)`.
  public func answers(to images: LabeledImages, at indices: [Int32]? = nil) throws(InputError) -> Answers {
    for model in models {
      try model.description.requireFit(images)
      try model.requireClasses()
    }
    let areInverse = models.map(images.isInverse)
    var evaluator = evaluator
    if areInverse.contains(true) {
      let drawing: [any AnsweringSession] = zip(sessions, areInverse).map { session, isInverse in
        isInverse ? InvertingSession(session: session) : session
      }
      evaluator = try Evaluator(answering: drawing, views: views)
    }
    let answers = evaluator.answers(to: images, at: indices)
    for model in models { try model.requireFinite(answers.lossSum) }
    return answers
  }

  /// The answers to a part of a data set.
  package func answers(to part: DataPart) throws(InputError) -> Answers {
    try answers(to: part.images, at: part.indices)
  }
}

extension ModelDescription {
  /// Refuses images or classes that are not the model's.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  package func requireFit(_ images: LabeledImages) throws(InputError) {
    if images.classNames.first == Alphabet.blankName { try task.requireSame(classNames, images.classNames) }
    try task.make().requireFit(images, graph)
    try task.requireSame(classNames, images.classNames)
  }
}

extension TaskRecipe {
  /// Refuses a data set with other classes, or another alphabet, than a model's.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  func requireSame(_ model: [String], _ data: [String]) throws(InputError) {
    guard model != data else { return }
    guard name == .read, data.first == Alphabet.blankName else {
      throw InputError(
        .malformed, "the data set's classes are not the model's", expected: model.listing, found: data.listing,
        remedy: "choose another --dataset")
    }
    let texts = [model, data].map { "\"" + $0.dropFirst().prefix(100).joined() + "\"" }
    throw InputError(
      .malformed, "the data set's alphabet is not the model's", expected: texts[0], found: texts[1],
      remedy: "choose a model that reads these characters, or another --dataset")
  }
}

extension TrainedModel {
  /// Refuses a model that does not tell classes apart, where their probabilities are needed.
  ///
  /// - Throws: `InputError` of kind `.usage`.
  package func requireClasses() throws(InputError) {
    let task = description.task.name
    guard task == .classify else {
      throw InputError(
        .usage, "this needs the probability of each class, and the model has learned another task", path: title,
        expected: TaskRecipe.Name.classify.rawValue, found: task.rawValue,
        remedy: task == .read
          ? "'inkling evaluate' and 'inkling predict' take one such model by itself"
          : "'inkling evaluate' takes one such model by itself, and 'inkling run' gives its outputs")
    }
  }

  /// For those who look at each model by itself, which they can on a data set that is named, too.
  ///
  /// - Throws: as `requireSameTask(as:)`.
  package func requireSameData(as other: TrainedModel) throws(InputError) {
    try requireSameTask(as: other, remedy: "name the data set on which they are compared with --dataset")
  }

  /// - Throws: `InputError` of kind `.usage` when the other model was trained on another data set, or for other classes.
  package func requireSameTask(
    as other: TrainedModel, remedy: String = "average runs of one data set"
  ) throws(InputError) {
    try requireSameClasses(as: other)
    // Of a model that came from elsewhere the classes are all that is known.
    guard let recipe = training?.recipe, let otherRecipe = other.training?.recipe else { return }
    let own = try DatasetSource(of: recipe, folder: nil)
    let others = try DatasetSource(of: otherRecipe, folder: nil)
    // One's own set may lie elsewhere by now: its digests say that it is the same.
    let isSame = own.isOwn && training?.data != nil && training?.data?.test == other.training?.data?.test
    guard isSame || own.hasTestSet(of: otherRecipe) else {
      let (expected, found) = recipe.data.difference(from: otherRecipe.data) ?? (others.title, own.title)
      throw InputError(
        .usage, "the runs were trained on different data sets", path: title, expected: expected, found: found,
        remedy: remedy)
    }
  }

  /// - Throws: `InputError` of kind `.usage` when the other model tells other classes apart.
  package func requireSameClasses(as other: TrainedModel) throws(InputError) {
    guard classNames == other.classNames else {
      throw InputError(
        .usage, "the runs tell different classes apart", path: title, expected: NameList.classes(other.classNames),
        found: NameList.classes(classNames), remedy: "take runs with the same classes")
    }
  }

  /// - Throws: `InputError` of kind `.malformed` for a number that is not finite.
  package func requireFinite(_ value: Double) throws(InputError) {
    guard value.isFinite else {
      throw InputError(
        .malformed, "the weights give no finite answer", path: origin.path, found: "\(value)",
        remedy: "train the model again with a lower learning rate")
    }
  }
}
