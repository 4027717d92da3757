public import InklingFiles
import InklingKernelInterface

extension TrainingProgram {
  /// Groups, clipping, accumulation and averaging, as the program was made with them.
  public var updates: UpdateOptions { engine.updates.options }

  /// What the optimiser remembers, by PyTorch's names: "conv1.weight.momentum_buffer", "conv1.weight.exp_avg" and so
  /// on; and "conv1.weight.step", the steps that it has taken on each parameter, with NAdam "conv1.weight.mu_product"
  /// too. With accumulation the unfinished sums are "conv1.weight.accumulated_gradient", with "accumulated_batches" and
  /// "accumulated_images" (or the sum of their weights) beside, and with averaging the means are
  /// "conv1.weight.average".
  public func namedOptimizerState() -> [NamedTensor] { state.tensors() }

  /// - Throws: `InputError` that lists every missing, unexpected and misshapen tensor, or names a number that cannot be;
  ///   nothing changes then.
  public func load(optimizerState: [NamedTensor]) throws(InputError) {
    let window = try window(in: optimizerState)
    let progress = try progress(in: optimizerState)
    try state.load(optimizerState)
    if let window { engine.updates.window = window }
    engine.updates.begin { progress[$0.name] ?? OptimizerProgress() }
    measured = nil
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
    var numbers: [String: Float] = [:]
    for entry in entries where isLearned(entry) {
      let progress = plan.progress(of: entry.name)
      numbers[entry.name + StateTensors.step] = Float(progress.steps)
      if states.keepsProduct { numbers[entry.name + StateTensors.product] = Float(progress.product) }
    }
    if plan.accumulated != nil {
      numbers[StateTensors.batches] = Float(plan.window.batches)
      numbers[StateTensors.images] = Float(plan.window.divisor)
    }
    return StateTensors(places: places, numbers: numbers)
  }

  /// How far the optimiser is with each parameter that a state speaks of.
  private func progress(in state: [NamedTensor]) throws(InputError) -> [String: OptimizerProgress] {
    var progress: [String: OptimizerProgress] = [:]
    for tensor in state {
      guard let value = tensor.values.first else { continue }
      if tensor.name.hasSuffix(StateTensors.step) {
        let steps = try number(Int(exactly: value), in: 0...OptimizerProgress.mostSteps, tensor.name, "\(value)")
        progress[String(tensor.name.dropLast(StateTensors.step.count)), default: OptimizerProgress()].steps = steps
      } else if tensor.name.hasSuffix(StateTensors.product) {
        let product = try number(Double(value), in: 0...1, tensor.name, "\(value)")
        progress[String(tensor.name.dropLast(StateTensors.product.count)), default: OptimizerProgress()].product =
          product
      }
    }
    return progress
  }

  private func number<Value>(
    _ value: Value?, in range: ClosedRange<Value>, _ name: String, _ found: String
  ) throws(InputError) -> Value {
    if let value, range.contains(value) { return value }
    throw InputError(
      .malformed, "the optimiser's state has a number that cannot be", expected: "\(range.text) as \(name)",
      found: found)
  }

  /// The unfinished accumulation that a state speaks of; nil when it speaks of none.
  private func window(in state: [NamedTensor]) throws(InputError) -> UpdatePlan.Window? {
    func number(_ name: String) -> Float? { state.first { $0.name == name }?.values.first }
    guard let batches = number(StateTensors.batches), let images = number(StateTensors.images) else { return nil }
    let largest = updates.accumulationSteps - 1
    guard let count = Int(exactly: batches), (0...largest).contains(count), images >= 0, images.isFinite else {
      throw InputError(
        .malformed, "the optimiser's state has an accumulation that cannot be",
        expected: "0 to \(largest) batches, of 0 or more images", found: "\(batches) batches of \(images) images")
    }
    return UpdatePlan.Window(batches: count, divisor: Double(images))
  }

  /// Lets the optimiser step on what an unfinished accumulation has collected, as at an epoch's end: the mean over the
  /// images that it is of. Nothing happens when there is none, so it may be called after every epoch.
  ///
  ///     for epoch in 1...epochs {
  ///       for batch in batches(epoch) { program.step(images: images, targets: targets, indices: batch) }
  ///       program.finishAccumulation()
  ///     }
  ///
  /// - Returns: whether a step was taken.
  @discardableResult
  public func finishAccumulation() -> Bool {
    let plan = engine.updates
    guard plan.window.batches > 0 else { return false }
    engine.finishAccumulation(prepareUpdate(endsWindow: true))
    finishUpdate()
    return true
  }

  /// The numbers of the step to come.
  ///
  /// - Parameters:
  ///   - divisor: what the batch adds to that of the accumulation it belongs to.
  ///   - endsWindow: whether the optimiser steps whatever is missing.
  func prepareUpdate(adding divisor: Double = 0, endsWindow: Bool = false) -> OptimizerRule {
    let plan = engine.updates
    plan.isComplete = endsWindow || plan.window.batches + 1 == plan.options.accumulationSteps
    let total = plan.window.divisor + divisor
    plan.windowScale = plan.accumulated == nil || head.reduction == .sum || total == 0 ? 1 : Float(1 / total)
    return plan.prepare(optimizer)
  }

  /// Counts a batch whose gradient was taken.
  func finishStep(adding divisor: Double) {
    stepCount += 1
    let plan = engine.updates
    guard !plan.isComplete else { return finishUpdate() }
    plan.window.batches += 1
    plan.window.divisor = Double(Float(plan.window.divisor + divisor))
  }

  /// Counts a step of the optimiser.
  private func finishUpdate() {
    engine.updates.window = UpdatePlan.Window()
    engine.updates.finishStep()
    updateCount += 1
    engine.updateAverage(step: updateCount)
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
      program.kernels.average(
        average.floats, weights.floats, averaging.share(after: count), program.weightCount)
    }
  }
}
