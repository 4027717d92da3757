import Datasets
import Files
import Inkling
import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a run's weights belong to: the architecture, the images it takes, its classes, and how bytes become inputs.
///
/// It is `model.json` in the run folder, so that a run can be used without the data set it was trained on.
struct ModelDescription: Codable, Equatable {
  var architecture: String
  /// The layers of an architecture; nil for one that comes with the program.
  var specification: ModelSpecification?
  /// Channels, height and width of one image.
  var input: [Int]
  /// The name of each class, in the order of the logits.
  var classNames: [String]
  var normalization: Normalization

  private enum CodingKeys: String, CodingKey {
    case architecture, specification, input, normalization
    case classNames = "class_names"
  }

  static let smallestSide = 16
  static let largestSide = 512
  static let largestChannels = 16

  /// - Parameter input: channels, height and width of one image.
  init(_ model: ModelSpecification = .lenet, input: [Int], classNames: [String]) {
    architecture = model.name
    specification = ModelSpecification.named(model.name) == model ? nil : model
    self.input = input
    self.classNames = classNames
    // Numbers of channels that no model takes are refused later; they must not do harm before.
    let channels = min(max(input.first ?? 1, 1), Self.largestChannels)
    normalization = TrainingConfiguration.normalization(channels: channels)
  }

  /// The model for a data set's images and classes.
  init(_ model: ModelSpecification = .lenet, for images: LabeledImages) {
    self.init(model, input: [images.channels, images.height, images.width], classNames: images.classNames)
  }

  /// The model of a run on these images.
  ///
  /// - Throws: `InputError` of kind `.malformed` when the run normalises images of other channels.
  init(
    _ model: ModelSpecification, for images: LabeledImages, of configuration: TrainingConfiguration
  ) throws(InputError) {
    self.init(model, for: images)
    normalization = try configuration.normalization.factors(channels: images.channels)
  }

  /// Reads the description in the run folder at `run`.
  ///
  /// - Throws: `InputError`: `.missing` when the run has none, `.malformed` when it describes no model.
  init(inRun run: String) throws(InputError) {
    let path = Self.path(inRun: run)
    guard access(path, F_OK) == 0 else {
      throw InputError(
        .missing, "the run has no model yet", path: run, expected: RunFolder.File.model.rawValue,
        remedy: "train it first: '\(ShellCommand(["train", "--resume", ShellCommand.path(run)]))'")
    }
    self = try JSONOutput.read(ModelDescription.self, from: path)
    _ = try graph(describedIn: path)
  }

  /// The path of the description in a run folder.
  static func path(inRun run: String) -> String { RunFolder.path(of: .model, in: run) }

  /// Makes sure that a run folder has this description: one that was killed before it had any is given it.
  ///
  /// - Throws: `InputError` of kind `.malformed` when it has another one, which does not take `images`.
  func adopt(inRun run: String, for images: LabeledImages) throws(InputError) {
    guard access(Self.path(inRun: run), F_OK) == 0 else { return try save(inRun: run) }
    try ModelDescription(inRun: run).requireFit(images)
  }

  /// Refuses images or classes that are not the model's.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  func requireFit(_ images: LabeledImages) throws(InputError) {
    try graph().requireFit(images)
    guard classNames == images.classNames else {
      throw InputError(
        .malformed, "the data set's classes are not the model's", expected: classNames.listing,
        found: images.classNames.listing, remedy: "choose another --dataset")
    }
  }

  func save(inRun run: String) throws(InputError) {
    try DurableFile.write(Array((try JSONOutput.text(self, pretty: true) + "\n").utf8), to: Self.path(inRun: run))
  }

  /// The layers.
  ///
  /// - Parameter path: the file that says so, for errors.
  /// - Throws: `InputError` of kind `.malformed` for an architecture that nobody knows.
  func model(describedIn path: String? = nil) throws(InputError) -> ModelSpecification {
    if let specification { return specification }
    if let model = ModelSpecification.named(architecture) { return model }
    throw InputError(
      .malformed, "unknown architecture", path: path,
      expected: ModelSpecification.builtIns.map(\.name).joined(separator: ", "), found: architecture)
  }

  /// The network, with every shape checked.
  ///
  /// - Parameter path: the file that says so, for errors.
  /// - Throws: `InputError` of kind `.malformed` for images or classes that the architecture cannot take.
  func graph(describedIn path: String? = nil) throws(InputError) -> Graph {
    let model = try model(describedIn: path)
    try checkInput(of: model, path)
    do {
      return try model.graph(input: Shape(input), classes: classNames.count)
    } catch {
      throw path.map { error.naming($0) } ?? error
    }
  }

  /// Refuses images and classes that no model of this kind takes, before shapes are made of them.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  func checkInput() throws(InputError) { try checkInput(of: try model(), nil) }

  private func checkInput(of model: ModelSpecification, _ path: String?) throws(InputError) {
    let isClassic = model == .lenet
    let what = "\(isClassic ? "LeNet" : "the model \(model.name)") cannot take such images"
    let smallest = isClassic ? Self.smallestSide : 1
    let shape = input.map(String.init).joined(separator: "x")
    let sides = input.dropFirst()
    try check(
      input.count == 3 && sides.allSatisfy { $0 >= smallest && $0 <= Self.largestSide }, what, path,
      expected: "\(smallest)x\(smallest) to \(Self.largestSide)x\(Self.largestSide) pixels", found: shape)
    try check(
      input[0] >= 1 && input[0] <= Self.largestChannels, what, path, expected: "1 to \(Self.largestChannels) channels",
      found: shape)
    try check(
      classNames.count >= 1 && classNames.count <= 256, "a model cannot have so many classes", path,
      expected: "1 to 256", found: "\(classNames.count)")
    try check(
      normalization.scale.count == input[0] && normalization.shift.count == input[0],
      "the normalization does not fit the images", path, expected: "\(input[0].of("channel"))",
      found: "\(normalization.scale.count) and \(normalization.shift.count)")
  }

  private func check(
    _ holds: Bool, _ what: String, _ path: String?, expected: String, found: String
  ) throws(InputError) {
    if !holds { throw InputError(.malformed, what, path: path, expected: expected, found: found) }
  }
}
