/// What a batch normalisation does with its running statistics: `y = x * scale[c] + shift[c]`.
package struct ChannelFactors {
  package let scale: [Double]
  package let shift: [Double]

  /// - Parameter parameters: weight and bias where it is affine, then the running mean and variance.
  package init(_ norm: Graph.Operation.BatchNorm, _ parameters: [[Float]]) {
    let (mean, variance) = (parameters[parameters.count - 2], parameters[parameters.count - 1])
    scale = variance.indices.map { channel in
      (norm.affine ? Double(parameters[0][channel]) : 1)
        / (Double(variance[channel]) + Double(norm.eps)).squareRoot()
    }
    let scale = scale
    shift = mean.indices.map { channel in
      (norm.affine ? Double(parameters[1][channel]) : 0) - Double(mean[channel]) * scale[channel]
    }
  }
}
