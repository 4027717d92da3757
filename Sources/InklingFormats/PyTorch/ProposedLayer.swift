/// One layer of a plain chain that was made up from a state dict.
public struct ProposedLayer: Sendable, Equatable {
  /// What the layer is, with PyTorch's names for its numbers.
  public enum Kind: Sendable, Equatable {
    /// `Conv2d`. Channels and kernel are the file's, groups follow from them; padding and stride are guessed.
    case convolution(
      inputs: Int, outputs: Int, kernel: [Int], groups: Int, padding: [Int], stride: Int, hasBias: Bool)
    /// `BatchNorm2d`, or `BatchNorm1d` behind `flatten`.
    case batchNorm(features: Int, hasScale: Bool)
    /// `LayerNorm` over these dimensions.
    case layerNorm(shape: [Int])
    /// `GroupNorm`, whose count of groups is guessed.
    case groupNorm(features: Int, groups: Int)
    /// `Linear`.
    case linear(inputs: Int, outputs: Int, hasBias: Bool)
    /// `PReLU` with one slope or one for each channel.
    case prelu(slopes: Int)
    /// `ReLU`.
    case relu
    /// `MaxPool2d` of this size and stride.
    case maxPool(size: Int)
    /// `AdaptiveAvgPool2d(1)`.
    case globalAveragePool
    /// `Flatten`.
    case flatten
  }

  /// The module's name in the state dict, "conv1"; "" for a layer without tensors, which is guessed.
  public let name: String
  /// What it is.
  public let kind: Kind

  /// Whether the state dict says nothing of the layer itself.
  public var isGuess: Bool { name.isEmpty }
}

/// A chain of layers that fits a state dict, and what of it is a guess.
public struct LayerProposal: Sendable, Equatable {
  /// The layers from the input to the logits.
  public let layers: [ProposedLayer]
  /// Channels, height and width; one number for a network that takes plain features.
  public let inputShape: [Int]
  /// The count of logits.
  public let classCount: Int
  /// What was guessed and why, a sentence each.
  public let notes: [String]
}
