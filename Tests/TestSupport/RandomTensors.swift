public import InklingEngine
import InklingRandomness

/// Reproducible numbers for tests: the same seed gives the same numbers everywhere.
public struct RandomTensors {
  private var generator: CounterGenerator

  public init(seed: UInt64) { generator = CounterGenerator(seed: seed, purpose: .initialization) }

  /// A nearly normal number of mean 0 and deviation 1, within ±3.5: the sum of four uniform ones (Irwin and Hall), so
  /// that no libm decides its last bit.
  public mutating func number() -> Float {
    var sum: Float = -2
    for _ in 0..<4 { sum += generator.uniform() }
    return sum * 1.7320508
  }

  public mutating func floats(_ count: Int, scale: Float = 1) -> [Float] { (0..<count).map { _ in number() * scale } }

  public mutating func tensor(_ shape: [Int], scale: Float = 1) -> NaiveTensor {
    NaiveTensor(shape: shape, values: floats(shape.reduce(1, *), scale: scale).map(Double.init))
  }

  public mutating func named(_ name: String, _ shape: [Int], scale: Float = 1) -> NamedTensor {
    NamedTensor(name: name, shape: shape, values: floats(shape.reduce(1, *), scale: scale))
  }

  /// Uniform numbers in `0 ..< classes`.
  public mutating func labels(_ count: Int, classes: Int) -> [Int] { (0..<count).map { _ in generator.below(classes) } }

  public mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(generator.below(256)) } }
}
