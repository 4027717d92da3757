/// What a `GradientProgram` has found for a batch. Rows are the images', in their order.
public struct Gradients: Sendable {
  /// A node's value, and the gradient by it.
  public struct Activation: Sendable {
    /// Of one image's value, without the batch.
    public let shape: Shape
    /// `[N, ...]` row-major.
    public let values: [Float]
    /// `[N, ...]` row-major; nil where no gradients were asked for.
    public let gradient: [Float]?
  }

  /// The number of images.
  public let count: Int
  /// `[N, ...]` row-major; those of a graph with several outputs one behind the other in a row.
  public let outputs: [Float]
  /// One an image; empty where it is no loss that was differentiated.
  public internal(set) var losses: [Float] = []
  /// The largest output of each image, or 1 for an image that is answered right, as the loss counts; empty without one.
  package internal(set) var predictions: [Int32] = []
  /// What the gradients are of, where it is a loss: the mean over the batch (a weighted one for class weights), or the sum.
  public internal(set) var loss: Double?
  /// By the network's input, that is by the normalised values, not by the pixels' bytes: `[N, C, H, W]` row-major; nil where
  /// it was not asked for. `Normalization.gradientByBytes(_:plane:)` makes that by the bytes of it.
  public internal(set) var input: [Float]?
  /// By the parameters, with PyTorch's names, shapes and order.
  public internal(set) var parameters: [NamedTensor] = []
  /// By the names that were asked for.
  public internal(set) var activations: [String: Activation] = [:]
  /// The running means and variances as a training step on this batch would leave them; those of the parameters in
  /// evaluation mode.
  public internal(set) var statistics: [NamedTensor] = []

  init(count: Int, outputs: [Float]) {
    self.count = count
    self.outputs = outputs
  }
}

extension Normalization {
  /// The gradient by the pixels' bytes, from that by the values that normalisation makes of them:
  /// `d/dbyte = scale[c] * d/dx[c]`. With respect to `byte / 255` it is 255 times that.
  ///
  /// - Parameters:
  ///   - gradient: `[N, C, H, W]` row-major.
  ///   - plane: H * W.
  /// - Precondition: whole images.
  public func gradientByBytes(_ gradient: [Float], plane: Int) -> [Float] {
    precondition(
      plane > 0 && gradient.count.isMultiple(of: plane * scale.count),
      "\(gradient.count) numbers are not whole images of \(scale.count) channels of \(plane)")
    return gradient.indices.map { gradient[$0] * scale[$0 / plane % scale.count] }
  }
}
