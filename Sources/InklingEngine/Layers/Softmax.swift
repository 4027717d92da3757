import InklingKernelInterface

extension Graph.Operation {
  /// Which dimension is normalised, as PyTorch counts them: 1 is the first after the batch, -1 the last.
  public struct Softmax: Sendable, Hashable {
    /// The dimension, the batch being 0, which it must not be; 1 by default.
    public var dim: Int
    /// The channels or features unless told otherwise.
    public init(dim: Int = 1) { self.dim = dim }
  }
}

extension Graph.Operation.Softmax: OperationAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable { case dim }
}

/// `exp(x[k]) / sum over j of exp(x[j])` along one dimension, or its logarithm; PyTorch's `nn.Softmax` and
/// `nn.LogSoftmax`.
struct SoftmaxNormalization: OperationRule {
  private let dimension: Int
  private let isLogarithmic: Bool

  init(_ attributes: Graph.Operation.Softmax, isLogarithmic: Bool) {
    dimension = attributes.dim
    self.isLogarithmic = isLogarithmic
  }

  var fault: String? {
    dimension == 0
      ? "dim is 0, which would mix the images of a batch" : AttributeRange.fault("dim", dimension, in: -8...8)
  }

  private func index(in shape: Shape) -> Int? {
    let rank = shape.dimensions.count
    let index = dimension < 0 ? rank + dimension : dimension - 1
    return (0..<rank).contains(index) ? index : nil
  }

  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    guard index(in: inputs[0]) != nil else {
      throw ShapeMismatch(
        needed: "a dimension \(dimension) besides the batch", remedy: "use dim 1, the channels or features")
    }
    return inputs[0]
  }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    let (kernels, input, isLogarithmic) = (builder.kernels, stage.inputs[0], isLogarithmic)
    let (dimensions, index) = (stage.inputShapes[0].dimensions, index(in: stage.inputShapes[0]) ?? 0)
    let outer = dimensions[..<index].reduce(1, *)
    let (classes, inner) = (dimensions[index], dimensions[(index + 1)...].reduce(1, *))
    let output = builder.buffer(input.count)
    builder.forward(stage.name, node: stage.node, reads: [input], writes: [output]) { plan in
      let (from, to) = (plan[input], plan[output])
      return {
        kernels.softmax(
          SoftmaxWork(
            source: $0.address(from), target: $0.address(to), outer: outer, classes: classes, inner: inner,
            isLogarithmic: isLogarithmic))
      }
    }
    return LoweredStage(output: output) { gradient in
      guard stage.wantsGradient[0] else { return [nil] }
      let result = builder.owned(gradient, stage.name)
      builder.backward("\(stage.name) input gradient", reads: [result, output], writes: [result]) { plan in
        let (from, to) = (plan[output], plan[result])
        return {
          kernels.softmaxGradient(
            SoftmaxWork(
              source: $0.address(from), target: $0.address(to), outer: outer, classes: classes, inner: inner,
              isLogarithmic: isLogarithmic))
        }
      }
      return [Gradient(buffer: result)]
    }
  }
}

/// `exp(x[k]) / sum over j of exp(x[j])` along one dimension, as PyTorch's `nn.Softmax`.
///
/// Dimensions are counted as in PyTorch, the batch being 0: 1 is the channels or features, -1 the last.
public typealias Softmax = OperationLayer<PlainSoftmax>

/// `x[k] - log(sum over j of exp(x[j]))` along one dimension, as PyTorch's `nn.LogSoftmax`; see `Softmax`.
public typealias LogSoftmax = OperationLayer<LogarithmicSoftmax>

extension OperationLayer where Variant.Attributes == Graph.Operation.Softmax {
  /// - Parameter dim: the dimension whose probabilities add up to one; 1 by default.
  /// - Precondition: `dim` is not the batch.
  public init(dim: Int = 1) { self.init(attributes: Graph.Operation.Softmax(dim: dim)) }
}

/// What `Softmax` is.
public enum PlainSoftmax: OperationVariant {
  /// `.softmax`.
  public static func operation(_ attributes: Graph.Operation.Softmax) -> Graph.Operation { .softmax(attributes) }
}

/// What `LogSoftmax` is.
public enum LogarithmicSoftmax: OperationVariant {
  /// `.logSoftmax`.
  public static func operation(_ attributes: Graph.Operation.Softmax) -> Graph.Operation { .logSoftmax(attributes) }
}

/// `exp(x[k]) / sum over j of exp(x[j])` along `dim`; see `Softmax`.
public func softmax(_ x: Tensor, dim: Int = 1) -> Tensor { Softmax(dim: dim)(x) }

/// The logarithm of `softmax`; see `LogSoftmax`.
public func logSoftmax(_ x: Tensor, dim: Int = 1) -> Tensor { LogSoftmax(dim: dim)(x) }
