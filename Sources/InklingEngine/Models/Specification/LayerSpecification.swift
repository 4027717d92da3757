/// One layer of a `ModelSpecification`: what it is, with its options, but not what it is given: channels and features
/// follow from the layers before it.
public struct LayerSpecification: Sendable, Equatable {
  public var kind: Kind
  /// The prefix of its parameters' names; nil for the usual one ("conv1", "bn2", "fc3").
  public var name: String?

  public init(_ kind: Kind, name: String? = nil) {
    self.kind = kind
    self.name = name
  }

  public indirect enum Kind: Sendable, Equatable {
    case convolution(Convolution)
    case maxPool(Pooling)
    case averagePool(Pooling)
    /// The mean of each channel, as features.
    case globalAveragePool
    case batchNorm
    case groupNorm(groups: Int)
    case layerNorm
    case activation(Activation)
    /// The share of elements that are dropped in training.
    case dropout(Double)
    /// The share of channels that are dropped in training.
    case dropout2d(Double)
    case flatten
    case linear(Width, bias: Bool)
    /// The layers' result added to their input, which goes through a 1x1 convolution when the shapes differ.
    case residual([LayerSpecification])
    /// The results of several branches one behind the other along the channels.
    case concatenate([[LayerSpecification]])
  }

  /// Options of `Conv2d`, with PyTorch's defaults.
  public struct Convolution: Sendable, Equatable {
    public var out: Width
    public var kernel: Extent2d
    public var stride: Extent2d = 1
    public var padding: Padding = .by(0)
    public var dilation: Extent2d = 1
    public var groups: Int = 1
    public var bias = true
  }

  /// Zeros around an image.
  public enum Padding: Sendable, Equatable {
    case by(Extent2d)
    /// As many as keep its size.
    case same
  }

  /// Options of `MaxPool2d` and `AvgPool2d`.
  public struct Pooling: Sendable, Equatable {
    public var kernel: Extent2d
    /// The kernel's size when nil.
    public var stride: Extent2d?
    public var padding: Extent2d = 0
  }

  /// The number of features of a linear layer, or of a convolution's channels.
  public enum Width: Sendable, Equatable {
    case features(Int)
    /// One for each class of the data set.
    case classes
  }

  /// An elementwise function, by PyTorch's name in snake_case, with the one number that some have.
  public struct Activation: Sendable, Equatable {
    public enum Function: String, Sendable, CaseIterable {
      case relu, elu, gelu, silu, sigmoid, tanh, hardswish, hardsigmoid, softplus, prelu
      case leakyReLU = "leaky_relu"
      case geluTanh = "gelu_tanh"
    }

    public var function: Function
    /// `negative_slope` of leaky_relu, `alpha` of elu, `beta` of softplus, the first slope of prelu; PyTorch's default
    /// when nil.
    public var value: Double?
  }
}

extension LayerSpecification {
  public static func conv(
    _ out: Int, kernel: Extent2d, stride: Extent2d = 1, padding: Padding = .by(0), dilation: Extent2d = 1,
    groups: Int = 1, bias: Bool = true, name: String? = nil
  ) -> LayerSpecification {
    LayerSpecification(
      .convolution(
        Convolution(
          out: .features(out), kernel: kernel, stride: stride, padding: padding, dilation: dilation, groups: groups,
          bias: bias)),
      name: name)
  }

  public static func maxPool(_ kernel: Extent2d) -> LayerSpecification {
    LayerSpecification(.maxPool(Pooling(kernel: kernel)))
  }

  public static func linear(_ width: Width, name: String? = nil) -> LayerSpecification {
    LayerSpecification(.linear(width, bias: true), name: name)
  }

  public static func dropout(_ share: Double) -> LayerSpecification { LayerSpecification(.dropout(share)) }

  public static func residual(_ layers: [LayerSpecification]) -> LayerSpecification {
    LayerSpecification(.residual(layers))
  }

  public static let relu = LayerSpecification(.activation(Activation(function: .relu, value: nil)))
  public static let flatten = LayerSpecification(.flatten)
  public static let batchNorm = LayerSpecification(.batchNorm)
  public static let globalAveragePool = LayerSpecification(.globalAveragePool)
}

extension LayerSpecification {
  /// The word for it in a document.
  var word: String {
    switch kind {
    case .convolution: "conv"
    case .maxPool: "max_pool"
    case .averagePool: "avg_pool"
    case .globalAveragePool: "global_average_pool"
    case .batchNorm: "batch_norm"
    case .groupNorm: "group_norm"
    case .layerNorm: "layer_norm"
    case .activation(let activation): activation.function.rawValue
    case .dropout: "dropout"
    case .dropout2d: "dropout2d"
    case .flatten: "flatten"
    case .linear: "linear"
    case .residual: "residual"
    case .concatenate: "concatenate"
    }
  }

  /// All words.
  static let words =
    [
      "conv", "max_pool", "avg_pool", "global_average_pool", "batch_norm", "group_norm", "layer_norm", "dropout",
      "dropout2d", "flatten", "linear", "residual", "concatenate",
    ] + Activation.Function.allCases.map(\.rawValue)

  /// The layers inside it, branch by branch.
  package var branches: [[LayerSpecification]] {
    switch kind {
    case .residual(let layers): [layers]
    case .concatenate(let branches): branches
    default: []
    }
  }
}
