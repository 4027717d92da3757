import InklingKernelInterface

/// A layer's weights in another form that a kernel needs, renewed whenever they change.
struct DerivedWeights: Sendable {
  enum Form: Sendable {
    /// Inputs and outputs exchanged, for the input gradient.
    case transposed
    /// Transformed for Winograd's algorithm.
    case winograd
    /// Transformed for minimal filtering of 3x3 kernels, forward and for the input gradient.
    case filtering
    case turnedFiltering
    /// So many floats that the closure makes: (weights, where to).
    case made(count: Int, by: Renewal)
  }

  let form: Form
  let slot: ProgramBuilder.Slot
  /// Floats from the start of all derived weights.
  let offset: Int
  /// Where the weights to transform lie among the derived ones; nil for the parameter's own.
  var source: Int?

  var place: FloatPlace { FloatPlace(memory: .derived, offset: offset) }

  var count: Int {
    if case .made(let count, _) = form { return count }
    guard case .convolution(_, let outputs, let inputs, _) = slot.layout else { return slot.layout.storedCount }
    switch form {
    case .made(let count, _): return count
    case .transposed: return slot.layout.storedCount
    case .winograd: return WinogradConvolution.weightCount(inputs: inputs, outputs: outputs)
    case .filtering, .turnedFiltering: return 16 * inputs * outputs
    }
  }

  /// What makes them again: (weights, derived weights). Made once, because it runs in every step.
  func renewal(_ kernels: KernelTable) -> Renewal {
    let (from, to, source) = (slot.offset, offset, source)
    if case .made(_, let make) = form { return { weights, derived in make(weights, derived + to) } }
    guard case .convolution(let groups, let outputs, let inputs, let taps) = slot.layout else { return { _, _ in } }
    switch form {
    case .made: return { _, _ in }
    case .filtering:
      let transform = kernels.filterWeights
      return { weights, derived in
        transform(source.map { derived + $0 } ?? weights + from, inputs, outputs, derived + to)
      }
    case .turnedFiltering:
      let transform = kernels.turnedFilterWeights
      return { weights, derived in transform(weights + from, inputs, outputs, derived + to) }
    case .winograd:
      let transform = kernels.winogradWeights
      return { weights, derived in
        transform(source.map { derived + $0 } ?? weights + from, inputs, outputs, derived + to)
      }
    case .transposed:
      let (transpose, size) = (kernels.transposeTaps, outputs * inputs * taps)
      return { weights, derived in
        for group in 0..<groups {
          transpose(weights + from + group * size, derived + to + group * size, inputs, taps, outputs)
        }
      }
    }
  }

  typealias Renewal = @Sendable (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
}
