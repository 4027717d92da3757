public import InklingEngine
public import InklingFiles
public import InklingTraining

/// A trained network as one source file that needs no other: the network, its weights, its preprocessing, the names of
/// its classes, and golden inputs as a self-test.
///
///     let export = SourceExport(
///       graph: graph, parameters: trained, normalization: normalization, classNames: digits, golden: golden,
///       title: "MNIST classic")
///     let text = try export.text(.swift)
///
/// Swift: `predict(pixels: [UInt8]) -> [Float]` (probabilities), `logits(pixels:)`, and a type with both, `classNames`
/// and `selfTest()`; `swiftc -O -D SELFTEST FILE` makes a program that tests itself. C99:
/// `void NAME_predict(const unsigned char *pixels, float *probabilities)` and `NAME_logits`, NAME being the title in
/// snake_case; `cc -std=c99 -DNAME_SELFTEST FILE -lm` makes the self-test. JavaScript: a module with `predict(pixels)`,
/// `logits(pixels)`, `classNames` and `selfTest()`.
///
/// Pixels are bytes in the order of `[C, H, W]`. Probabilities are the softmax of the outputs, or the outputs where a
/// softmax or a sigmoid of the network's own makes them, as `InferenceSession.probabilities(images:)`. Of several labels
/// they are each output's sigmoid, of texts the softmax of each column in the outputs' order, and of quantities `predict`
/// gives the outputs themselves.
///
/// A network that reads texts, whose outputs are `[classes, 1, columns]`, is written with a function that reads greedily,
/// with the probabilities of `TextAnswer`: Swift's `read(pixels:)` gives `(text, probability, characters)`, with a
/// `(character, probability)` each; JavaScript's `read(pixels)` the same as an object; C's
/// `float NAME_read(const unsigned char *pixels, char *text, float *characters)` returns the text's probability and fills
/// `NAME_TEXT_BYTES` and `NAME_CHARACTERS` elements at most.
public struct SourceExport: Sendable {
  /// The network.
  public var graph: Graph
  /// Its parameters and running statistics, by the graph's names.
  public var parameters: [NamedTensor]
  /// What turns a pixel's byte into the graph's input.
  public var normalization: Normalization
  /// The name of each output; of texts that of each class.
  public var classNames: [String]
  /// Images and the outputs that the network gave for them: at least one.
  public var golden: [(pixels: [UInt8], logits: [Float])]
  /// What the network is called, from which names in the file are made.
  public var title: String
  /// What a person should know, for the top of the file; lines of any text.
  public var card: String
  /// What the outputs are.
  public var task: TaskRecipe

  /// A network to be written; it is checked by `text(_:)`.
  public init(
    graph: Graph, parameters: [NamedTensor], normalization: Normalization, classNames: [String],
    golden: [(pixels: [UInt8], logits: [Float])], title: String, card: String = "",
    task: TaskRecipe = .classify
  ) {
    self.graph = graph
    self.parameters = parameters
    self.normalization = normalization
    self.classNames = classNames
    self.golden = golden
    self.title = title
    self.card = card
    self.task = task
  }

  /// The whole file.
  ///
  /// - Throws: `InputError`: `.usage` for a network that is too large for source, whose outputs are no texts where it is
  ///   to read them, for class names or golden inputs that are not the network's, or a normalisation of another number of
  ///   channels; `.malformed` for parameters that are missing, misshapen or not finite.
  public func text(_ language: SourceLanguage) throws(InputError) -> String {
    try check()
    let program = try SourceProgram(graph, parameters: parameters, normalization: normalization)
    let syntax = language.syntax
    return syntax.file(SourceContents(self, program, calling: syntax.calls))
  }

  /// The most images, and bytes of them, that a file tests itself with.
  private static let (mostGolden, mostGoldenBytes) = (256, 1 << 22)

  private func check() throws(InputError) {
    let (inputs, outputs) = (graph.inputShape.count, graph.outputShape.count)
    if task.name == .read { try checkColumns(graph.outputShape) }
    let names = SourceAnswers.nameCount(task, graph.outputShape)
    guard classNames.count == names else {
      throw InputError(
        .usage, "the class names are not the network's", expected: "\(names)", found: "\(classNames.count)")
    }
    guard classNames.allSatisfy({ $0.utf8.count <= 1000 }) else {
      throw InputError(.usage, "a class name is too long", expected: "at most 1000 bytes")
    }
    let (bytes, overflow) = golden.count.multipliedReportingOverflow(by: inputs)
    guard !golden.isEmpty, golden.count <= Self.mostGolden, !overflow, bytes <= Self.mostGoldenBytes else {
      throw InputError(
        .usage, "the golden inputs cannot be written",
        expected: "1 to \(Self.mostGolden) images, at most \(Self.mostGoldenBytes) bytes in all",
        found: "\(golden.count) of \(graph.inputShape)")
    }
    for (index, (pixels, logits)) in golden.enumerated() {
      guard pixels.count == inputs, logits.count == outputs, logits.allSatisfy(\.isFinite) else {
        throw InputError(
          .usage, "golden input \(index) is not the network's",
          expected: "\(inputs) pixels and \(outputs) finite logits",
          found: "\(pixels.count) and \(logits.count)")
      }
    }
  }

  private func checkColumns(_ shape: Shape) throws(InputError) {
    guard shape.isImage, shape.height == 1 else {
      throw InputError(
        .usage, "the network does not read texts", expected: "an output of [classes, 1, columns]", found: "\(shape)")
    }
    guard shape.width <= SourceReading.mostColumns else {
      throw InputError(
        .usage, "the network is too large to be written as source",
        expected: "at most \(SourceReading.mostColumns) columns of a text", found: "\(shape.width)",
        remedy: "export it as ONNX")
    }
  }
}
