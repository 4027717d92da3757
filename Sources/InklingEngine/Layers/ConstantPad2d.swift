import InklingKernelInterface

extension Graph.Operation {
  /// Rows and columns of one value around an image, each side for itself; PyTorch's `nn.ConstantPad2d`. A negative
  /// number cuts rows or columns off.
  public struct ConstantPad2d: Sendable, Hashable {
    /// Columns to the left, -4096...4096.
    public var left: Int
    /// Columns to the right, -4096...4096.
    public var right: Int
    /// Rows above, -4096...4096.
    public var top: Int
    /// Rows below, -4096...4096.
    public var bottom: Int
    /// What is put there, finite; 0 by default.
    public var value: Float

    /// In PyTorch's order.
    public init(left: Int, right: Int, top: Int, bottom: Int, value: Float = 0) {
      self.left = left
      self.right = right
      self.top = top
      self.bottom = bottom
      self.value = value
    }
  }
}

extension Graph.Operation.ConstantPad2d: OperationAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable { case left, right, top, bottom, value }
}

extension Graph.Operation.ConstantPad2d: OperationRule {
  var fault: String? {
    let margins = -AttributeRange.margins.upperBound...AttributeRange.margins.upperBound
    return AttributeRange.fault("left", left, in: margins) ?? AttributeRange.fault("right", right, in: margins)
      ?? AttributeRange.fault("top", top, in: margins) ?? AttributeRange.fault("bottom", bottom, in: margins)
      ?? AttributeRange.fault("value", value, "a finite number") { _ in true }
  }

  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    let shape = inputs[0]
    guard shape.isImage else {
      throw ShapeMismatch(needed: "an image [C, H, W]", remedy: "pad before flattening")
    }
    let (height, width) = (shape.height + top + bottom, shape.width + left + right)
    // What one side cuts off must be the image's own, not the other side's margin.
    guard height > 0, width > 0, shape.height + min(top, 0) + min(bottom, 0) > 0,
      shape.width + min(left, 0) + min(right, 0) > 0
    else {
      throw ShapeMismatch(needed: "more rows and columns than it cuts off", remedy: "cut off fewer")
    }
    return try Shape.result([shape.channels, height, width])
  }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    let (kernels, input, value) = (builder.kernels, stage.inputs[0], value)
    let output = builder.buffer(stage.outputShape.count)
    let rows = rows(stage.inputShapes[0], stage.outputShape)
    builder.forward(stage.name, node: stage.node, reads: [input], writes: [output]) { plan in
      let (from, to, count) = (plan[input], plan[output], output.count)
      return { context in
        let (source, target) = (context.address(from), context.address(to))
        target.initializeMemory(as: Float.self, repeating: value, count: count * 16)
        for row in 0..<rows.count { kernels.copy(source + rows.inside(row), target + rows.outside(row), rows.width) }
      }
    }
    return LoweredStage(output: output) { gradient in
      guard stage.wantsGradient[0] else { return [nil] }
      let (padded, result) = (gradient.buffer, builder.buffer(input.count))
      builder.backward("\(stage.name) input gradient", reads: [padded], writes: [result]) { plan in
        let (from, to, count) = (plan[padded], plan[result], result.count)
        return { context in
          let (source, target) = (context.address(from), context.address(to))
          target.initializeMemory(as: Float.self, repeating: 0, count: count * 16)
          for row in 0..<rows.count { kernels.copy(source + rows.outside(row), target + rows.inside(row), rows.width) }
        }
      }
      return [Gradient(buffer: result)]
    }
  }

  private func rows(_ input: Shape, _ output: Shape) -> SharedRows {
    SharedRows(
      channels: input.channels, height: input.height + min(top, 0) + min(bottom, 0),
      width: input.width + min(left, 0) + min(right, 0), insidePlane: input.plane, insideWidth: input.width,
      insideFirst: max(-top, 0) * input.width + max(-left, 0), outsidePlane: output.plane, outsideWidth: output.width,
      outsideFirst: max(top, 0) * output.width + max(left, 0))
  }
}

/// Rows and columns of one value around an image, as PyTorch's `nn.ConstantPad2d`; `nn.ZeroPad2d` with 0.
public struct ConstantPad2d: Layer {
  /// Its options, as the graph holds them.
  public let attributes: Graph.Operation.ConstantPad2d
  let identity = LayerIdentity()

  /// - Precondition: numbers of -4096...4096, and a finite value.
  public init(left: Int, right: Int, top: Int, bottom: Int, value: Float = 0) {
    attributes = Graph.Operation.ConstantPad2d(left: left, right: right, top: top, bottom: bottom, value: value)
    Graph.Operation.constantPad2d(attributes).requireSound()
  }

  /// The padded or cropped image.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.tracer.record(.constantPad2d(attributes), [x], identity: identity)
  }
}

/// The rows that an image has in common with itself padded, as byte offsets in both.
private struct SharedRows: Sendable {
  let channels: Int
  let height: Int
  /// Elements of a row.
  let width: Int
  let insidePlane: Int
  let insideWidth: Int
  let insideFirst: Int
  let outsidePlane: Int
  let outsideWidth: Int
  let outsideFirst: Int

  var count: Int { channels * height }

  func inside(_ row: Int) -> Int {
    (row / height * insidePlane + row % height * insideWidth + insideFirst) * 64
  }

  func outside(_ row: Int) -> Int {
    (row / height * outsidePlane + row % height * outsideWidth + outsideFirst) * 64
  }
}
