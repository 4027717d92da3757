/// A batch normalisation with running statistics, multiplied into the weights of the convolution or linear layer
/// before it when they are loaded, so that a prediction does nothing for it:
///
///     w'[o] = w[o] * scale[o],  b'[o] = (b[o] - mean[o]) * scale[o] + shift[o]
///
/// with `scale = weight / sqrt(variance + eps)` and `shift` the normalisation's bias.
struct FoldedNormalization {
  let weights: FloatPlace
  let bias: FloatPlace

  /// - Parameters:
  ///   - weights: the layer's own, its outputs innermost.
  ///   - outputs: how many of them lie together; the stored rows of a linear layer may be longer.
  init(
    _ normalization: FusedNormalization, weights: ProgramBuilder.Slot, bias: ProgramBuilder.Slot?,
    _ builder: ProgramBuilder
  ) {
    let slots = BatchNormalizationSlots(normalization.parameters, builder)
    let (channels, eps) = (normalization.parameters.required("running_var").count, normalization.eps)
    let stored = weights.layout.storedCount
    let made = DerivedWeights.Form.made(count: stored + roundedUp(channels, to: 16)) { values, folded in
      for channel in 0..<channels {
        let rstd = 1 / (values[slots.runningVar.offset + channel] + eps).squareRoot()
        let scale = rstd * (slots.weight.map { values[$0.offset + channel] } ?? 1)
        let shift = slots.bias.map { values[$0.offset + channel] } ?? 0
        let own = bias.map { values[$0.offset + channel] } ?? 0
        folded[stored + channel] = (own - values[slots.runningMean.offset + channel]) * scale + shift
        weights.layout.forEachWeight(of: channel) { folded[$0] = values[weights.offset + $0] * scale }
      }
    }
    let derived = builder.derived(made, from: weights)
    self.weights = derived.place
    self.bias = derived.place + stored
  }
}

extension ParameterLayout {
  /// Calls `body` with the stored index of every weight that leads to one output channel or feature.
  func forEachWeight(of output: Int, _ body: (Int) -> Void) {
    switch self {
    case .vector: body(output)
    case .convolution(_, let outputs, let inputs, let taps):
      let (group, place) = output.quotientAndRemainder(dividingBy: outputs)
      for row in 0..<inputs * taps { body((group * inputs * taps + row) * outputs + place) }
    case .linear(let inputs, _, let rowStride):
      for row in 0..<inputs { body(row * rowStride + output) }
    }
  }
}
