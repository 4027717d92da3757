import InklingDatasets
public import InklingEngine
package import InklingFiles

/// What a model is without its weights: the whole network, its classes, and the images that it takes.
///
/// It is `model.json` in the run folder, so that a run can be used without the data set that it was trained on, without
/// the source of its model, and with a release whose networks are others.
public struct ModelDescription: Sendable, Equatable {
  /// What the network is called: "lenet".
  public var name: String
  /// The network, with the shapes of its images and its logits.
  public var graph: Graph
  /// The name of each class, in the order of the logits.
  public var classNames: [String]
  /// What turns an image's bytes into the network's input.
  public var normalization: Normalization
  /// The list of layers that the graph was made of, where it was made of one that does not come with the program: what
  /// makes the same network for other images or classes.
  public var specification: ModelSpecification?
  /// What it has learned.
  public var task: TaskRecipe
  /// How the images are drawn.
  public var picture: PictureDescription

  /// What a run's weights belong to. A file's is checked when it is read, this one is not.
  public init(
    name: String, graph: Graph, classNames: [String], normalization: Normalization,
    specification: ModelSpecification? = nil, task: TaskRecipe = .classify,
    picture: PictureDescription = PictureDescription()
  ) {
    self.name = name
    self.graph = graph
    self.classNames = classNames
    self.normalization = normalization
    self.specification = specification
    self.task = task
    self.picture = picture
  }

  /// The layers that make this very graph; nil when there are none, or a release has changed them.
  public var layers: ModelSpecification? {
    guard graph.inputShape.isImage, let layers = specification ?? ModelSpecification.named(name),
      let made = try? layers.graph(input: graph.inputShape, classes: classNames.count)
    else { return nil }
    return made == graph ? layers : nil
  }
}

extension ModelDescription: Codable {
  /// 1, the first, had no number and only the name of a network, or its list of layers.
  private static let formatVersion = 2

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case version, graph, normalization, specification, input, task, picture
    case name = "architecture"
    case classNames = "class_names"
  }

  /// Reads `model.json`, of the first format too.
  ///
  /// - Throws: `InputError` of kind `.malformed` for another version, an unknown network, or outputs or channels that
  ///   do not fit; `DecodingError` for a key that is missing, unknown or of another type.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let version = try container.decodeIfPresent(Int.self, forKey: .version) ?? 1
    guard version == 1 || version == Self.formatVersion else {
      throw InputError(
        .malformed, "the run's model is of a version that this release does not read",
        expected: "1 or \(Self.formatVersion)", found: "\(version)",
        remedy: "use the release that wrote it, or a newer one")
    }
    name = try container.decode(String.self, forKey: .name)
    classNames = try container.decode([String].self, forKey: .classNames)
    normalization = try container.decode(Normalization.self, forKey: .normalization)
    specification = try container.decodeIfPresent(ModelSpecification.self, forKey: .specification)
    task = try container.decodeIfPresent(TaskRecipe.self, forKey: .task) ?? .classify
    picture = try container.decodeIfPresent(PictureDescription.self, forKey: .picture) ?? PictureDescription()
    graph =
      try version == 1
      ? Self.graph(specification, name, container.decode([Int].self, forKey: .input), classNames.count)
      : container.decode(Graph.self, forKey: .graph)
    try check()
  }

  /// The network of a run of the first format.
  private static func graph(
    _ specification: ModelSpecification?, _ name: String, _ input: [Int], _ classes: Int
  ) throws(InputError) -> Graph {
    guard let model = specification ?? ModelSpecification.named(name) else {
      throw InputError(
        .malformed, "unknown architecture", expected: ModelSpecification.builtIns.map(\.name).joined(separator: ", "),
        found: String(name.prefix(100)))
    }
    try model.requireRange(input: input, classes: classes)
    return try model.graph(input: Shape(input), classes: classes)
  }

  /// Whether the outputs are the classes'. Quantities have no classes.
  private var isFit: Bool {
    let shape = graph.outputShape
    return switch task.name {
    // A network without a flattening at its end gives [classes, 1, 1].
    case .classify, .severalLabels: shape.count == classNames.count && shape.dimensions[0] == shape.count
    case .read: shape.isImage && shape.height == 1 && shape.channels == classNames.count
    case .regress: true
    }
  }

  /// Refuses outputs, class names and channels that do not belong together.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  package func check() throws(InputError) {
    try ClassNames.check(classNames, for: task)
    guard isFit else {
      throw InputError(
        .malformed, "the model's outputs are not its classes",
        expected: task.name == .read
          ? "[\(classNames.count), 1, columns]: a row of logits for none and each character"
          : "a logit for each of \(classNames.count)",
        found: "\(graph.outputShape)")
    }
    let channels = graph.inputShape.channels
    guard normalization.scale.count == channels, normalization.shift.count == channels else {
      throw InputError(
        .malformed, "the normalization does not fit the images",
        expected: channels == 1 ? "1 channel" : "\(channels) channels",
        found: "\(normalization.scale.count) and \(normalization.shift.count)")
    }
    if let fault = normalization.fault {
      throw InputError(
        .malformed, "what turns pixels into inputs cannot be followed", found: fault,
        remedy: "say how pixels become inputs with --pixels, --mean and --std")
    }
  }

  /// Writes `model.json`, in the newest format.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.formatVersion, forKey: .version)
    try container.encode(name, forKey: .name)
    try container.encode(graph, forKey: .graph)
    try container.encode(classNames, forKey: .classNames)
    try container.encode(normalization, forKey: .normalization)
    try container.encodeIfPresent(specification, forKey: .specification)
    if task != .classify { try container.encode(task, forKey: .task) }
    if picture != PictureDescription() { try container.encode(picture, forKey: .picture) }
  }
}

extension ModelSpecification {
  package static let largestSide = 512
  package static let largestChannels = 16
  /// The smallest images that LeNet takes.
  private static let smallestClassicSide = 16

  /// Refuses images and classes that no list of layers takes, before shapes are made of them.
  ///
  /// - Parameter input: channels, height and width.
  /// - Throws: `InputError` of kind `.malformed`.
  package func requireRange(input: [Int], classes: Int) throws(InputError) {
    let isClassic = self == .lenet
    let what = "\(isClassic ? "LeNet" : "the model \(name)") cannot take such images"
    let sides = (isClassic ? Self.smallestClassicSide : 1)...Self.largestSide
    let shape = input.prefix(8).map(String.init).joined(separator: "x")
    guard input.count == 3, input.dropFirst().allSatisfy(sides.contains) else {
      throw InputError(
        .malformed, what,
        expected: "\(sides.lowerBound)x\(sides.lowerBound) to \(sides.upperBound)x\(sides.upperBound) pixels",
        found: shape)
    }
    guard (1...Self.largestChannels).contains(input[0]) else {
      throw InputError(.malformed, what, expected: "1 to \(Self.largestChannels) channels", found: shape)
    }
    let mostClasses = LabeledImages.mostClasses
    guard (1...mostClasses).contains(classes) else {
      throw InputError(
        .malformed, "a model cannot have so many classes", expected: "1 to \(mostClasses)", found: "\(classes)")
    }
  }
}
