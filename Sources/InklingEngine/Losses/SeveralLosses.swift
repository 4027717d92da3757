public import InklingFiles
import InklingKernelInterface
import InklingTargets

/// A loss for each of a graph's named outputs: the sum of `weight * loss`, each image by image.
///
///     let loss = SeveralLosses([
///       .init("digit", CrossEntropyLoss()), .init("size", MSELoss(), weight: 0.5),
///     ])
///     program.step(
///       images: images,
///       targets: .heads([
///         HeadTargets(output: "digit", targets: .labels(digits)), HeadTargets(output: "size", targets: .numbers(sizes)),
///       ]), indices: batch)
///
/// An image counts as right when each of its answers does that can be right or wrong.
public struct SeveralLosses: Loss {
  /// One output's.
  public struct Part: Sendable {
    /// The output's name in the graph.
    public var output: String
    /// What is taken of it.
    public var loss: any Loss
    /// What the loss is multiplied by in the sum; above zero.
    public var weight: Float

    /// A loss of the output that has this name in the graph.
    public init(_ output: String, _ loss: any Loss, weight: Float = 1) {
      self.output = output
      self.loss = loss
      self.weight = weight
    }
  }

  /// One for each output, in any order.
  public var parts: [Part]

  /// The sum of these.
  public init(_ parts: [Part]) { self.parts = parts }

  /// The parts'.
  public var reduction: Reduction { parts.first?.loss.reduction ?? .mean }

  /// - Throws: `InputError` (usage): these are of named outputs.
  public func head(for output: Shape) throws(InputError) -> LossHead {
    throw InputError(.usage, "several losses cannot be one output's", expected: "a graph with named outputs")
  }

  /// - Throws: `InputError` (usage) unless each output has one loss, all with one reduction and a weight above zero, and
  ///   none with class weights.
  public func heads(for graph: Graph) throws(InputError) -> [OutputHead] {
    let names = graph.outputs.map(\.name)
    guard parts.map(\.output).sorted() == names.sorted() else {
      throw InputError(
        .usage, "the losses are not one for each output", expected: names.joined(separator: ", "),
        found: parts.map(\.output).joined(separator: ", "))
    }
    var heads: [OutputHead] = []
    for (number, output) in graph.outputs.enumerated() {
      for part in parts where part.output == output.name {
        let head = try part.loss.head(for: graph.shapes[output.node])
        guard part.weight > 0, part.weight.isFinite, part.loss.reduction == reduction, head.classWeights == nil else {
          throw InputError(
            .usage, "the loss of \(output.name) cannot be one of several",
            expected: "a finite weight above 0, the reduction \(reduction.rawValue), and no class weights",
            found: "a weight of \(part.weight) and the reduction \(part.loss.reduction.rawValue)")
        }
        heads.append(OutputHead(output, of: graph, head.part(number, weight: part.weight)))
      }
    }
    return heads
  }
}

extension LossHead {
  /// The head as one of several: it takes the answers of its own output, and adds to what the heads before it found.
  fileprivate func part(_ number: Int, weight: Float) -> LossHead {
    let (inner, labelled, tells) = (bind, takesLabels, tellsRight)
    return LossHead(
      takesLabels: takesLabels, targetCount: targetCount, takesSequences: takesSequences, tellsRight: tellsRight,
      takesImages: takesImages, reduction: reduction, scratch: scratch
    ) { output, gradient, kernels in
      let bound = inner(output, gradient, kernels)
      return { plan in
        let work = bound(plan)
        return { context in
          guard let heads = context.source.heads else { return }
          var own = copy context
          own.source.targets = heads[number]
          own.source.lossScale *= weight
          (own.source.losses, own.source.predictions) = (nil, nil)
          setLabels(own)
          work(own)
          let isLabelled = labelled && own.source.targets.labels != nil
          addLosses(number, weight, isLabelled: isLabelled, tellsRight: tells, context)
        }
      }
    }
  }
}

/// The labels of one head's targets to the header.
private func setLabels(_ context: borrowing BlockContext) {
  guard let labels = context.source.targets.labels else { return }
  let header = context.header
  for lane in 0..<16 {
    let image = context.first + (lane < context.count ? lane : 0)
    header.labels[lane] = labels[context.source.indices.map { Int($0[image]) } ?? image]
    header.secondLabels[lane] = header.labels[lane]
    header.shares[lane] = 1
  }
}

/// One head's losses to the batch's, and whether it is right: 1 as long as all heads are.
private func addLosses(
  _ number: Int, _ weight: Float, isLabelled: Bool, tellsRight: Bool, _ context: borrowing BlockContext
) {
  let header = context.header
  for lane in 0..<context.count {
    let image = context.first + lane
    var isRight: Int32 = 1
    if isLabelled { isRight = header.predictions[lane] == header.labels[lane] ? 1 : 0 }
    if tellsRight { isRight = header.predictions[lane] }
    if number == 0 {
      context.source.losses?[image] = weight * header.losses[lane]
      context.source.predictions?[image] = isRight
    } else {
      context.source.losses?[image] += weight * header.losses[lane]
      context.source.predictions?[image] *= isRight
    }
  }
}
