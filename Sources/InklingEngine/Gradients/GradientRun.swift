import InklingFiles
import InklingTargets

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
  /// What each of several outputs is compared with.
  private let headTargets: UnsafeMutablePointer<BatchTargets>
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
    try BlockEngine.requireMemory(4 * Double(count) * Double(sizes.reduce(owner.graph.outputWidth + 2, +)))
    self.owner = owner
    self.count = count
    engine = try owner.engine(for: count)
    outputs = AlignedMemory(bytes: count * owner.graph.outputWidth * 4)
    losses = AlignedMemory(bytes: count * 4)
    predictions = AlignedMemory(bytes: count * 4)
    observed = sizes.map { AlignedMemory(bytes: count * $0 * 4) }
    headTargets = .allocate(capacity: max(owner.heads.count, 1))
    places = .allocate(capacity: max(observed.count, 1))
    for (place, memory) in observed.enumerated() { places[place] = memory.floats }
    source = BatchSource(count: count, seed: seed, step: step, outputs: outputs.floats, observed: UnsafePointer(places))
    if let numbers { source.numbers = try keep(numbers, "numbers", count) }
  }

  deinit {
    places.deallocate()
    headTargets.deallocate()
  }

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
    source.outputGradientRows = try keep(rows, "output gradients", count * owner.graph.outputWidth)
    isForward = false
  }

  /// Differentiates the loss against these targets.
  func start(from targets: Targets) throws(InputError) {
    guard let first = owner.heads.first else {
      throw InputError(
        .usage, "the gradient program has no loss to differentiate", remedy: "give it one, or an output's number")
    }
    if owner.heads.count == 1 {
      source.targets = try take(targets, for: first)
    } else {
      source.heads = try takeParts(of: targets)
    }
    startFromLoss(first.head)
  }

  /// The answers of each of several outputs.
  private func takeParts(of targets: Targets) throws(InputError) -> UnsafePointer<BatchTargets> {
    let names = owner.heads.map(\.output.name)
    guard case .heads(let parts) = targets, parts.map(\.output) == names else {
      throw InputError(
        .usage, "the answers are not those of the model's outputs", expected: names.joined(separator: ", "),
        found: targets.kind)
    }
    for (number, part) in parts.enumerated() { headTargets[number] = try take(part.targets, for: owner.heads[number]) }
    return UnsafePointer(headTargets)
  }

  /// One output's answers, checked and kept.
  private func take(_ targets: Targets, for head: OutputHead) throws(InputError) -> BatchTargets {
    switch targets {
    case .labels(let labels):
      try require(head.head.takesLabels, "labels")
      let wrong = labels.first { $0 < 0 || Int($0) >= head.count }
      try require(wrong == nil, "label \(wrong ?? 0)", of: head.count)
      return BatchTargets(labels: try keep(labels, "labels", count))
    case .numbers(let rows):
      try require(head.head.targetCount != nil, "numbers")
      try require(head.head.targetCount == rows.width, "rows of \(rows.width) numbers")
      return BatchTargets(numbers: try keep(rows.values, "target numbers", count * rows.width))
    case .sequences(let sequences):
      try require(head.head.takesSequences, "sequences")
      let bound = Int(sequences.labelBound)
      try require(bound <= head.channels, "label \(bound - 1)", of: head.channels)
      return BatchTargets(
        sequences: SequenceTargets(
          labels: try keep(sequences.labels, "sequences' labels", count * sequences.longest),
          lengths: try keep(sequences.lengths, "sequences", count), longest: sequences.longest))
    case .heads:
      throw InputError(
        .usage, "the answers of several outputs were given for one", expected: "those of \(head.output.name)",
        found: targets.kind)
    }
  }

  /// Mixes other labels into those of the loss: the second images', and the first ones' shares.
  func mix(_ secondLabels: [Int32], shares: [Float]) throws(InputError) {
    source.secondLabels = try keep(secondLabels, "second labels", count)
    source.shares = try keep(shares, "shares", count)
    source.isMixed = true
    if let head = owner.heads.first?.head { scaleLoss(head) }
  }

  private func startFromLoss(_ head: LossHead) {
    scaleLoss(head)
    source.losses = losses.floats
    source.predictions = predictions.start.assumingMemoryBound(to: Int32.self)
    isForward = false
  }

  private func scaleLoss(_ head: LossHead) {
    let divisor = head.divisor(source)
    source.lossScale = divisor > 0 ? Float(1) / Float(divisor) : 0
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
    var result = Gradients(count: count, outputs: array(outputs, owner.graph.outputWidth))
    result.statistics = values.statistics.tensors(engine.gradient.floats)
    takeActivations(&result)
    guard !isForward else { return result }
    result.parameters = values.those(owner.wantsGradient).tensors(engine.gradient.floats)
    if let head = owner.heads.first?.head, source.losses != nil {
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
