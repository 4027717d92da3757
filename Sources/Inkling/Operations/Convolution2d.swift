import KernelInterface

/// A convolution (cross-correlation) of images; PyTorch's `nn.Conv2d` with zero padding:
///
///     y[o][p][q] = bias[o] + sum over i, u, v of
///                  weight[o][i][u][v] * x[i][p * stride + u * dilation - padding][q * stride + v * dilation - padding]
struct Convolution2d: Operation {
  let inputs: Int
  let outputs: Int
  let kernel: Extent2d
  let stride: Extent2d
  let padding: Extent2d
  let dilation: Extent2d
  let groups: Int
  let weight: Parameter
  let bias: Parameter?

  let name = "Conv2d"
  var parameters: [Parameter] { [weight] + (bias.map { [$0] } ?? []) }

  func outputShape(of shapes: [Shape]) throws(ShapeMismatch) -> Shape {
    let shape = shapes[0]
    guard shape.isImage, shape.channels == inputs else {
      throw ShapeMismatch(
        needed: "an image of \(inputs) channel\(inputs == 1 ? "" : "s")",
        remedy: shape.isImage
          ? "make it Conv2d(\(shape.channels), \(outputs), ...)" : "do not flatten before a convolution")
    }
    guard let size = outputSize(shape) else {
      throw ShapeMismatch(
        needed: "at least \(dilation.height * (kernel.height - 1) + 1 - 2 * padding.height)x"
          + "\(dilation.width * (kernel.width - 1) + 1 - 2 * padding.width) pixels",
        remedy: "use a smaller kernel or more padding")
    }
    let padded = (shape.height + 2 * padding.height) * (shape.width + 2 * padding.width)
    // As for every value of the network: its bytes are counted with 32 bits.
    guard inputs * padded <= Shape.largestCount / 2 || padding == 0 else {
      throw ShapeMismatch(
        needed: "at most \(Shape.largestCount / 2) elements with its padding",
        remedy: "use less padding or fewer channels")
    }
    return Shape(outputs, size.height, size.width)
  }

  func multiplyAdds(inputs shapes: [Shape], output: Shape) -> Int {
    guard let size = outputSize(shapes[0]) else { return 0 }
    return multiplyAdds(positions: size.height * size.width)
  }

  func multiplyAdds(positions: Int) -> Int {
    outputs * positions * (inputs / groups) * kernel.height * kernel.width
  }

  /// Whether Winograd's algorithm pays: 5x5 at stride one over an even output, with channels enough to share the
  /// transforms.
  func suitsWinograd(_ shape: Shape) -> Bool {
    guard let size = outputSize(shape) else { return false }
    return kernel == 5 && stride == 1 && dilation == 1 && padding == 0 && groups == 1 && size.height % 2 == 0
      && size.width % 2 == 0 && inputs >= 4 && outputs >= 4
  }

  /// Whether minimal filtering pays: 3x3 at stride one, with channels enough to share the transforms.
  var suitsFiltering: Bool {
    kernel == 3 && stride == 1 && dilation == 1 && groups == 1 && padding.height <= 2 && padding.width <= 2
      && inputs >= 8 && outputs >= 8
  }

  func outputSize(_ shape: Shape) -> Extent2d? {
    guard
      let height = Convolution2dGeometry.outputSize(
        shape.height, kernel: kernel.height, stride: stride.height, padding: padding.height,
        dilation: dilation.height),
      let width = Convolution2dGeometry.outputSize(
        shape.width, kernel: kernel.width, stride: stride.width, padding: padding.width, dilation: dilation.width)
    else { return nil }
    return Extent2d(height, width)
  }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    LoweredConvolution2d(self, stage, builder).lowered()
  }
}
