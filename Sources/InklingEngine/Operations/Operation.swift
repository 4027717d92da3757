import InklingKernelInterface

extension Graph {
  /// What one node of a graph does, with all of its attributes: everything that decides its numbers but its inputs and its
  /// parameters' values.
  ///
  /// The vocabulary is PyTorch's layers and functions. It is whole: a graph holds nothing else, so a `switch` over it is
  /// all that a reader or an exporter of graphs needs.
  public enum Operation: Sendable, Hashable {
    /// The image batch itself, the first node of each graph.
    case input(Input)
    case conv2d(Conv2d)
    case linear(Linear)
    case maxPool2d(MaxPool2d)
    case avgPool2d(AvgPool2d)
    case adaptiveAvgPool2d(AdaptivePool2d)
    case adaptiveMaxPool2d(AdaptivePool2d)
    case batchNorm1d(BatchNorm)
    case batchNorm2d(BatchNorm)
    case groupNorm(GroupNorm)
    case layerNorm(LayerNorm)
    case relu
    case leakyReLU(LeakyReLU)
    case elu(ELU)
    case gelu(GELU)
    case silu
    case sigmoid
    case tanh
    case hardswish
    case hardsigmoid
    case softplus(Softplus)
    case prelu(PReLU)
    case softmax(Softmax)
    case logSoftmax(Softmax)
    case dropout(Dropout)
    case dropout2d(Dropout)
    /// All elements as features, in [C, H, W] order.
    case flatten
    /// The elementwise sum of two tensors of one shape.
    case add
    /// Tensors one behind the other along the channels.
    case concatenate
  }
}

extension Graph.Operation {
  /// PyTorch's class where there is one: "Conv2d".
  public var name: String { kind.rawValue }

  /// The one place where kinds of operations are told apart.
  var rule: any OperationRule {
    switch self {
    case .input(let attributes): attributes
    case .conv2d(let attributes): attributes
    case .linear(let attributes): attributes
    case .maxPool2d(let attributes): attributes
    case .avgPool2d(let attributes): attributes
    case .adaptiveAvgPool2d(let attributes): AdaptivePooling(attributes, isMaximum: false)
    case .adaptiveMaxPool2d(let attributes): AdaptivePooling(attributes, isMaximum: true)
    case .batchNorm1d(let attributes): BatchNormalization(attributes, takesImages: false)
    case .batchNorm2d(let attributes): BatchNormalization(attributes, takesImages: true)
    case .groupNorm(let attributes): attributes
    case .layerNorm(let attributes): attributes
    case .relu: Rectification()
    case .leakyReLU(let attributes): Activation(.leakyReLU, attributes, alpha: attributes.negativeSlope)
    case .elu(let attributes): Activation(.elu, attributes, alpha: attributes.alpha)
    case .gelu(let attributes): Activation(attributes.approximate == .none ? .gelu : .geluTanh, attributes)
    case .silu: Activation(.silu)
    case .sigmoid: Activation(.sigmoid)
    case .tanh: Activation(.tanh)
    case .hardswish: Activation(.hardswish)
    case .hardsigmoid: Activation(.hardsigmoid)
    case .softplus(let attributes):
      Activation(.softplus, attributes, alpha: attributes.beta, beta: attributes.threshold)
    case .prelu(let attributes): attributes
    case .softmax(let attributes): SoftmaxNormalization(attributes, isLogarithmic: false)
    case .logSoftmax(let attributes): SoftmaxNormalization(attributes, isLogarithmic: true)
    case .dropout(let attributes): Dropping(attributes, channels: false)
    case .dropout2d(let attributes): Dropping(attributes, channels: true)
    case .flatten: Flattening()
    case .add: Addition()
    case .concatenate: Concatenation()
    }
  }
}
