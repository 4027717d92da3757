import InklingRandomness

/// `torch.nn.Dropout` (or `Dropout2d`: whole channels) in training, with the masks that the engine promises: the word
/// of an element is that number of the stream (seed, dropout, step, the image's number; the node's own stream).
public struct NaiveDropout: Sendable {
  public var probability: Double
  public var dropsChannels = false
  /// The operation's number in the graph.
  public var node: Int
  public var step = 0
  public var seed: UInt64 = 0

  public init(_ probability: Double, dropsChannels: Bool = false, node: Int, step: Int = 0, seed: UInt64 = 0) {
    self.probability = probability
    self.dropsChannels = dropsChannels
    self.node = node
    self.step = step
    self.seed = seed
  }

  /// The factors of one image's elements (or channels): zero or 1 / (1 - p).
  public func factors(_ count: Int, image: Int) -> [Double] {
    var generator = CounterGenerator(seed: seed, purpose: .dropout, epoch: step, sample: image, stream: node)
    return (0..<count).map { _ in Double(generator.uniform()) < 1 - probability ? 1 / (1 - probability) : 0 }
  }

  /// [N, ...], image n having the number n in the data set. The gradient is the same function.
  public func forward(_ input: NaiveTensor) -> NaiveTensor {
    let size = input.shape.dropFirst().reduce(1, *)
    let plane = dropsChannels ? input.shape.dropFirst(2).reduce(1, *) : 1
    var output = input
    for image in 0..<input.shape[0] {
      let factors = factors(size / plane, image: image)
      for element in 0..<size { output.values[image * size + element] *= factors[element / plane] }
    }
    return output
  }
}
