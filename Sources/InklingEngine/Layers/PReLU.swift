import InklingFiles
import InklingKernelInterface

extension Graph.Operation {
  /// `x > 0 ? x : weight * x`, with one learned slope a channel or one for all; PyTorch's `nn.PReLU`.
  public struct PReLU: Sendable, Hashable {
    /// The number of slopes: one a channel (or feature), or one for all, the default.
    public var numParameters: Int
    /// With PyTorch's defaults.
    public init(numParameters: Int = 1) { self.numParameters = numParameters }
  }
}

extension Graph.Operation.PReLU: OperationAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable { case numParameters = "num_parameters" }
}

extension Graph.Operation.PReLU: OperationRule {
  var fault: String? { AttributeRange.fault("num_parameters", numParameters, in: AttributeRange.counts) }

  var parameters: [ParameterForm] {
    [ParameterForm(name: "weight", shape: [numParameters], initializer: .constant(0.25))]
  }

  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    guard numParameters == 1 || numParameters == inputs[0].channels else {
      throw ShapeMismatch(
        needed: "\(numParameters) channels",
        remedy: "make it PReLU(\(inputs[0].channels)), or PReLU() for one slope of all channels")
    }
    return inputs[0]
  }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    let (kernels, input, shape) = (builder.kernels, stage.inputs[0], stage.inputShapes[0])
    let slot = builder.slot(stage.weight, .vector(count: numParameters))
    let slopeStride = numParameters == 1 ? 0 : 1
    let output = builder.buffer(input.count)
    builder.forward(stage.name, node: stage.node, reads: [input], writes: [output]) { plan in
      let (from, to) = (plan[input], plan[output])
      return { context in
        kernels.parametric(
          ParametricWork(
            source: context.address(from), target: context.address(to), slopes: context.weights + slot.offset,
            slopeStride: slopeStride, channels: shape.channels, plane: shape.plane))
      }
    }
    return LoweredStage(output: output) { gradient in
      let result = builder.owned(gradient, stage.name)
      let sums = builder.buffer(roundedUp(numParameters, to: 4))
      builder.backward("\(stage.name) gradients", reads: [result, input], writes: [result, sums]) { plan in
        let (from, to, slopeSums) = (plan[input], plan[result], plan[sums])
        return { context in
          kernels.parametricGradient(
            ParametricWork(
              source: context.address(from), target: context.address(to), slopes: context.weights + slot.offset,
              slopeStride: slopeStride, channels: shape.channels, plane: shape.plane, sums: context.address(slopeSums)))
        }
      }
      if builder.isTrainable(stage.weight) { addUpdate(sums, slot, stage, builder) }
      return [stage.wantsGradient[0] ? Gradient(buffer: result) : nil]
    }
  }

  /// Lane sums to the block's memory; there the blocks are added and the optimiser takes its step.
  private func addUpdate(_ sums: Buffer, _ slot: ProgramBuilder.Slot, _ stage: Stage, _ builder: ProgramBuilder) {
    let (kernels, count, stored) = (builder.kernels, numParameters, slot.layout.storedCount)
    let result = builder.buffer(stored / 16)
    builder.persist(result)
    builder.backward("\(stage.name) weight lane sums", reads: [sums], writes: [sums, result]) { plan in
      let (from, to) = (plan[sums], plan[result])
      return { context in
        let floats = context.address(to).assumingMemoryBound(to: Float.self)
        kernels.horizontalSums(context.address(from), count, floats)
        for padding in count..<stored { floats[padding] = 0 }
      }
    }
    builder.update("\(stage.name) weight gradient") { plan in
      let place = plan[result]
      return { context in
        let gradient = (context.blocks + place.offset).assumingMemoryBound(to: Float.self)
        context.sums.treeSum(gradient, context.blockStride / 4, context.blockCount, stored)
        context.apply(gradient, first: slot.offset, count: stored)
      }
    }
  }
}

/// `x > 0 ? x : weight * x` with a learned slope, as PyTorch's `nn.PReLU` (He, Zhang, Ren and Sun, 2015).
///
/// `weight` is `[numParameters]`: one slope a channel (or feature), or one for all.
public struct PReLU: Layer {
  /// Its options, as the graph holds them.
  public let attributes: Graph.Operation.PReLU
  /// The slopes of what is negative, `[numParameters]`, which start as `initial`.
  public let weight: Parameter

  /// - Precondition: `numParameters` is positive.
  public init(_ numParameters: Int = 1, initial: Float = 0.25) {
    attributes = Graph.Operation.PReLU(numParameters: numParameters)
    Graph.Operation.prelu(attributes).requireSound()
    weight = Parameter(shape: [numParameters], initializer: .constant(initial))
  }

  /// The function of each element; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.tracer.record(.prelu(attributes), [x], [weight]) }
}

extension LayerSpecification.Activation.Function {
  /// `PReLU`, with one slope for all channels.
  public static let prelu = Self(
    "prelu", "init", .from(-1, to: 1), isCounted: true, standard: 0.25, { _ in .prelu(.init()) },
    { PReLU(initial: $0) })
}
