import Files

extension TrainingProgram {
  public var updates: UpdateOptions { engine.updates.options }

  /// What the optimiser remembers, by PyTorch's names: "conv1.weight.momentum_buffer", "conv1.weight.exp_avg" and so on;
  /// with NAdam "mu_product" beside. With accumulation the unfinished sums are "conv1.weight.accumulated_gradient", and
  /// with averaging the means are "conv1.weight.average".
  public func namedOptimizerState() -> [NamedTensor] { state.tensors() }

  /// - Throws: `InputError` that lists every missing, unexpected and misshapen tensor; nothing changes then.
  public func load(optimizerState: [NamedTensor]) throws(InputError) {
    let numbers = try state.load(optimizerState)
    if let product = numbers[StateTensors.product] { optimizerProduct = Double(product) }
  }

  /// The averaged weights by PyTorch's names, shapes and order; the weights themselves without averaging, or before its
  /// first update.
  public func averagedParameters() -> [NamedTensor] {
    let plan = engine.updates
    let hasBegun = stepCount / plan.options.accumulationSteps >= plan.options.averaging?.firstStep ?? .max
    guard let average = plan.average, hasBegun else { return namedParameters() }
    return ParameterValues(entries: engine.program.entries).tensors(average.floats)
  }

  private var state: StateTensors {
    let plan = engine.updates
    let entries = engine.program.entries
    let isLearned = { (entry: BlockProgram.Entry) in entry.parameter.role == .learned }
    var places: [StateTensors.Place] = []
    func add(_ name: String?, _ memory: AlignedMemory?, where isMeant: (BlockProgram.Entry) -> Bool = { _ in true }) {
      guard let name, let memory else { return }
      places += entries.filter(isMeant).map { StateTensors.Place(entry: $0, suffix: "." + name, memory: memory.floats) }
    }
    let (states, treatsMatrices) = (plan.states, plan.states.matrix != nil)
    let isMatrix = { (entry: BlockProgram.Entry) in treatsMatrices && entry.slot.layout.matrix != nil }
    let isVector = { (entry: BlockProgram.Entry) in isLearned(entry) && !isMatrix(entry) }
    add(states.matrix?.rawValue, engine.velocity) { isLearned($0) && isMatrix($0) }
    add(states.first?.rawValue, engine.velocity, where: isVector)
    add(states.second?.rawValue, plan.second, where: isVector)
    add(states.third?.rawValue, plan.third, where: isVector)
    add("accumulated_gradient", plan.accumulated, where: isLearned)
    add("average", plan.average)
    return StateTensors(
      places: places, numbers: states.keepsProduct ? [StateTensors.product: Float(optimizerProduct)] : [:])
  }

  /// The numbers of the step to come, and what goes on from it to the next.
  func prepareUpdate() -> (rule: OptimizerRule, product: Double) {
    let plan = engine.updates
    let number = stepCount / plan.options.accumulationSteps + 1
    plan.batch = stepCount % plan.options.accumulationSteps
    let product = optimizer.advanced(optimizerProduct, step: number)
    return (plan.prepare(optimizer, step: number, product: product), product)
  }

  /// Counts a step that was taken.
  func finishStep(_ product: Double) {
    let plan = engine.updates
    if plan.isComplete {
      optimizerProduct = product
      engine.updateAverage(step: stepCount / plan.options.accumulationSteps + 1)
    }
    stepCount += 1
  }
}

extension BlockEngine {
  /// Makes room for what another optimiser remembers; nothing changes when it remembers the same things.
  func remember(_ states: OptimizerStates) {
    guard updates.states != states else { return }
    velocity.floats.update(repeating: 0, count: velocity.bytes / 4)
    updates.remember(states, threads: threads)
  }

  /// Takes the weights into their average after the optimiser's step of this number.
  func updateAverage(step number: Int) {
    guard let average = updates.average, let averaging = updates.options.averaging,
      let count = averaging.updates(before: number)
    else { return }
    if count == 0 {
      average.start.copyMemory(from: weights.start, byteCount: weights.bytes)
    } else {
      program.kernels.optimizers.average(
        average.floats, weights.floats, averaging.share(after: count), program.weightCount)
    }
  }
}
