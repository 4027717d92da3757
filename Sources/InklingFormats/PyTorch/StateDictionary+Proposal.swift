public import InklingFiles

extension StateDictionary {
  /// The longest side of pictures for which a chain is proposed: their areas are multiplied.
  private static let largestSide = 1 << 15

  /// A plain chain of layers that fits a state dict's names and shapes, in the order of its tensors.
  ///
  /// Channels, kernels and features are the file's. Where padding, strides, pooling and activations are is not in a
  /// state dict: they are guessed so that a picture fits the first linear layer, and `notes` says so.
  ///
  /// - Parameters:
  ///   - arrays: the weights, in the order of the file.
  ///   - inputSize: the height and width of the pictures; when it is nil 28, 32, 16 and 64 are tried, 32
  ///     first for three channels.
  /// - Throws: `InputError` of kind `.usage` when the tensors are no plain chain: a kind of layer that is not known, or
  ///   channels that do not follow from one another (as in a residual network); for a size out of range.
  public static func proposedLayers(
    of arrays: [NamedArray], inputSize: Int? = nil
  ) throws(InputError) -> LayerProposal {
    if let inputSize, !(1...largestSide).contains(inputSize) {
      throw InputError(
        .usage, "no chain of layers is proposed for pictures of that size",
        expected: "sides of 1 to \(largestSide) pixels",
        found: "\(inputSize)")
    }
    let modules = try StateModule.modules(of: arrays)
    var chain = try ProposedChain(modules, inputSize: inputSize)
    return try chain.proposal()
  }
}

/// The chain while it is made.
private struct ProposedChain {
  private let modules: [StateModule]
  private let inputSize: Int
  private let plan: SpatialPlan?
  private let usesGlobalPool: Bool
  private var layers: [ProposedLayer] = []
  private var notes: [String] = []
  /// Channels before the first linear layer, features behind it.
  private var width: Int?
  private var convolutionCount = 0
  private var isFlat = false

  init(_ modules: [StateModule], inputSize: Int?) throws(InputError) {
    self.modules = modules
    var kernels: [[Int]] = []
    var (channels, inputChannels) = (0, 1)
    var features: Int?
    for module in modules {
      switch module.kind {
      case .convolution(let outputs, let inputs, let kernel, _):
        if kernels.isEmpty { inputChannels = inputs }
        (channels, kernels) = (outputs, kernels + [kernel])
      case .linear(let inputs, _, _): features = features ?? inputs
      default: break
      }
    }
    let sizes = inputSize.map { [$0] } ?? (inputChannels == 3 ? [32, 28, 64, 16] : [28, 32, 16, 64])
    guard !kernels.isEmpty, let features, features != channels else {
      let plan = kernels.isEmpty ? nil : SpatialPlan.beforeGlobalPool(kernels: kernels, size: sizes[0])
      (self.plan, self.inputSize, usesGlobalPool) = (plan, sizes[0], plan != nil)
      return
    }
    guard features.isMultiple(of: channels),
      let (plan, size) = SpatialPlan.fitting(
        area: features / channels, kernels: kernels, sizes: sizes, likely: Self.likelyPooling(in: modules))
    else {
      let size = sizes.map { "\($0) x \($0)" }.joined(separator: ", ")
      throw StateModule.noChain(
        "no pooling makes the \(features) inputs of the first linear layer of \(size) pixels")
    }
    (self.plan, self.inputSize, usesGlobalPool) = (plan, size, false)
  }

  /// In a `Sequential` the numbers say how many layers without tensors are behind a convolution: a single one is the
  /// activation, of several one is pooling. Where they say nothing, both are likely.
  private static func likelyPooling(in modules: [StateModule]) -> [[Bool]] {
    var hints: [Bool?] = []
    for (index, module) in modules.enumerated() {
      guard case .convolution = module.kind else { continue }
      let next = modules[(index + 1)...].firstIndex(where: \.hasOutputs) ?? modules.count
      guard next < modules.count, let (parent, last) = modules[next - 1].place,
        let (other, number) = modules[next].place,
        parent == other, number > last
      else {
        hints.append(nil)
        continue
      }
      hints.append(number - last > 2)
    }
    return hints.contains { $0 != nil } ? [true, false].map { open in hints.map { $0 ?? open } } : []
  }

  mutating func proposal() throws(InputError) -> LayerProposal {
    let weighted = modules.indices.filter { modules[$0].hasOutputs }
    guard let last = weighted.last else { throw StateModule.noChain("none of them is of a layer with outputs") }
    let input = inputShape()
    var start = 0
    while start < modules.count {
      // A layer, and the norms and slopes behind it.
      var end = start + 1
      while end < modules.count, !modules[end].hasOutputs { end += 1 }
      for module in modules[start..<end] { try add(module) }
      try finish(modules[start..<end], isLast: start == last)
      start = end
    }
    if !isFlat { addEnd() }
    explain()
    return LayerProposal(layers: layers, inputShape: input, classCount: width ?? 0, notes: notes)
  }

