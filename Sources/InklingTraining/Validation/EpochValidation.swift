/// What an epoch's weights reach on the held-out images.
public struct EpochValidation: Sendable, Equatable {
  /// Cross-entropy, the mean over the images, in nats.
  public let loss: Double
  /// Share of the images called right.
  public let accuracy: Double

  /// A loss in nats, and an accuracy of 0...1.
  public init(loss: Double, accuracy: Double) {
    self.loss = loss
    self.accuracy = accuracy
  }
}
