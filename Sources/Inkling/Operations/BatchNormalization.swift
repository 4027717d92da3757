/// Each channel normalised over the whole batch, PyTorch's `nn.BatchNorm2d` and `nn.BatchNorm1d`:
///
///     y = (x - mean[c]) / sqrt(variance[c] + eps) * weight[c] + bias[c]
///
/// In training with the batch's mean and biased variance, otherwise with the running ones.
struct BatchNormalization: Operation {
  let features: Int
  let eps: Float
  let momentum: Float
  /// Whether it takes images [C, H, W], or features.
  let takesImages: Bool
  let weight: Parameter?
  let bias: Parameter?
  let runningMean: Parameter
  let runningVar: Parameter

  var name: String { takesImages ? "BatchNorm2d" : "BatchNorm1d" }
  var learned: [Parameter] { [weight, bias].compactMap { $0 } }
  var parameters: [Parameter] { learned + [runningMean, runningVar] }

  func outputShape(of shapes: [Shape]) throws(ShapeMismatch) -> Shape {
    let shape = shapes[0]
    guard shape.isImage == takesImages, shape.channels == features, takesImages || shape.dimensions.count == 1 else {
      throw ShapeMismatch(
        needed: takesImages ? "an image of \(features) channel\(features == 1 ? "" : "s")" : "\(features) features",
        remedy: "make it BatchNorm\(shape.isImage ? "2d" : "1d")(\(shape.channels))")
    }
    return shape
  }

  func multiplyAdds(inputs: [Shape], output: Shape) -> Int { output.count }

  /// Whether the running statistics are used and left alone in training: all that the layer learns is frozen, or they
  /// are.
  func isFixed(_ builder: ProgramBuilder) -> Bool {
    !builder.isTraining || builder.isFrozen(runningMean) || (!learned.isEmpty && learned.allSatisfy(builder.isFrozen))
  }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    LoweredBatchNormalization(self, stage, builder).lowered()
  }
}
