public import InklingDatasets
public import InklingEngine
public import InklingFiles

/// Evaluates one model or an average of several, on images as they are or on an average of several views of each.
///
/// An image's probabilities are the mean over all models and views; the largest, the first of equals, is the answer.
/// Models are added in their order and views in theirs, so the result depends on no thread. One model on images as they
/// are answers exactly as `InferenceProgram.evaluate` does.
///
///     let ensemble = try Evaluator([first, second], views: EvaluationView.Family.shifts.views)
///     let result = ensemble.evaluate(dataset.test, withMetrics: true)
///
/// Not thread-safe: one caller at a time.
public final class Evaluator {
  /// What each image is looked at as, at least one view.
  public let views: [EvaluationView]
  private let programs: [any AnsweringSession]
  /// Made when first used: images as they are need none.
  private lazy var renderer = ViewRenderer(threads: programs.map(\.threads).max() ?? 1)
  /// Images that are rendered at once: a few megabytes.
  private static let chunk = 4096

  /// - Throws: `InputError` of kind `.usage` for no model or no view, and for models whose images or classes differ.
  public convenience init(
    _ programs: [InferenceProgram], views: [EvaluationView] = [.identity]
  ) throws(InputError) {
    try self.init(answering: programs, views: views)
  }

  /// The same for models of any kind.
  package init(answering programs: [any AnsweringSession], views: [EvaluationView]) throws(InputError) {
    guard let first = programs.first, !views.isEmpty else {
      throw InputError(
        .usage, "there is nothing to evaluate", expected: "at least one model and one view of the images",
        found: "\(programs.count) models and \(views.count) views")
    }
    for program in programs {
      let shapes = (program.graph.inputShape, program.graph.outputShape)
      guard shapes == (first.graph.inputShape, first.graph.outputShape) else {
        throw InputError(
          .usage, "the models of an ensemble do not belong together",
          expected: "images of \(first.graph.inputShape) and \(first.graph.outputShape.count) classes",
          found: "images of \(shapes.0) and \(shapes.1.count) classes",
          remedy: "average models of one data set")
      }
    }
    self.programs = programs
    self.views = views
  }

  /// The models' answers to a split's images, or to those at `indices` alone, in that order.
  ///
  /// - Precondition: the images and classes are the models' (see `Graph.requireFit(_:)`).
  public func answers(to split: LabeledImages, at indices: [Int32]? = nil) -> Answers {
    let labels = indices.map { $0.map { split.labels[Int($0)] } } ?? split.labels
    let classes = split.classNames.count
    let graph = programs[0].graph
    precondition(
      graph.inputShape.count == split.imageSize && graph.outputShape.count == classes,
      "images of \(split.imageSize) bytes in \(classes) classes for a model of \(graph.inputShape.count) and "
        + "\(graph.outputShape.count)")
    if programs.count == 1, views == [.identity] {
      let outputs = programs[0].outputs(images: split.images, labels: split.labels, at: indices, withLogits: true)
      let probabilities = ClassProbabilities(
        graph.probabilities(of: outputs.logits), labels: labels, classes: classes)
      // The cross-entropy of a network's own probabilities is no longer that of logits.
      if graph.outputForm.isProbability { return Answers(probabilities, classNames: split.classNames) }
      return Answers(
        probabilities,
        predictions: outputs.predictions, lossSum: outputs.lossSum, classNames: split.classNames)
    }
    var sums = [Double](repeating: 0, count: labels.count * classes)
    for view in views { add(view, of: split, at: indices, to: &sums) }
    let parts = Double(programs.count * views.count)
    for place in sums.indices { sums[place] /= parts }
    return Answers(ClassProbabilities(sums, labels: labels, classes: classes), classNames: split.classNames)
  }

  /// What the models reach on a labelled split, or on the images at `indices` alone.
  public func evaluate(
    _ split: LabeledImages, at indices: [Int32]? = nil, withMetrics: Bool = false
  ) -> EvaluationResult {
    answers(to: split, at: indices).result(withMetrics: withMetrics)
  }

  /// Adds each model's probabilities for one view.
  private func add(_ view: EvaluationView, of split: LabeledImages, at indices: [Int32]?, to sums: inout [Double]) {
    let classes = split.classNames.count
    let indices = indices ?? Shuffling.unshuffled(count: split.count)
    let map = view == .identity ? nil : PixelMap(view, height: split.height, width: split.width)
    for start in stride(from: 0, to: indices.count, by: Self.chunk) {
      let part = indices[start..<min(start + Self.chunk, indices.count)]
      let seen = map.map { renderer.render(split, at: part, through: $0) }
      for program in programs {
        let logits =
          seen.map { program.logits(images: $0) }
          ?? program.outputs(images: split.images, labels: split.labels, at: Array(part), withLogits: true).logits
        for (place, probability) in program.graph.probabilities(of: logits).enumerated() {
          sums[start * classes + place] += probability
        }
      }
    }
  }
}
