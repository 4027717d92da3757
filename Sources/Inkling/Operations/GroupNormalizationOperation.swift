import KernelInterface

/// Groups of channels normalised image by image; PyTorch's `nn.GroupNorm`, and `nn.LayerNorm` as one group in which
/// each element is a channel:
///
///     y = (x - mean[g]) / sqrt(variance[g] + eps) * weight[c] + bias[c]
struct GroupNormalizationOperation: Operation {
  enum Kind: Sendable, Equatable {
    case group(groups: Int, channels: Int)
    case layer(Shape)
  }

  let kind: Kind
  let eps: Float
  let weight: Parameter?
  let bias: Parameter?

  var parameters: [Parameter] { [weight, bias].compactMap { $0 } }

  var name: String {
    switch kind {
    case .group: "GroupNorm"
    case .layer: "LayerNorm"
    }
  }

  func outputShape(of shapes: [Shape]) throws(ShapeMismatch) -> Shape {
    switch kind {
    case .group(let groups, let channels):
      guard shapes[0].channels == channels else {
        throw ShapeMismatch(
          needed: "\(channels) channel\(channels == 1 ? "" : "s")",
          remedy: "make it GroupNorm(\(groups), \(shapes[0].channels))")
      }
    case .layer(let shape):
      guard shapes[0] == shape else {
        throw ShapeMismatch(needed: "\(shape)", remedy: "make it LayerNorm(\(shapes[0].dimensions))")
      }
    }
    return shapes[0]
  }

  func multiplyAdds(inputs: [Shape], output: Shape) -> Int { output.count }

  /// Groups, channels of one, elements of a channel.
  func sizes(_ shape: Shape) -> (groups: Int, channels: Int, plane: Int) {
    switch kind {
    case .group(let groups, let channels): (groups, channels / groups, shape.plane)
    case .layer: (1, shape.count, 1)
    }
  }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    let lowered = LoweredGroupNormalization(self, stage, builder)
    lowered.addForward()
    return LoweredStage(output: lowered.output) { [lowered.addBackward($0)] }
  }
}
