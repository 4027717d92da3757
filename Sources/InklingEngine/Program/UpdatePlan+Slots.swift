import InklingKernelInterface

extension UpdatePlan {
  /// Floats that one thread takes at a time.
  private static let pieceCount = 4096

  /// The parameters in the order of memory, and the settings of their groups.
  static func slots(_ program: BlockProgram, _ options: UpdateOptions, _ frozen: Set<String>) -> [Slot] {
    let slots = program.entries.map { entry -> Slot in
      let layout = entry.slot.layout
      return Slot(
        entry: entry, first: entry.slot.offset, storedCount: layout.storedCount, usedCount: layout.usedCount,
        setting: setting(entry, options), matrix: layout.matrix,
        isFrozen: entry.parameter.role == .statistic || frozen.contains(entry.name),
        renewals: program.derived.filter { $0.slot.offset == entry.slot.offset }.map {
          Renewal(run: $0.renewal(program.kernels))
        })
    }
    return slots.sorted { $0.first < $1.first }
  }

  private static func setting(_ entry: BlockProgram.Entry, _ options: UpdateOptions) -> GroupSetting {
    let group = options.groups.first { $0.pattern.matches(entry.name) }
    let isSpared = !options.decaysBiasesAndNorms && entry.parameter.shape.count < 2
    return GroupSetting(
      learningRateScale: group?.learningRateScale ?? 1, weightDecay: group?.weightDecay ?? (isSpared ? 0 : nil))
  }

  static func chunks(_ slot: Slot, _ index: Int) -> [Piece] {
    if slot.isFrozen { return [] }
    return stride(from: 0, to: slot.storedCount, by: pieceCount).map {
      Piece(slot: index, first: slot.first + $0, count: min(pieceCount, slot.storedCount - $0), isMatrix: false)
    }
  }

  /// A parameter is one piece when all of it must be done before something else is.
  static func pieces(_ slot: Slot, _ index: Int, asMatrices: Bool) -> [Piece] {
    let isMatrix = asMatrices && slot.matrix != nil
    guard !slot.isFrozen, isMatrix || !slot.renewals.isEmpty else { return chunks(slot, index) }
    return [Piece(slot: index, first: slot.first, count: slot.storedCount, isMatrix: isMatrix)]
  }
}

extension ParameterLayout {
  /// Floats from the first that are the parameter's (zeros between a linear layer's rows included).
  var usedCount: Int {
    switch self {
    case .vector(let count): count
    case .convolution(let groups, let outputs, let inputs, let taps): groups * outputs * inputs * taps
    case .linear: storedCount
    }
  }

  /// The parameter as the matrix `[outputs, everything else]`; nil for a vector.
  var matrix: StoredMatrix? {
    switch self {
    case .vector: nil
    case .convolution(let groups, let outputs, let inputs, let taps):
      StoredMatrix(groups: groups, inputs: inputs * taps, outputs: outputs, rowStride: outputs)
    case .linear(let inputs, let outputs, let rowStride):
      StoredMatrix(groups: 1, inputs: inputs, outputs: outputs, rowStride: rowStride)
    }
  }
}
