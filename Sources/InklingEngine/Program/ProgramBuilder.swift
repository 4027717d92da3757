import InklingKernelInterface

/// Collects the steps of a program while the graph's stages are lowered.
package final class ProgramBuilder {
  /// Where a parameter lies among the weights.
  struct Slot: Sendable {
    let offset: Int
    let layout: ParameterLayout
  }

  let kernels: KernelTable
  /// What adds up over the blocks of a batch.
  let sums: any BatchSumKernels
  /// Whether batch normalisation takes the batch's statistics, and dropout drops.
  let isTraining: Bool
  /// Whether there is a way back, with gradients.
  let hasBackward: Bool
  private(set) var steps: [Step] = []
  private(set) var updates: [Update] = []
  private(set) var sizes: [Int] = []
  private(set) var persistent: Set<Int> = []
  /// By the parameters' names.
  private(set) var slots: [String: Slot] = [:]
  private(set) var weightCount = 0
  private(set) var derivedCount = 0
  /// What to make again when weights are set from outside.
  private(set) var derived: [DerivedWeights] = []
  private(set) var reductions: [BatchReduction] = []
  private(set) var sharedCount = 0
  /// The fewest images a batch may have.
  private(set) var smallestBatch = 1
  private let frozen: Set<String>
  /// Shards of the largest batch.
  let shards: Int
  /// The names of the parameters whose gradients alone are wanted; nil for all that are not frozen.
  private let wanted: Set<String>?

  /// - Parameter frozen: the names of the parameters that training leaves as they are.
  init(
    kernels: KernelTable, sums: (any BatchSumKernels)? = nil, isTraining: Bool, hasBackward: Bool,
    frozen: Set<String> = [], wanted: Set<String>? = nil,
    shards: Int = 1
  ) {
    self.kernels = kernels
    self.sums = sums ?? kernels
    self.isTraining = isTraining
    self.hasBackward = hasBackward
    self.frozen = frozen
    self.shards = shards
    self.wanted = wanted
  }

  func isFrozen(_ parameter: ParameterDescription) -> Bool { frozen.contains(parameter.name) }

  /// Whether the parameter's gradient is wanted.
  func isTrainable(_ parameter: ParameterDescription) -> Bool {
    parameter.role == .learned && !isFrozen(parameter) && wanted?.contains(parameter.name) != false
  }

  func requireBatch(of images: Int) { smallestBatch = max(smallestBatch, images) }

  /// Room for numbers that reductions make for all blocks, zero at first.
  func shared(_ count: Int) -> FloatPlace {
    let place = FloatPlace(memory: .shared, offset: sharedCount)
    sharedCount += roundedUp(count, to: 16)
    return place
  }

  /// Ends the phase: when all blocks have done the steps so far, `bind`'s work is done once.
  func reduction(_ label: String, bind: @escaping @Sendable (MemoryPlan) -> BatchReduction.Work) {
    reductions.append(BatchReduction(label: label, position: steps.count, bind: bind))
  }

  func buffer(_ count: Int) -> Buffer {
    sizes.append(count)
    return Buffer(number: sizes.count - 1, first: 0, count: count)
  }

  /// Keeps a buffer until the update of the parameters.
  func persist(_ buffer: Buffer) { persistent.insert(buffer.number) }

  func slot(_ parameter: ParameterDescription, _ layout: ParameterLayout) -> Slot {
    if let slot = slots[parameter.name] { return slot }
    let slot = Slot(offset: weightCount, layout: layout)
    weightCount += layout.storedCount
    slots[parameter.name] = slot
    return slot
  }

  /// Room for weights in another form, made from those of `slot` whenever they change.
  ///
  /// - Parameter source: where they lie among the derived weights, when they are derived themselves.
  func derived(_ form: DerivedWeights.Form, from slot: Slot, source: FloatPlace? = nil) -> DerivedWeights {
    let weights = DerivedWeights(form: form, slot: slot, offset: derivedCount, source: source?.offset)
    derivedCount += roundedUp(weights.count, to: 16)
    derived.append(weights)
    return weights
  }

  func forward(
    _ label: String, node: Int? = nil, multiplyAdds: Int = 0, reads: [Buffer], writes: [Buffer],
    bind: @escaping @Sendable (MemoryPlan) -> Step.Work
  ) {
    steps.append(
      Step(
        label: label, direction: .forward, node: node, multiplyAdds: multiplyAdds, reads: reads, writes: writes,
        bind: bind))
  }

  func backward(
    _ label: String, multiplyAdds: Int = 0, reads: [Buffer], writes: [Buffer],
    bind: @escaping @Sendable (MemoryPlan) -> Step.Work
  ) {
    steps.append(
      Step(
        label: label, direction: .backward, node: nil, multiplyAdds: multiplyAdds, reads: reads, writes: writes,
        bind: bind))
  }

  /// - Parameter isOfStatistics: whether it is of running statistics.
  func update(
    _ label: String, multiplyAdds: Int = 0, isOfStatistics: Bool = false,
    bind: @escaping @Sendable (MemoryPlan) -> Update.Work
  ) {
    updates.append(Update(label: label, multiplyAdds: multiplyAdds, isOfStatistics: isOfStatistics, bind: bind))
  }

  /// The gradient as one that may be changed in place.
  func owned(_ gradient: Gradient, _ label: String) -> Buffer {
    guard gradient.isShared else { return gradient.buffer }
    let copy = buffer(gradient.buffer.count)
    backward("\(label) gradient copy", reads: [gradient.buffer], writes: [copy]) { [kernels] plan in
      let (from, to, count) = (plan[gradient.buffer], plan[copy], copy.count)
      return { kernels.copy($0.address(from), $0.address(to), count) }
    }
    return copy
  }

  /// The gradient behind a fused rectifier: zero where the output is.
  func behindRectifier(_ gradient: Gradient, output: Buffer, _ label: String) -> Buffer {
    let result = owned(gradient, label)
    backward("\(label) rectifier gradient", reads: [result, output], writes: [result]) { [kernels] plan in
      let (to, from, count) = (plan[result], plan[output], result.count)
      return { kernels.rectifyGradient($0.address(to), $0.address(from), count) }
    }
    return result
  }
}

extension BlockContext {
  @inline(__always) func address(_ place: Place) -> UnsafeMutableRawPointer { place.address(self) }
}
