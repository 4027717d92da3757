/// Mirrors the image left to right. As torchvision's `RandomHorizontalFlip`.
public struct RandomHorizontalFlip: ImageTransform {
  /// The name in a file: "random_horizontal_flip".
  public static let name = "random_horizontal_flip"
  /// `p` alone.
  public static let parameters: [TransformParameter<Self>] = [.probability]
  /// The probability that an image is mirrored, 0...1; 0.5 by default.
  public var probability: Double

  /// By default mirrors one image in two, chosen at random.
  public init(probability: Double = 0.5) { self.probability = probability }
}

/// Mirrors the image top to bottom. As torchvision's `RandomVerticalFlip`.
public struct RandomVerticalFlip: ImageTransform {
  /// The name in a file: "random_vertical_flip".
  public static let name = "random_vertical_flip"
  /// `p` alone.
  public static let parameters: [TransformParameter<Self>] = [.probability]
  /// The probability that an image is mirrored, 0...1; 0.5 by default.
  public var probability: Double

  /// By default mirrors one image in two, chosen at random.
  public init(probability: Double = 0.5) { self.probability = probability }
}

final class HorizontalFlipOperation: ImageOperation {
  private let probability: Double

  init(_ flip: RandomHorizontalFlip) { probability = flip.probability }

  func run(_ work: inout ImageWork) {
    guard work.generator.chance(probability) else { return }
    let width = work.size.width
    for row in 0..<work.size.channels * work.size.height {
      let (source, target) = (work.source + row * width, work.target + row * width)
      for column in 0..<width { target[column] = source[width - 1 - column] }
    }
    work.exchange()
  }
}

final class VerticalFlipOperation: ImageOperation {
  private let probability: Double

  init(_ flip: RandomVerticalFlip) { probability = flip.probability }

  func run(_ work: inout ImageWork) {
    guard work.generator.chance(probability) else { return }
    let size = work.size
    for channel in 0..<size.channels {
      let plane = channel * size.plane
      for row in 0..<size.height {
        (work.target + plane + row * size.width).update(
          from: work.source + plane + (size.height - 1 - row) * size.width, count: size.width)
      }
    }
    work.exchange()
  }
}
