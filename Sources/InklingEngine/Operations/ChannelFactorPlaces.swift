/// Where a batch normalisation's factors lie, one of each a channel: `y = (x - mean) * scale + shift`, with
/// `scale = weight * rstd`.
struct ChannelFactorPlaces: Sendable {
  let mean: FloatPlace
  /// One over the standard deviation.
  let rstd: FloatPlace
  let scale: FloatPlace
  let shift: FloatPlace?
  /// What makes them again when the parameters change; nil for those that each batch makes.
  var renewal: DerivedWeights?

  /// From the running statistics.
  static func fixed(
    _ slots: BatchNormalizationSlots, _ operation: BatchNormalization, _ builder: ProgramBuilder
  ) -> ChannelFactorPlaces {
    let (count, padded, eps) = (operation.features, roundedUp(operation.features, to: 16), operation.eps)
    let (weight, variance) = (slots.weight?.offset, slots.runningVar.offset)
    let made = DerivedWeights.Form.made(count: 2 * padded) { weights, factors in
      for channel in 0..<count {
        let rstd = 1 / (weights[variance + channel] + eps).squareRoot()
        factors[channel] = rstd
        factors[padded + channel] = rstd * (weight.map { weights[$0 + channel] } ?? 1)
      }
    }
    let renewal = builder.derived(made, from: slots.runningVar)
    return ChannelFactorPlaces(
      mean: slots.runningMean.place, rstd: renewal.place, scale: renewal.place + padded, shift: slots.bias?.place,
      renewal: renewal)
  }
}