  private func inputShape() -> [Int] {
    for module in modules {
      if case .convolution(_, let inputs, _, _) = module.kind { return [inputs, inputSize, inputSize] }
      guard case .linear(let inputs, _, _) = module.kind else { continue }
      let area = inputSize * inputSize
      return inputs.isMultiple(of: area) ? [inputs / area, inputSize, inputSize] : [inputs]
    }
    return []
  }

  private mutating func add(_ module: StateModule) throws(InputError) {
    func wrong(_ expected: Int) -> InputError {
      StateModule.noChain("'\(module.name)' takes \(expected) channels where \(width ?? 0) come")
    }
    switch module.kind {
    case .convolution(let outputs, let inputs, let kernel, let hasBias):
      let channels = width ?? inputs
      guard !isFlat, channels.isMultiple(of: inputs), outputs.isMultiple(of: channels / inputs), let plan else {
        throw wrong(inputs)
      }
      let halves = plan.isHalved[convolutionCount] && plan.usesStride
      append(
        module.name,
        .convolution(
          inputs: channels, outputs: outputs, kernel: kernel, groups: channels / inputs,
          padding: plan.padding[convolutionCount], stride: halves ? 2 : 1, hasBias: hasBias))
      convolutionCount += 1
      width = outputs
    case .linear(let inputs, let outputs, let hasBias):
      if !isFlat { addEnd() }
      guard convolutionCount > 0 && width == nil || width ?? inputs == inputs else { throw wrong(inputs) }
      append(module.name, .linear(inputs: inputs, outputs: outputs, hasBias: hasBias))
      width = outputs
    case .batchNorm(let features, let hasScale):
      guard width ?? features == features else { throw wrong(features) }
      append(module.name, .batchNorm(features: features, hasScale: hasScale))
    case .norm(let shape):
      guard let width, shape.count > 1 || shape[0] == width else { throw wrong(shape[0]) }
      if isFlat || shape.count > 1 {
        append(module.name, .layerNorm(shape: shape))
      } else {
        append(module.name, .groupNorm(features: width, groups: Self.groups(of: width)))
        notes.append("'\(module.name)' is taken for a GroupNorm of \(Self.groups(of: width)) groups, which is a guess.")
      }
    case .prelu(let slopes):
      guard slopes == 1 || slopes == width else { throw wrong(slopes) }
      append(module.name, .prelu(slopes: slopes))
    }
  }

  /// An activation, and pooling where the plan has it.
  private mutating func finish(_ group: ArraySlice<StateModule>, isLast: Bool) throws(InputError) {
    let hasSlopes = group.contains { if case .prelu = $0.kind { true } else { false } }
    guard let first = group.first, first.hasOutputs else { return }
    if !isLast, !hasSlopes { append("", .relu) }
    if case .convolution = first.kind, let plan, plan.isHalved[convolutionCount - 1], !plan.usesStride {
      append("", .maxPool(size: 2))
    }
  }

  /// From pictures to features.
  private mutating func addEnd() {
    if usesGlobalPool { append("", .globalAveragePool) }
    append("", .flatten)
    // How many features there are the first linear layer says.
    if !usesGlobalPool { width = nil }
    isFlat = true
  }

  private mutating func append(_ name: String, _ kind: ProposedLayer.Kind) {
    layers.append(ProposedLayer(name: name, kind: kind))
  }

  private mutating func explain() {
    if let plan {
      let halving = plan.usesStride ? "strides of 2" : "max-pooling"
      let size = "\(inputSize) x \(inputSize)"
      notes.append(
        usesGlobalPool
          ? "Padding, max-pooling and the average over each channel are guesses that \(size) pixels fit."
          : "Padding and \(halving) are guesses: with them \(size) pixels fit the first linear layer.")
    }
    notes.append("That ReLU is the activation, and where it stands, is a guess.")
  }

  /// The usual 32 groups, or the largest power of two below that divides.
  private static func groups(of features: Int) -> Int {
    [32, 16, 8, 4, 2].first { features.isMultiple(of: $0) && features > $0 } ?? 1
  }
}

extension StateModule {
  /// The name in front of the last "." and the number behind it; nil when that is none.
  fileprivate var place: (parent: Substring, number: Int)? {
    let point = name.lastIndex(of: ".")
    let number = Int(point.map { name[name.index(after: $0)...] } ?? name[...])
    return number.flatMap { $0 >= 0 && $0 < 1 << 20 ? (point.map { name[..<$0] } ?? "", $0) : nil }
  }

  fileprivate var hasOutputs: Bool {
    switch kind {
    case .convolution, .linear: true
    case .batchNorm, .norm, .prelu: false
    }
  }
}
