public import InklingEngine
import InklingRandomness

/// Bytes and labels without meaning, the same everywhere for the same seed.
public struct RandomImages: Sendable {
  public let images: [UInt8]
  public let labels: [Int32]
  public let shape: Shape

  public init(count: Int, shape: Shape, classes: Int, seed: UInt64 = 0) {
    var generator = CounterGenerator(seed: seed, purpose: .drawing)
    images = (0..<count * shape.count).map { _ in UInt8(generator.below(256)) }
    labels = (0..<count).map { _ in Int32(generator.below(classes)) }
    self.shape = shape
  }

  public var count: Int { labels.count }

  /// The labels, as a program takes them.
  public var targets: Targets { .labels(labels) }

  /// The images of these numbers as a network sees them, and their labels.
  public func batch(_ indices: some Sequence<Int32>, _ normalization: Normalization) -> (NaiveTensor, [Int]) {
    let indices = indices.map(Int.init)
    let values = indices.flatMap { index in
      (0..<shape.count).map { place in
        let channel = place / shape.plane
        return Double(images[index * shape.count + place]) * Double(normalization.scale[channel])
          + Double(normalization.shift[channel])
      }
    }
    return (
      NaiveTensor(shape: [indices.count] + shape.dimensions, values: values), indices.map { Int(labels[$0]) }
    )
  }
}

extension RandomImages {
  /// Images and labels that another language can make too: byte k is `37 k` and label n is `n`, each by the remainder.
  public static func counted(_ count: Int, shape: Shape, classes: Int = 3) -> (images: [UInt8], targets: Targets) {
    ((0..<count * shape.count).map { UInt8($0 * 37 % 256) }, Targets(labels: (0..<count).map { $0 % classes }))
  }
}
