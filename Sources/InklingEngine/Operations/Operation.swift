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
    /// `nn.Conv2d` with zero padding.
    case conv2d(Conv2d)
    /// `nn.Linear` on features.
    case linear(Linear)
    /// `nn.MaxPool2d`.
    case maxPool2d(MaxPool2d)
    /// `nn.AvgPool2d`.
    case avgPool2d(AvgPool2d)
    /// `nn.AdaptiveAvgPool2d`.
    case adaptiveAvgPool2d(AdaptivePool2d)
    /// `nn.AdaptiveMaxPool2d`.
    case adaptiveMaxPool2d(AdaptivePool2d)
    /// `nn.BatchNorm1d` of features [F].
    case batchNorm1d(BatchNorm)
    /// `nn.BatchNorm2d` of images [C, H, W].
    case batchNorm2d(BatchNorm)
    /// `nn.GroupNorm`.
    case groupNorm(GroupNorm)
    /// `nn.LayerNorm` of all but the batch.
    case layerNorm(LayerNorm)
    /// `max(x, 0)`, `nn.ReLU`.
    case relu
    /// `nn.LeakyReLU`.
    case leakyReLU(LeakyReLU)
    /// `nn.ELU`.
    case elu(ELU)
    /// `nn.GELU`, exact or by tanh.
    case gelu(GELU)
    /// `x * sigmoid(x)`, `nn.SiLU`.
    case silu
    /// `1 / (1 + exp(-x))`, `nn.Sigmoid`.
    case sigmoid
    /// The hyperbolic tangent, `nn.Tanh`.
    case tanh
    /// `x * min(max(x + 3, 0), 6) / 6`, `nn.Hardswish`.
    case hardswish
    /// `min(max(x + 3, 0), 6) / 6`, `nn.Hardsigmoid`.
    case hardsigmoid
    /// `min(max(x, minVal), maxVal)`, `nn.Hardtanh`; `nn.ReLU6` is that of 0 and 6.
    case hardtanh(Hardtanh)
    /// `nn.Softplus`.
    case softplus(Softplus)
    /// `nn.PReLU`.
    case prelu(PReLU)
    /// `nn.Softmax`.
    case softmax(Softmax)
    /// `nn.LogSoftmax`.
    case logSoftmax(Softmax)
    /// `nn.Dropout`, in training alone.
    case dropout(Dropout)
    /// `nn.Dropout2d`, of whole channels, in training alone.
    case dropout2d(Dropout)
    /// All elements as features, in [C, H, W] order.
    case flatten
    /// `nn.ConstantPad2d`, which cuts too.
    case constantPad2d(ConstantPad2d)
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
    case .hardtanh(let attributes):
      Activation(.clamp, attributes, alpha: attributes.minVal, beta: attributes.maxVal)
    case .softplus(let attributes):
      Activation(.softplus, attributes, alpha: attributes.beta, beta: attributes.threshold)
    case .prelu(let attributes): attributes
    case .softmax(let attributes): SoftmaxNormalization(attributes, isLogarithmic: false)
    case .logSoftmax(let attributes): SoftmaxNormalization(attributes, isLogarithmic: true)
    case .dropout(let attributes): Dropping(attributes, channels: false)
    case .dropout2d(let attributes): Dropping(attributes, channels: true)
    case .flatten: Flattening()
    case .constantPad2d(let attributes): attributes
    case .add: Addition()
    case .concatenate: Concatenation()
    }
  }
}
