import KernelInterface

/// A convolution's weights in another form that a kernel needs, renewed after each update.
struct DerivedWeights: Sendable {
  enum Form: Sendable {
    /// Inputs and outputs exchanged, for the input gradient.
    case transposed
    /// Transformed for Winograd's algorithm.
    case winograd
    /// Transformed for minimal filtering of 3x3 kernels, forward and for the input gradient.
    case filtering
    case turnedFiltering
  }

  let form: Form
  let slot: ProgramBuilder.Slot
  /// Floats from the start of all derived weights.
  let offset: Int

  var count: Int {
    guard case .convolution(_, let outputs, let inputs, _) = slot.layout else { return slot.layout.storedCount }
    switch form {
    case .transposed: return slot.layout.storedCount
    case .winograd: return WinogradConvolution.weightCount(inputs: inputs, outputs: outputs)
    case .filtering, .turnedFiltering: return 16 * inputs * outputs
    }
  }

  /// What makes them again: (weights, derived weights). Made once, because it runs in every step.
  func renewal(_ kernels: KernelTable) -> Renewal {
    guard case .convolution(let groups, let outputs, let inputs, let taps) = slot.layout else { return { _, _ in } }
    let (from, to) = (slot.offset, offset)
    switch form {
    case .filtering, .turnedFiltering:
      let transform = form == .filtering ? kernels.filtering.weights : kernels.filtering.turnedWeights
      return { weights, derived in transform(weights + from, inputs, outputs, derived + to) }
    case .winograd:
      let transform = kernels.winogradWeights
      return { weights, derived in transform(weights + from, inputs, outputs, derived + to) }
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
