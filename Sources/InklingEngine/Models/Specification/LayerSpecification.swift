/// One layer of a `ModelSpecification`: what it is, with its options, but not what it is given: channels and features
/// follow from the layers before it.
public struct LayerSpecification: Sendable, Equatable {
  /// What the layer is, with its options.
  public var kind: Kind
  /// The prefix of its parameters' names; nil for the usual one ("conv1", "bn2", "fc3").
  public var name: String?

  /// A layer of this kind, under its usual name unless it is given one.
  public init(_ kind: Kind, name: String? = nil) {
    self.kind = kind
    self.name = name
  }

  /// The layers that there are; options that are left out have PyTorch's defaults.
  public indirect enum Kind: Sendable, Equatable {
    /// `Conv2d`, for as many channels as it is given.
    case convolution(Convolution)
    /// `MaxPool2d`.
    case maxPool(Pooling)
    /// `AvgPool2d`.
    case averagePool(Pooling)
    /// The mean of each channel, as features.
    case globalAveragePool
    /// `BatchNorm2d` for images, `BatchNorm1d` for features.
    case batchNorm
    /// `GroupNorm` in so many groups, which must divide the channels.
    case groupNorm(groups: Int)
    /// `LayerNorm` of all that an image holds.
    case layerNorm
    /// A function of each element.
    case activation(Activation)
    /// The share of elements that are dropped in training.
    case dropout(Double)
    /// The share of channels that are dropped in training.
    case dropout2d(Double)
    /// All elements as features; a linear layer needs them.
    case flatten
    /// `Linear`, for as many features as it is given.
    case linear(Width, bias: Bool)
    /// The layers' result added to their input, which goes through a 1x1 convolution when the shapes differ.
    case residual([LayerSpecification])
    /// The results of several branches one behind the other along the channels.
    case concatenate([[LayerSpecification]])
  }

  /// Options of `Conv2d`, with PyTorch's defaults.
  public struct Convolution: Sendable, Equatable {
    /// Channels of the result.
    public var out: Width
    /// The kernel's height and width.
    public var kernel: Extent2d
    /// Pixels from one window to the next; 1 by default.
    public var stride: Extent2d = 1
    /// Zeros around the image; none by default.
    public var padding: Padding = .by(0)
    /// Pixels from one element of a window to the next; 1 by default.
    public var dilation: Extent2d = 1
    /// Parts that the channels are split into, each with kernels of its own; 1 by default.
    public var groups: Int = 1
    /// Whether there is a bias; true by default.
    public var bias = true

    /// A convolution to `out` channels. What does not fit is refused when the model is made.
    public init(
      out: Width, kernel: Extent2d, stride: Extent2d = 1, padding: Padding = .by(0), dilation: Extent2d = 1,
      groups: Int = 1, bias: Bool = true
    ) {
      self.out = out
      self.kernel = kernel
      self.stride = stride
      self.padding = padding
      self.dilation = dilation
      self.groups = groups
      self.bias = bias
    }
  }

  /// Zeros around an image.
  public enum Padding: Sendable, Equatable {
    /// So many rows and columns on either side.
    case by(Extent2d)
    /// As many as keep its size.
    case same
  }

  /// Options of `MaxPool2d` and `AvgPool2d`.
  public struct Pooling: Sendable, Equatable {
    /// The window's height and width.
    public var kernel: Extent2d
    /// The kernel's size when nil.
    public var stride: Extent2d?
    /// Rows and columns on either side, at most half the kernel's; none by default.
    public var padding: Extent2d = 0

    /// Windows of this size, which do not overlap unless `stride` says so.
    public init(kernel: Extent2d, stride: Extent2d? = nil, padding: Extent2d = 0) {
      self.kernel = kernel
      self.stride = stride
      self.padding = padding
    }
  }

  /// The number of features of a linear layer, or of a convolution's channels.
  public enum Width: Sendable, Equatable {
    /// So many.
    case features(Int)
    /// One for each class of the data set.
    case classes
  }

  /// An elementwise function, by PyTorch's name in snake_case, with the one number that some have.
  public struct Activation: Sendable, Equatable {
    /// The functions that there are.
    public enum Function: String, Sendable, CaseIterable {
      /// By PyTorch's names: `nn.ReLU`, `nn.ELU`, `nn.GELU` and so on.
      case relu, elu, gelu, silu, sigmoid, tanh, hardswish, hardsigmoid, softplus, prelu
      /// `nn.LeakyReLU`.
      case leakyReLU = "leaky_relu"
      /// `nn.GELU` with `approximate='tanh'`.
      case geluTanh = "gelu_tanh"
    }

    /// The function of each element.
    public var function: Function
    /// `negative_slope` of leaky_relu, `alpha` of elu, `beta` of softplus, the first slope of prelu; PyTorch's default
    /// when nil.
    public var value: Double?

    /// The function, with PyTorch's default for its number unless it is given.
    public init(function: Function, value: Double? = nil) {
      self.function = function
      self.value = value
    }
  }
}

extension LayerSpecification {
  /// A convolution to `out` channels, with PyTorch's defaults.
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

  /// The largest element of each window of this size; windows do not overlap.
  public static func maxPool(_ kernel: Extent2d) -> LayerSpecification {
    LayerSpecification(.maxPool(Pooling(kernel: kernel)))
  }

  /// A linear layer with a bias, to so many features.
  public static func linear(_ width: Width, name: String? = nil) -> LayerSpecification {
    LayerSpecification(.linear(width, bias: true), name: name)
  }

  /// Dropout of this share of the elements, 0...1.
  public static func dropout(_ share: Double) -> LayerSpecification { LayerSpecification(.dropout(share)) }

  /// The layers' result added to their input, which goes through a 1x1 convolution when the shapes differ.
  public static func residual(_ layers: [LayerSpecification]) -> LayerSpecification {
    LayerSpecification(.residual(layers))
  }

  /// `max(x, 0)`.
  public static let relu = LayerSpecification(.activation(Activation(function: .relu, value: nil)))
  /// All elements as features.
  public static let flatten = LayerSpecification(.flatten)
  /// Batch normalisation, of images or features.
  public static let batchNorm = LayerSpecification(.batchNorm)
  /// The mean of each channel, as features.
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
