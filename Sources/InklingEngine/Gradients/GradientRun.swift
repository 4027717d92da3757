import InklingFiles

/// One run of a gradient program: what it reads, and where its results go.
final class GradientRun {
  private let owner: GradientProgram
  private let engine: BlockEngine
  private let count: Int
  private var source: BatchSource
  private let outputs: AlignedMemory
  private let losses: AlignedMemory
  private let predictions: AlignedMemory
  private let observed: [AlignedMemory]
  private let places: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>
  /// What the source points at.
  private var kept: [AnyObject] = []
  /// Whether there is something to go back from.
  private var isForward = true

  /// - Parameter numbers: the images' in the data set; nil for their places.
  init(
    _ owner: GradientProgram, count: Int, numbers: [Int32]?, seed: UInt64, step: Int
  ) throws(InputError) {
    try owner.program.checkBatch(count)
    let sizes = owner.observations.map { owner.graph.shapes[$0.node].count }
    try BlockEngine.requireMemory(4 * Double(count) * Double(sizes.reduce(owner.graph.outputShape.count + 2, +)))
    self.owner = owner
    self.count = count
    engine = try owner.engine(for: count)
    outputs = AlignedMemory(bytes: count * owner.graph.outputShape.count * 4)
    losses = AlignedMemory(bytes: count * 4)
    predictions = AlignedMemory(bytes: count * 4)
    observed = sizes.map { AlignedMemory(bytes: count * $0 * 4) }
    places = .allocate(capacity: max(observed.count, 1))
    for (place, memory) in observed.enumerated() { places[place] = memory.floats }
    source = BatchSource(count: count, seed: seed, step: step, outputs: outputs.floats, observed: UnsafePointer(places))
    if let numbers { source.numbers = try keep(numbers, "numbers", count) }
  }

  deinit { places.deallocate() }

  private func keep<Element: BitwiseCopyable & Sendable>(
    _ values: [Element], _ what: String, _ expected: Int
  ) throws(InputError) -> UnsafePointer<Element> {
    guard values.count == expected else {
      throw InputError(
        .usage, "the \(what) are not those of \(count) images", expected: "\(expected)", found: "\(values.count)")
    }
    let table = Table(values)
    kept.append(table)
    return table.pointer
  }

  /// Differentiates a function of the outputs with this gradient by them.
  func start(from rows: [Float]) throws(InputError) {
    source.outputGradientRows = try keep(rows, "output gradients", count * owner.graph.outputShape.count)
    isForward = false
  }

  /// Differentiates the loss against these targets.
  func start(from targets: LossTargets) throws(InputError) {
    guard let head = owner.head else {
      throw InputError(
        .usage, "the gradient program has no loss to differentiate", remedy: "give it one, or an output's number")
    }
    let shape = owner.graph.outputShape
    switch targets {
    case .labels(let labels):
      try require(head.takesLabels, "labels")
      try require(labels.max().map { Int($0) < shape.count } ?? true, "label \(labels.max() ?? 0)", of: shape.count)
      source.labels = try keep(labels, "labels", count)
    case .numbers(let numbers):
      try require(head.targetCount != nil, "numbers")
      source.targets = try keep(numbers, "target numbers", count * (head.targetCount ?? 0))
    case .sequences(let sequences):
      try require(head.takesSequences, "sequences")
      try require(
        sequences.labelBound <= shape.channels, "label \(sequences.labelBound - 1)", of: shape.channels)
      source.sequences = SequenceTargets(
        labels: try keep(sequences.labels, "sequences' labels", count * sequences.longest),
        lengths: try keep(sequences.lengths, "sequences", count), longest: sequences.longest)
    }
    startFromLoss(head)
  }

  /// Mixes other labels into those of the loss: the second images', and the first ones' shares.
  func mix(_ secondLabels: [UInt8], shares: [Float]) throws(InputError) {
    source.secondLabels = try keep(secondLabels, "second labels", count)
    source.shares = try keep(shares, "shares", count)
  }

  private func startFromLoss(_ head: LossHead) {
    let divisor = head.divisor(source)
    source.lossScale = divisor > 0 ? Float(1) / Float(divisor) : 0
    source.losses = losses.floats
    source.predictions = predictions.start.assumingMemoryBound(to: Int32.self)
    isForward = false
  }

  private func require(_ isRight: Bool, _ what: String, of classes: Int? = nil) throws(InputError) {
    guard !isRight else { return }
    throw InputError(
      .usage, classes == nil ? "the program's loss takes no \(what)" : "\(what) is no class of the model",
      expected: classes.map { "0 to \($0 - 1)" })
  }

  /// Runs the program and takes the results.
  func results(at input: GradientInput) -> Gradients {
    let values = ParameterValues(entries: owner.program.entries)
    // Where no batch normalisation writes new statistics, these are the old ones.
    engine.gradient.start.copyMemory(from: engine.weights.start, byteCount: engine.weights.bytes)
    switch input {
    case .images(let bytes):
      bytes.withUnsafeBufferPointer {
        source.images = $0.baseAddress
        engine.run(source, rule: nil)
      }
    case .values(let rows):
      rows.withUnsafeBufferPointer {
        source.inputRows = $0.baseAddress
        engine.run(source, rule: nil)
      }
    }
    var result = Gradients(count: count, outputs: array(outputs, owner.graph.outputShape.count))
    result.statistics = values.statistics.tensors(engine.gradient.floats)
    takeActivations(&result)
    guard !isForward else { return result }
    result.parameters = values.those(owner.wantsGradient).tensors(engine.gradient.floats)
    if let head = owner.head, source.losses != nil {
      result.losses = array(losses, 1)
      result.predictions = Array(UnsafeBufferPointer(start: source.predictions, count: count))
      result.loss = Shards.sum(result.losses.count) { Double(result.losses[$0]) } / head.divisor(source)
    }
    return result
  }

  private func takeActivations(_ result: inout Gradients) {
    func rows(_ node: Int, isGradient: Bool) -> [Float]? {
      guard !isGradient || !isForward,
        let place = owner.observations.firstIndex(of: Observation(node: node, isGradient: isGradient))
      else { return nil }
      return array(observed[place], owner.graph.shapes[node].count)
    }
    // The values come first, in the order of the names.
    for (name, observation) in zip(owner.request.activations, owner.observations) {
      result.activations[name] = Gradients.Activation(
        shape: owner.graph.shapes[observation.node], values: rows(observation.node, isGradient: false) ?? [],
        gradient: owner.request.activationGradients ? rows(observation.node, isGradient: true) : nil)
    }
    if owner.request.input { result.input = rows(0, isGradient: true) }
  }

  private func array(_ memory: AlignedMemory, _ size: Int) -> [Float] {
    Array(UnsafeBufferPointer(start: memory.floats, count: count * size))
  }
}
