public import InklingDatasets
import InklingEngine
public import InklingFiles
public import InklingFormats
import InklingTargets

/// What a model reads on labelled images, one answer an image.
///
///     let answers = try TextAnswers(of: model, to: plates.test, decoder: .beam(10))
///     print(answers.result.accuracy)
///     try answers.write(to: "answers.csv")
public struct TextAnswers: Sendable {
  /// The true texts.
  public let truths: [String]
  /// What was read.
  public let answers: [TextAnswer]
  /// The file of each image, or its number where it comes from none.
  public let files: [String]
  /// Each image's place among those that were given.
  public let places: [Int]
  /// The counts.
  public let result: EvaluationResult

  /// Asks a model.
  ///
  /// - Parameters:
  ///   - model: one that reads texts.
  ///   - images: with texts of its alphabet.
  ///   - indices: which of them; nil for all.
  ///   - decoder: how columns become a text.
  ///   - threads: how many compute; nil takes the processors.
  /// - Throws: `InputError`: `.usage` for a model that reads no texts, `.malformed` for images or texts that are not the
  ///   model's, and weights that give no finite answer; `.unavailable` when there is not enough memory.
  public init(
    of model: TrainedModel, to images: LabeledImages, at indices: [Int32]? = nil, decoder: TextDecoder = .greedy,
    threads: Int? = nil
  ) throws(InputError) {
    try model.requireTexts()
    try model.description.requireFit(images)
    let task = ReadingTask(model.description.task.head, decoder: decoder)
    let outputs = try TaskOutputs(
      model.session(threads: threads), on: images.drawn(for: model), at: indices, loss: task.loss)
    try model.requireFinite(outputs.loss)
    guard let truths = outputs.targets.sequences else {
      preconditionFailure("texts are sequences, not \(outputs.targets.kind)")
    }
    let alphabet = try Alphabet(classNames: images.classNames)
    let places = indices?.map { Int($0) } ?? Array(0..<images.count)
    self.truths = (0..<truths.count).map { alphabet.decode(truths[$0]) }
    self.places = places
    files = places.map { images.files.isEmpty ? "\($0)" : images.files[$0] }
    answers = try task.answers(outputs.rows, shape: model.graph.outputShape, classNames: images.classNames)
    // What was read once is not searched for again to be counted.
    let labels = Dictionary(images.classNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let read = answers.map { $0.characters.compactMap { labels[$0.character] } }
    result = task.result(
      of: outputs, classNames: images.classNames, classes: model.graph.outputShape.channels, read: read)
  }

  /// Whether each text was read as a whole.
  public var areRight: [Bool] { zip(truths, answers).map { $0 == $1.text } }

  /// The answers as text: "file,text,answer,probability".
  public var table: CSVTable {
    let rows = answers.indices.map { [files[$0], truths[$0], answers[$0].text, "\(answers[$0].probability)"] }
    return CSVTable(header: ["file", "text", "answer", "probability"], rows: rows)
  }

  /// Writes the table to a file that ends in ".csv", which is replaced as a whole.
  ///
  /// - Throws: `InputError`: `.usage` for another ending, `.unwritable` or `.broken` when it cannot be written.
  public func write(to path: String) throws(InputError) {
    guard try TableFormat(of: path) == .csv else {
      throw InputError(.usage, "texts are written as text", path: path, expected: ".csv", found: ".npz")
    }
    try DurableFile.write(try table.encoded(), to: path)
  }
}

extension TrainedModel {
  /// Refuses a model that reads no texts.
  ///
  /// - Throws: `InputError` of kind `.usage`.
  package func requireTexts() throws(InputError) {
    guard description.task.name == .read else {
      throw InputError(
        .usage, "the model reads no texts", path: title, expected: TaskRecipe.Name.read.rawValue,
        found: description.task.name.rawValue)
    }
  }
}
