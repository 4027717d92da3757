import InklingFiles

/// From transforms to operations.
enum ImageOperations {
  static func of(_ augmentation: Augmentation, _ size: ImageSize) throws(InputError) -> [any ImageOperation] {
    var operations: [any ImageOperation] = []
    var place = 0
    let transforms = augmentation.transforms
    while place < transforms.count {
      let next = place + 1 < transforms.count ? transforms[place + 1] : nil
      if let (affine, elastic) = pair(transforms[place], next) {
        operations.append(try Resampling(affine, elastic, size))
        place += 2
      } else {
        if let operation = try operation(of: transforms[place], size) { operations.append(operation) }
        place += 1
      }
    }
    return operations
  }

  /// The transforms that images of a size are too small or too large for, each with what is wrong.
  static func misfits(_ augmentation: Augmentation, _ size: ImageSize) -> [(transform: Int, fault: InputError)] {
    augmentation.transforms.enumerated().compactMap { index, transform in
      do throws(InputError) {
        _ = try of(Augmentation(known: [transform]), size)
        return nil
      } catch {
        return (index, error)
      }
    }
  }

  static func mixing(of augmentation: Augmentation) -> [any MixingOperation] {
    augmentation.transforms.compactMap { $0 as? any MixingOperation }
  }

  /// An affine and an elastic transform side by side, in either order, with the same byte outside of the image.
  private static func pair(
    _ a: any ImageTransform, _ b: (any ImageTransform)?
  ) -> (RandomAffine, ElasticTransform)? {
    let affine = a as? RandomAffine ?? b as? RandomAffine
    let elastic = a as? ElasticTransform ?? b as? ElasticTransform
    guard let affine, let elastic, affine.fill == elastic.fill else { return nil }
    return (affine, elastic)
  }

  /// Nil for a transform that mixes, which comes after all operations.
  private static func operation(
    of transform: any ImageTransform, _ size: ImageSize
  ) throws(InputError) -> (any ImageOperation)? {
    switch transform {
    case let affine as RandomAffine: return try Resampling(affine, nil, size)
    case let elastic as ElasticTransform: return try Resampling(nil, elastic, size)
    case let crop as RandomCrop: return CropOperation(crop)
    case let flip as RandomHorizontalFlip: return HorizontalFlipOperation(flip)
    case let flip as RandomVerticalFlip: return VerticalFlipOperation(flip)
    case let erasing as RandomErasing: return ErasingOperation(erasing)
    case let cutout as Cutout: return CutoutOperation(cutout)
    case let jitter as ColorJitter: return ColorJitterOperation(jitter)
    case let noise as GaussianNoise: return NoiseOperation(noise)
    case let blur as GaussianBlur:
      try requireFit(blur, size)
      return BlurOperation(blur)
    case is any MixingOperation: return nil
    default:
      throw InputError(
        .malformed, "\(transform.name) is no transform of this library",
        expected: "one of " + Augmentation.standards.map(\.name).joined(separator: ", "), found: transform.name)
    }
  }

  private static func requireFit(_ blur: GaussianBlur, _ size: ImageSize) throws(InputError) {
    let largest = 2 * min(size.height, size.width) - 1
    guard blur.kernelSize <= largest else {
      throw InputError(
        .malformed, "gaussian_blur.kernel_size of the augmentation is too large for the images",
        expected: "at most \(largest) for \(size.height)x\(size.width) pixels", found: "\(blur.kernelSize)")
    }
  }
}
