import InklingDatasets
import InklingEngine
import InklingFiles
import InklingImages
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
    let recipe = try Self.recipe(for: dataset)
    let size = ImageSize(channels: images.channels, height: images.height, width: images.width)
    graph = try Self.graph(of: recipe, for: dataset, size)
    task = ReadingTask(recipe.task.head)
    normalization = try recipe.data.normalization.factors(channels: images.channels)
    name = recipe.name
    parameters = nil
  }

  /// The recipe whose network reads the texts.
  private static func recipe(for dataset: Dataset) throws(InputError) -> Recipe {
    try Recipe.load(hasFourCharacters(dataset) ? "captcha" : "captcha-ctc")
  }

  private static func graph(
    of recipe: Recipe, for dataset: Dataset, _ size: ImageSize
  ) throws(InputError) -> Graph {
    guard let model = recipe.model else { preconditionFailure("the recipe \(recipe.name) has no network") }
    do throws(InputError) {
      return try model.graph(
        input: Shape(checking: [size.channels, size.height, size.width]), classes: dataset.train.classNames.count)
    } catch {
      let usual = CaptchaSettings.usualSize
      throw InputError(
        .malformed, "the audit's network does not take pictures of this size", path: dataset.source,
        expected: "a height of \(usual.height), and a width of \(narrowest) or more", found: "\(size)",
        remedy: "scale them into \(ImageSize(channels: size.channels, height: usual.height, width: usual.width))")
    }
  }

  /// The least width that both recipes' networks take.
  private static let narrowest = 40
  /// The greatest width that an audit chooses, and pixels between two that differ in their columns.
  private static let (widest, widthStep) = (512, 12)

  /// The size that an audit takes whose texts do not fit into the columns that the pictures' size has; nil where they fit, and
  /// where no size is wide enough.
  ///
  /// It is as high, and as wide as the pictures' own aspect makes it, or wider where texts need yet more columns.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a size that the network does not take; what reading a picture throws.
  static func widerSize(for dataset: Dataset) throws(InputError) -> ImageSize? {
    let (images, network) = (dataset.train, try AuditNetwork(for: dataset, .nothing))
    let needed = max(network.columnsNeeded(by: dataset.train), network.columnsNeeded(by: dataset.test))
    guard needed > network.graph.outputShape.width else { return nil }
    let own = try images.files.first.map { path throws(InputError) in
      let header = try PictureFile.header(path)
      return header.width * images.height / header.height
    }
    let recipe = try recipe(for: dataset)
    // A picture of a greater aspect is made narrower.
    let steps = min(max(own ?? 0, images.width), widest - widthStep) + widthStep - 1
    for width in stride(from: steps / widthStep * widthStep, through: widest, by: widthStep) {
      let size = ImageSize(channels: images.channels, height: images.height, width: width)
      if try graph(of: recipe, for: dataset, size).outputShape.width >= needed { return size }
    }
    return nil
  }

  private func columnsNeeded(by images: LabeledImages) -> Int {
    guard let texts = images.targets.sequences else { return 0 }
    return (0..<texts.count).map { task.columns(for: $0, of: texts) }.max() ?? 0
  }

  /// Refuses a text that does not fit into the columns.
  ///
  /// - Throws: `InputError` of kind `.malformed`, with what can be done about it in an audit.
  func requireColumns(for images: LabeledImages) throws(InputError) {
    let columns = graph.outputShape.width
    guard let texts = images.targets.sequences,
      let image = (0..<texts.count).first(where: { task.columns(for: $0, of: texts) > columns })
    else { return }
    let wider = images.width * columnsNeeded(by: images) / columns + Self.widthStep
    let canWiden = parameters == nil && wider <= Self.widest
    throw InputError(
      .malformed, "a text does not fit into the columns of the audit's network",
      path: images.files.isEmpty ? nil : images.files[image],
      expected: "at most \(columns)" + (task.head == .ctc ? ", one a character and one between equal ones" : ""),
      found: "\"\(texts[image].prefix(100).map { images.classNames[$0] }.joined())\" of image \(image), which needs "
        + "\(task.columns(for: image, of: texts))",
      remedy: canWiden
        ? "scale the pictures into a greater width, such as --image-size \(images.channels)x\(images.height)x\(wider), or "
          + "leave the text out" : "leave the text out")
  }

  /// Whether a network with four positions reads all texts.
  private static func hasFourCharacters(_ dataset: Dataset) -> Bool {
    [dataset.train, dataset.test].allSatisfy { images in
      guard let texts = images.targets.sequences else { return false }
      return (0..<texts.count).allSatisfy { texts.length(of: $0) == 4 }
    }
  }
}
