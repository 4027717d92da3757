import InklingRandomness

/// Adds independent normal noise to every byte: `x + 255 * (mean + sigma * n)`, clipped to 0 ... 255. As torchvision's
/// `GaussianNoise`, whose pixels are in 0 ... 1.
public struct GaussianNoise: ImageTransform {
  /// The name in a file: "gaussian_noise".
  public static let name = "gaussian_noise"
  /// `mean`, -1...1, and `sigma`, 0...1, as shares of 255, and `p`.
  public static let parameters: [TransformParameter<Self>] = [
    .number("mean", \.mean, in: -1...1), .number("sigma", \.sigma, in: 0...1), .probability,
  ]

  /// The noise's mean, as a share of 255: -1...1, 0 by default.
  public var mean: Double
  /// The noise's deviation, as a share of 255: 0...1, 0.1 by default.
  public var sigma: Double
  /// The probability that an image gets noise, 0...1; 1 by default.
  public var probability: Double

  /// By default noise of mean 0 and deviation 0.1, in every image.
  public init(mean: Double = 0, sigma: Double = 0.1, probability: Double = 1) {
    self.mean = mean
    self.sigma = sigma
    self.probability = probability
  }
}

/// The normal numbers are 4096 quantiles of the distribution, of which twelve random bits choose one: two numbers a word.
final class NoiseOperation: ImageOperation {
  private let noise: GaussianNoise
  /// 255 * (mean + sigma * n).
  private let changes: LastingTable<Float>

  init(_ noise: GaussianNoise) {
    self.noise = noise
    changes = LastingTable(NormalQuantiles.table.map { Float(255 * (noise.mean + noise.sigma * $0)) })
  }

  func run(_ work: inout ImageWork) {
    guard work.generator.chance(noise.probability) else { return }
    let count = work.size.count
    let table = changes.pointer
    var place = 0
    while place < count {
      let word = work.generator.next32()
      add(table[Int(word >> 20)], place, work)
      if place + 1 < count { add(table[Int((word >> 8) & 4095)], place + 1, work) }
      place += 2
    }
  }

  @inline(__always)
  private func add(_ change: Float, _ place: Int, _ work: borrowing ImageWork) {
    work.source[place] = roundedToByte(clampedToByte(Float(work.source[place]) + change))
  }
}
