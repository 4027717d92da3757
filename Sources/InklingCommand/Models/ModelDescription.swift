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
  /// Channels, height and width of one image.
  var input: [Int]
  /// The name of each class, in the order of the logits.
  var classNames: [String]
  var normalization: Normalization

  private enum CodingKeys: String, CodingKey {
    case architecture, input, normalization
    case classNames = "class_names"
  }

  /// The one architecture there is.
  static let lenet = "lenet"
  static let smallestSide = 16
  static let largestSide = 512
  static let largestChannels = 16
  private static let fileName = "model.json"

  /// - Parameter input: channels, height and width of one image.
  init(input: [Int], classNames: [String]) {
    architecture = Self.lenet
    self.input = input
    self.classNames = classNames
    // Numbers of channels that no model takes are refused later; they must not do harm before.
    let channels = min(max(input.first ?? 1, 1), Self.largestChannels)
    normalization = TrainingConfiguration.normalization(channels: channels)
  }

  /// The model for a data set's images and classes.
  init(for images: LabeledImages) {
    self.init(input: [images.channels, images.height, images.width], classNames: images.classNames)
  }

  /// Reads the description in the run folder at `run`.
  ///
  /// - Throws: `InputError`: `.missing` when the run has none, `.malformed` when it describes no model.
  init(inRun run: String) throws(InputError) {
    let path = Self.path(inRun: run)
    guard access(path, F_OK) == 0 else {
      throw InputError(
        .missing, "the run has no model yet", path: run, expected: Self.fileName,
        remedy: "train it first: '\(ShellCommand(["train", "--resume", run]))'")
    }
    self = try JSONOutput.read(ModelDescription.self, from: path)
    _ = try graph(describedIn: path)
  }

  /// The path of the description in a run folder.
  static func path(inRun run: String) -> String { "\(run)/\(fileName)" }

  /// Makes sure that a run folder has this description: one that was killed before it had any is given it.
  ///
  /// - Throws: `InputError` of kind `.malformed` when it has another one, which does not take `images`.
  func adopt(inRun run: String, for images: LabeledImages) throws(InputError) {
    guard access(Self.path(inRun: run), F_OK) == 0 else { return try save(inRun: run) }
    try ModelDescription(inRun: run).graph().requireFit(images)
  }

  func save(inRun run: String) throws(InputError) {
    try DurableFile.write(Array((try JSONOutput.text(self, pretty: true) + "\n").utf8), to: Self.path(inRun: run))
  }

  /// The network, with every shape checked.
  ///
  /// - Parameter path: the file that says so, for errors.
  /// - Throws: `InputError` of kind `.malformed` for images or classes that the architecture cannot take.
  func graph(describedIn path: String? = nil) throws(InputError) -> Graph {
    try check(architecture == Self.lenet, "unknown architecture", path, expected: Self.lenet, found: architecture)
    let shape = input.map(String.init).joined(separator: "x")
    let sides = input.dropFirst()
    try check(
      input.count == 3 && sides.allSatisfy { $0 >= Self.smallestSide && $0 <= Self.largestSide },
      "LeNet cannot take such images", path,
      expected: "\(Self.smallestSide)x\(Self.smallestSide) to \(Self.largestSide)x\(Self.largestSide) pixels",
      found: shape)
    try check(
      input[0] >= 1 && input[0] <= Self.largestChannels, "LeNet cannot take such images", path,
      expected: "1 to \(Self.largestChannels) channels", found: shape)
    try check(
      classNames.count >= 1 && classNames.count <= 256, "a model cannot have so many classes", path,
      expected: "1 to 256", found: "\(classNames.count)")
    try check(
      normalization.scale.count == input[0] && normalization.shift.count == input[0],
      "the normalization does not fit the images", path, expected: "\(input[0].of("channel"))",
      found: "\(normalization.scale.count) and \(normalization.shift.count)")
    do {
      return try Graph(tracing: LeNet(input: Shape(input), classes: classNames.count), input: Shape(input))
    } catch {
      throw InputError(.malformed, "the model does not fit the images", path: path, found: "\(error)")
    }
  }

  private func check(
    _ holds: Bool, _ what: String, _ path: String?, expected: String, found: String
  ) throws(InputError) {
    if !holds { throw InputError(.malformed, what, path: path, expected: expected, found: found) }
  }
}
