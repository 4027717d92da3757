import InklingEngine
import InklingFiles
import InklingTraining

extension ExplanationStep {
  /// What a node did.
  init(of node: ObservedNode, _ model: TrainedModel, _ pixels: [UInt8], _ limits: ExplanationLimits) {
    var text = OperationText(node)
    var worked = node.worked(limits)
    var sources = node.inputs.map(\.name)
    if case .input = node.operation {
      let normalization = model.description.normalization
      text = OperationText(inputThrough: normalization)
      worked = node.workedInput(pixels, normalization)
      sources = ["the image"]
    }
    let shown = node.shownChannels(limits.maps, first: worked.examples.first)
    self.init(
      name: node.result.name, operation: node.operation.name, sentence: text.sentence, formulas: text.formulas,
      sources: sources,
      inputShapes: node.inputs.map(\.shape), outputShape: node.result.shape,
      range: node.result.values[node.result.smallest]...node.result.values[node.result.largest],
      maps: FeatureMaps(node.result.values, node.result.shape, channels: shown),
      kept: worked.examples.first.flatMap { node.kept($0) }, examples: worked.examples, remark: worked.remark)
  }

  /// Calls the outputs of the last operation by their classes.
  mutating func nameClasses(_ names: [String]) {
    guard outputShape.dimensions == [names.count] else { return }
    for place in examples.indices {
      if let index = examples[place].place.first {
        examples[place].subject = "class \(PrintableText.escaped(names[index]))"
      }
    }
  }

  /// Calls the rows of the last operation of a model that reads texts by their characters, the first by none.
  mutating func nameCharacters(_ names: [String]) {
    guard outputShape.isImage, outputShape.channels == names.count else { return }
    for place in examples.indices {
      if let index = examples[place].place.first {
        let name = index == 0 ? "no character" : "character \(PrintableText.escaped(names[index]))"
        examples[place].subject = "\(name), column \(examples[place].place.last ?? 0)"
      }
    }
  }

  /// The softmax behind a network that tells classes apart.
  init(softmaxOf logits: [Float], _ prediction: Prediction, _ limits: ExplanationLimits) {
    let shares = prediction.probabilities.map { Float($0) }
    let order = logits.indices.sorted { (logits[$1], $0) < (logits[$0], $1) }.prefix(limits.examples)
    let examples = order.map { index in
      WorkedExample(
        subject: "class \(PrintableText.escaped(prediction.classNames[index]))", place: [index],
        working: .softmax(values: logits, index: index, isLogarithmic: false), engine: shares[index])
    }
    let shape = Shape(logits.count)
    self.init(
      name: "probabilities", operation: "Softmax",
      sentence: "The logits become probabilities: all positive, and 1 together. The largest logit stays the largest.",
      formulas: ["p[k] = exp(z[k]) / Σ j  exp(z[j])"], sources: ["the logits"], inputShapes: [shape],
      outputShape: shape, range: (shares.min() ?? 0)...(shares.max() ?? 0),
      maps: FeatureMaps(shares, shape, channels: [0]), examples: Array(examples),
      remark: order.count < logits.count
        ? "The \(order.count) likeliest of \(logits.count) classes are written out." : nil)
  }
}

extension ObservedNode {
  /// The channels that are shown: the first so many, and the one that is written out.
  func shownChannels(_ limit: Int, first: WorkedExample?) -> [Int] {
    guard result.shape.isImage else { return [0] }
    var channels = Array(0..<min(limit, result.shape.channels))
    if let focus = first?.place.first, !channels.contains(focus) { channels[channels.count - 1] = focus }
    return channels
  }

  /// The channels (or features) whose numbers are written out, those with the largest results, in their order; the largest
  /// first.
  func strongest(of count: Int, _ limit: Int, result: (Int) -> Float) -> [Int] {
    let order = (0..<count).sorted { (result($1), $0) < (result($0), $1) }.prefix(limit)
    guard let first = order.first else { return [] }
    return [first] + order.dropFirst().sorted()
  }
}

/// What was written out of a node, and why not all of it.
struct WorkedExamples {
  var examples: [WorkedExample] = []
  var remark: String?

  /// None, since a sum is too long.
  static func tooLong(_ terms: Int, _ limits: ExplanationLimits) -> WorkedExamples? {
    guard terms > limits.terms else { return nil }
    return WorkedExamples(
      remark: "Each number is made of \(terms) others, more than the \(limits.terms) that are written out.")
  }

  /// Some, and how many of how many.
  init(_ examples: [WorkedExample], of count: Int, _ noun: String) {
    self.examples = examples
    if examples.count < count {
      remark = "\(examples.count) of \(count) \(noun) are written out, those with the largest results."
    }
  }

  init(_ examples: [WorkedExample] = []) { self.examples = examples }

  init(remark: String) { self.remark = remark }
}
