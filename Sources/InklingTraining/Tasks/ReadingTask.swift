import InklingCaptchas
public import InklingDatasets
public import InklingEngine
public import InklingFiles

/// Reading a text: the model's output is an image `[classes, 1, steps]` of logits, class 0 is none, and class i + 1 is
/// character i of the data set's alphabet.
///
/// An answer is right when the whole text is. Beside it an evaluation has the character error rate.
public struct ReadingTask: LearningTask {
  /// What the output's columns mean.
  public enum Head: String, Sendable, CaseIterable {
    /// Steps along the line, of which a character may take several: connectionist temporal classification.
    case ctc
    /// A column for each position of the text; behind its end there is none.
    case positions
  }

  /// What the output's columns mean.
  public let head: Head

  /// How an evaluation makes a text of them.
  public let decoder: TextDecoder

  /// Reading with this head.
  public init(_ head: Head = .ctc, decoder: TextDecoder = .greedy) {
    self.head = head
    self.decoder = decoder
  }

  /// "read".
  public var name: String { "read" }

  /// `CTCLoss`, or the mean of the positions' cross-entropies.
  public var loss: any Loss {
    switch head {
    case .ctc: CTCLoss()
    case .positions: PositionCrossEntropyLoss()
    }
  }

  /// Refuses, beside what does not belong together, a text that does not fit into the output's columns: of CTC a column for
  /// each character and one for the blank between equal ones.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  public func requireFit(_ images: LabeledImages, _ graph: Graph) throws(InputError) {
    try requireSize(images, graph)
    let (shape, classes) = (graph.outputShape, images.classNames.count)
    guard shape.isImage, shape.height == 1, shape.channels == classes else {
      throw InputError(
        .malformed, "the model does not read texts of this alphabet",
        expected: "an output of [\(classes), 1, columns], a row of logits for none and each character",
        found: "\(shape)", remedy: "end it with a convolution of \(classes) channels that leaves a height of 1")
    }
    guard let sequences = images.targets.sequences else {
      throw otherTargets(images, expected: "a sequence of labels for each image")
    }
    _ = try Alphabet(classNames: images.classNames)
    for image in 0..<sequences.count { try require(sequences, image, columns: shape.width, images) }
  }

  private func require(
    _ sequences: LabelSequences, _ image: Int, columns: Int, _ images: LabeledImages
  ) throws(InputError) {
    let needed = self.columns(for: image, of: sequences)
    let file = images.files.isEmpty ? nil : images.files[image]
    let labels = sequences[image]
    guard !labels.contains(0) else {
      throw InputError(
        .malformed, "a text has a character that is none", path: file, expected: "classes from 1",
        found: "0 in image \(image)")
    }
    guard needed <= columns else {
      let text = labels.prefix(100).map { images.classNames[$0] }.joined()
      throw InputError(
        .malformed, "a text does not fit into the model's columns", path: file,
        expected: "at most \(columns)" + (head == .ctc ? ", one a character and one between equal ones" : ""),
        found: "\"\(text)\" of image \(image), which needs \(needed)",
        remedy: "pool or stride less along the width, or leave the text out"
          + (file == nil ? "" : ", as --skip-bad does with such pictures"))
    }
  }

  /// Refuses columns that do not take every text that a generator may draw: of CTC a longest text of equal characters.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  func requireColumns(of graph: Graph, for generator: any PictureGenerator) throws(InputError) {
    let (longest, columns) = (generator.longestText, graph.outputShape.width)
    let needed = head == .ctc ? 2 * longest - 1 : longest
    guard needed > columns else { return }
    throw InputError(
      .malformed, "a text of \(generator.name) may not fit into the model's columns",
      expected: "\(needed) columns for \(longest) characters"
        + (head == .ctc ? ", one a character and one between equal ones" : ""), found: "\(columns)",
      remedy: "pool or stride less along the width, or draw shorter texts"
        + (head == .ctc ? "" : ", or read them by head: ctc, as the recipe captcha-ctc does"))
  }

  /// The texts that logits speak of, one an image.
  ///
  /// - Parameters:
  ///   - logits: `[N, classes, 1, columns]` row-major.
  ///   - shape: of one image's logits.
  ///   - classNames: "blank", and a character each.
  /// - Throws: `InputError` of kind `.malformed` for names that are no characters.
  public func texts(
    _ logits: [Float], shape: Shape, classNames: [String]
  ) throws(InputError) -> [String] {
    let alphabet = try Alphabet(classNames: classNames)
    return stride(from: 0, to: logits.count, by: shape.count).map {
      alphabet.decode(decoder.decoding(head).labels(logits[$0..<$0 + shape.count], classes: shape.channels))
    }
  }

  /// The mean loss, the texts that are right as a whole, and the character error rate (`TextMetrics`).
  ///
  /// - Throws: `InputError` of kind `.unavailable` where there is not enough memory.
  public func evaluate(
    _ program: InferenceProgram, on images: LabeledImages, at indices: [Int32]?
  ) throws(InputError) -> EvaluationResult {
    try evaluate(answering: program, on: images, at: indices)
  }

  /// The same for a model of any kind.
  package func evaluate(
    answering session: any AnsweringSession, on images: LabeledImages, at indices: [Int32]?
  ) throws(InputError) -> EvaluationResult {
    let outputs = try TaskOutputs(session, on: images, at: indices, loss: loss)
    return result(of: outputs, classNames: images.classNames, classes: session.graph.outputShape.channels)
  }

  /// Counts what outputs say.
  ///
  /// - Parameter read: the classes that were read of each image, where that was done already.
  func result(
    of outputs: TaskOutputs, classNames: [String], classes: Int, read: [[Int]]? = nil
  ) -> EvaluationResult {
    guard let truths = outputs.targets.sequences else {
      preconditionFailure("texts are sequences, not \(outputs.targets.kind)")
    }
    var metrics = TextMetrics(classNames: classNames)
    for image in 0..<outputs.count {
      let answer = read?[image] ?? decoder.decoding(head).labels(outputs[image], classes: classes)
      metrics.add(truth: truths[image], answer: answer)
    }
    return EvaluationResult(
      correct: metrics.texts.correct, count: outputs.count, loss: outputs.loss, details: .text(metrics))
  }
}
