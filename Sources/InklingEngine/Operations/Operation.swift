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
  /// The one place where kinds of operations are told apart: what each is called, by PyTorch's class where there is one,
  /// how it behaves, and its attributes.
  var form: Form {
    switch self {
    case .input(let attributes): Form("Input", attributes, attributes)
    case .conv2d(let attributes): Form("Conv2d", attributes, attributes)
    case .linear(let attributes): Form("Linear", attributes, attributes)
    case .maxPool2d(let attributes): Form("MaxPool2d", attributes, attributes)
    case .avgPool2d(let attributes): Form("AvgPool2d", attributes, attributes)
    case .adaptiveAvgPool2d(let attributes):
      Form("AdaptiveAvgPool2d", AdaptivePooling(attributes, isMaximum: false), attributes)
    case .adaptiveMaxPool2d(let attributes):
      Form("AdaptiveMaxPool2d", AdaptivePooling(attributes, isMaximum: true), attributes)
    case .batchNorm1d(let attributes):
      Form("BatchNorm1d", BatchNormalization(attributes, takesImages: false), attributes)
    case .batchNorm2d(let attributes):
      Form("BatchNorm2d", BatchNormalization(attributes, takesImages: true), attributes)
    case .groupNorm(let attributes): Form("GroupNorm", attributes, attributes)
    case .layerNorm(let attributes): Form("LayerNorm", attributes, attributes)
    case .relu: Form("ReLU", Rectification())
    case .leakyReLU(let attributes):
      Form("LeakyReLU", Activation(.leakyReLU, attributes, alpha: attributes.negativeSlope), attributes)
    case .elu(let attributes): Form("ELU", Activation(.elu, attributes, alpha: attributes.alpha), attributes)
    case .gelu(let attributes):
      Form("GELU", Activation(attributes.approximate == .none ? .gelu : .geluTanh, attributes), attributes)
    case .silu: Form("SiLU", Activation(.silu))
    case .sigmoid: Form("Sigmoid", Activation(.sigmoid))
    case .tanh: Form("Tanh", Activation(.tanh))
    case .hardswish: Form("Hardswish", Activation(.hardswish))
    case .hardsigmoid: Form("Hardsigmoid", Activation(.hardsigmoid))
    case .hardtanh(let attributes):
      Form(
        "Hardtanh", Activation(.clamp, attributes, alpha: attributes.minVal, beta: attributes.maxVal), attributes)
    case .softplus(let attributes):
      Form(
        "Softplus", Activation(.softplus, attributes, alpha: attributes.beta, beta: attributes.threshold), attributes)
    case .prelu(let attributes): Form("PReLU", attributes, attributes)
    case .softmax(let attributes): Form("Softmax", SoftmaxNormalization(attributes, isLogarithmic: false), attributes)
    case .logSoftmax(let attributes):
      Form("LogSoftmax", SoftmaxNormalization(attributes, isLogarithmic: true), attributes)
    case .dropout(let attributes): Form("Dropout", Dropping(attributes, channels: false), attributes)
    case .dropout2d(let attributes): Form("Dropout2d", Dropping(attributes, channels: true), attributes)
    case .flatten: Form("Flatten", Flattening())
    case .constantPad2d(let attributes): Form("ConstantPad2d", attributes, attributes)
    case .add: Form("Add", Addition())
    case .concatenate: Form("Concatenate", Concatenation())
    }
  }

  /// All of them, for reading.
  static let kinds: [Kind] = [
    Kind("Input", Graph.Operation.input),
    Kind("Conv2d", Graph.Operation.conv2d),
    Kind("Linear", Graph.Operation.linear),
    Kind("MaxPool2d", Graph.Operation.maxPool2d),
    Kind("AvgPool2d", Graph.Operation.avgPool2d),
    Kind("AdaptiveAvgPool2d", Graph.Operation.adaptiveAvgPool2d),
    Kind("AdaptiveMaxPool2d", Graph.Operation.adaptiveMaxPool2d),
    Kind("BatchNorm1d", Graph.Operation.batchNorm1d),
    Kind("BatchNorm2d", Graph.Operation.batchNorm2d),
    Kind("GroupNorm", Graph.Operation.groupNorm),
    Kind("LayerNorm", Graph.Operation.layerNorm),
    Kind(.relu),
    Kind("LeakyReLU", Graph.Operation.leakyReLU),
    Kind("ELU", Graph.Operation.elu),
    Kind("GELU", Graph.Operation.gelu),
    Kind(.silu),
    Kind(.sigmoid),
    Kind(.tanh),
    Kind(.hardswish),
    Kind(.hardsigmoid),
    Kind("Hardtanh", Graph.Operation.hardtanh),
    Kind("Softplus", Graph.Operation.softplus),
    Kind("PReLU", Graph.Operation.prelu),
    Kind("Softmax", Graph.Operation.softmax),
    Kind("LogSoftmax", Graph.Operation.logSoftmax),
    Kind("Dropout", Graph.Operation.dropout),
    Kind("Dropout2d", Graph.Operation.dropout2d),
    Kind(.flatten),
    Kind("ConstantPad2d", Graph.Operation.constantPad2d),
    Kind(.add),
    Kind(.concatenate),
  ]
}

/// The words of model descriptions.
extension LayerWord {
  /// All of them.
  static let all: [LayerWord] =
    [
      convolution, maxPool, averagePool, globalAveragePool, batchNorm, groupNorm, layerNorm, dropout, dropout2d,
      flatten,
      linear, residual, concatenate,
    ] + functions.map { LayerWord($0) }

  /// The elementwise functions among them.
  static let functions: [LayerSpecification.Activation.Function] = [
    .relu, .elu, .gelu, .silu, .sigmoid, .tanh, .hardswish, .hardsigmoid, .softplus, .prelu, .leakyReLU, .geluTanh,
    .relu6,
  ]
}
