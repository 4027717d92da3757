public import InklingEngine
import InklingFiles
import InklingTraining

/// What an import cannot know from the file, and a person may say.
public struct ImportOptions: Sendable {
  /// The network, for a file of weights alone.
  public var layers: ModelSpecification?
  /// Whether weights alone are taken for the chain of layers that is proposed for them.
  public var acceptsProposal: Bool
  /// Channels, height and width, for a file of weights alone; 1 x 28 x 28 by default.
  public var input: [Int]?
  /// Which of a checkpoint's dictionaries has the weights.
  public var key: String?
  /// The names of the classes.
  public var classNames: [String]?
  /// How pixels become inputs.
  public var pixels: PixelOptions
  /// Which output of an ONNX model is taken that has several.
  public var output: String?

  /// By default everything is as the file says.
  public init(
    layers: ModelSpecification? = nil, acceptsProposal: Bool = false, input: [Int]? = nil, key: String? = nil,
    classNames: [String]? = nil, pixels: PixelOptions = PixelOptions(), output: String? = nil
  ) {
    self.layers = layers
    self.acceptsProposal = acceptsProposal
    self.input = input
    self.key = key
    self.classNames = classNames
    self.pixels = pixels
    self.output = output
  }

  /// Refuses what is said of a model that says everything itself.
  func requireNone(for path: String) throws(InputError) {
    guard layers == nil, !acceptsProposal, input == nil, key == nil, classNames == nil, pixels.isEmpty, output == nil
    else {
      throw InputError(
        .usage, "the model says itself which network, images and classes it has", path: path,
        remedy:
          "leave out --model, --as, --input, --key, --classes, --pixels, --mean, --std, --ink, --framed and --onnx-output"
      )
    }
  }

  /// Refuses an output's name for a file whose outputs have none.
  func requireNoOutput(for path: String) throws(InputError) {
    guard output == nil else {
      throw InputError(
        .usage, "--onnx-output chooses among an ONNX model's outputs, and this file is none", path: path,
        remedy: "leave it out")
    }
  }

  /// Refuses what belongs to weights alone.
  func requireNoNetwork(for path: String) throws(InputError) {
    guard layers == nil, !acceptsProposal, input == nil, key == nil else {
      throw InputError(
        .usage, "the file has a network of its own", path: path, remedy: "leave out --model, --as, --input and --key")
    }
  }

  /// Channels, height and width, where a person says them.
  ///
  /// - Throws: `InputError` of kind `.usage` for what is no size of images, and images that are too large.
  func checkedInput(_ path: String) throws(InputError) -> [Int]? {
    guard let input else { return nil }
    guard input.count == 3, (try? Shape(checking: input)) != nil else {
      throw InputError(
        .usage, "--input is no size of images that a network can take", path: path,
        expected: "channels x height x width, each 1 or more, and not too many numbers together",
        found: input.prefix(8).map(String.init).joined(separator: "x"))
    }
    return input
  }

  /// The names of the classes: those that a person gave, or the file, or their numbers.
  ///
  /// - Throws: `InputError` of kind `.usage` for another number of names than of classes, and for a name that is empty, too
  ///   long or given twice.
  func classNames(_ own: [String]?, _ count: Int, _ path: String) throws(InputError) -> [String] {
    guard let names = classNames else { return own ?? (0..<count).map(String.init) }
    guard names.count == count else {
      throw InputError(
        .usage, "the class names are not the network's", path: path, expected: "\(count)", found: "\(names.count)")
    }
    var seen: Set<String> = []
    for name in names {
      guard !name.isEmpty, name.utf8.count <= ClassNames.longest else {
        throw InputError(
          .usage, "a class has no name, or one that is too long", expected: "1 to \(ClassNames.longest) bytes",
          found: "\(name.utf8.count)")
      }
      guard seen.insert(name).inserted else {
        throw InputError(
          .usage, "two classes have one name", found: "'\(name.prefix(100))' twice", remedy: "name each class once")
      }
    }
    return names
  }
}
