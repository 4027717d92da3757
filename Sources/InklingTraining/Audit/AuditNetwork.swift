import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTargets

/// What an audit trains: the network, what it reads, and where it starts.
struct AuditNetwork: Sendable {
  let graph: Graph
  let task: ReadingTask
  let normalization: Normalization
  /// What it is called.
  let name: String
  /// Of the model that is started from; nil without one.
  let parameters: [NamedTensor]?

  /// - Throws: `InputError`: `.usage` for a model that reads no texts; `.malformed` for one of another alphabet or size, and
  ///   for pictures that the recipe's network does not take.
  init(for dataset: Dataset, _ start: CaptchaAudit.Start) throws(InputError) {
    let images = dataset.train
    if case .model(let model) = start {
      try model.requireTexts()
      try model.requireFloats(for: "an audit")
      try model.description.requireFit(images)
      graph = try model.description.task.learned(model.graph)
      task = ReadingTask(model.description.task.head)
      (normalization, name) = (model.description.normalization, model.title)
      parameters = model.namedParameters()
      return
    }
    let recipe = try Recipe.load(Self.hasFourCharacters(dataset) ? "captcha" : "captcha-ctc")
    guard let model = recipe.model else { preconditionFailure("the recipe \(recipe.name) has no network") }
    graph = try model.graph(
      input: Shape(checking: [images.channels, images.height, images.width]), classes: images.classNames.count)
    task = ReadingTask(recipe.task.head)
    normalization = try recipe.data.normalization.factors(channels: images.channels)
    name = recipe.name
    parameters = nil
  }

  /// Whether a network with four positions reads all texts.
  private static func hasFourCharacters(_ dataset: Dataset) -> Bool {
    [dataset.train, dataset.test].allSatisfy { images in
      guard let texts = images.targets.sequences else { return false }
      return (0..<texts.count).allSatisfy { texts.length(of: $0) == 4 }
    }
  }
}
