/// What a layer learns or keeps: a shape and how its first values are drawn. The values live in the program that trains them,
/// so a layer stays a small constant.
///
/// Its name is the path of the properties that lead to it from the model ("conv1.weight"), as in PyTorch's
/// `state_dict`.
public final class Parameter: Sendable {
  /// The distribution of the first values.
  public enum Initializer: Sendable, Hashable {
    /// Uniform in `-bound ... bound`.
    case uniform(bound: Float)
    /// The same value for all.
    case constant(Float)
  }

  /// Who changes the values.
  public enum Role: String, Sendable, Hashable {
    /// The optimiser does, by their gradient; PyTorch's parameters.
    case learned
    /// The layer itself does while it is trained, such as a running mean; PyTorch's buffers. Saved with the parameters,
    /// but never given to the optimiser, and not counted.
    case statistic
  }

  /// PyTorch's shape and order: `[out, in / groups, kh, kw]` for a convolution, `[out, in]` for a linear layer.
  public let shape: [Int]
  /// The distribution of the first values.
  public let initializer: Initializer
  /// Who changes the values.
  public let role: Role

  /// A parameter of this shape; learned unless told otherwise.
  ///
  /// - Precondition: positive dimensions, and numbers that are finite; a bound is not negative.
  public init(shape: [Int], initializer: Initializer, role: Role = .learned) {
    precondition(shape.allSatisfy { $0 > 0 }, "a parameter's dimensions must be positive, not \(shape)")
    precondition(initializer.isValid, "a parameter cannot start with \(initializer)")
    self.shape = shape
    self.initializer = initializer
    self.role = role
  }

  /// The number of values, the product of the dimensions.
  public var count: Int { shape.reduce(1, *) }
}

/// Marks a layer without parameters, so that the graph can name its operations by the property that holds it.
public final class LayerIdentity: Sendable {
  /// The identity of one layer: no two are the same.
  public init() {}
}
