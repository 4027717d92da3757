public import InklingFiles
import InklingRandomness

/// An augmentation made ready for one data set: images of one size, a count, and a seed.
///
/// An image's version is a function of (seed, epoch, index) and the data set's bytes. Nothing is allocated for an image,
/// and any number of threads may use one augmenter, each with scratch memory of its own.
public final class ImageAugmenter: Sendable {
  /// The image that was mixed in and the first one's share; the image itself and one where nothing was.
  public struct Mixing: Sendable, Equatable {
    /// The index in the data set of the image that was mixed in.
    public var partner: Int
    /// The first image's share of the label, 0...1; the partner has the rest.
    public var share: Float
  }

  /// What is done to the images.
  public let augmentation: Augmentation
  /// The seed of everything that is drawn.
  public let seed: UInt64
  /// Bytes of scratch memory for one thread.
  package let scratchBytes: Int
  let size: ImageSize
  /// Whether images are mixed with others.
  package var mixesImages: Bool { !mixing.isEmpty }
  /// Images in the data set.
  let count: Int
  /// The images that may be mixed in; nil for all.
  private let partners: [Int32]?
  private let operations: [any ImageOperation]
  private let mixing: [any MixingOperation]
  /// Bytes from one buffer of an image to the next.
  private let bufferBytes: Int

  /// - Parameters:
  ///   - augmentation: what is done to the images.
  ///   - channels: how many an image has.
  ///   - height: rows of an image, in pixels.
  ///   - width: columns of an image, in pixels.
  ///   - count: how many images the data set has.
  ///   - seed: the seed of everything that is drawn.
  ///   - partners: the images that may be mixed in, such as those that are trained on; nil for all.
  /// - Precondition: the partners, if any are named, are images of the data set, and at least one.
  /// - Throws: `InputError` of kind `.malformed` for a transform that images of this size are too small or too
  ///   large for.
  public init(
    _ augmentation: Augmentation, channels: Int, height: Int, width: Int, count: Int, seed: UInt64,
    partners: [Int32]? = nil
  ) throws(InputError) {
    if let partners {
      let (first, last) = (partners.min() ?? -1, partners.max() ?? -1)
      precondition(first >= 0 && last < count, "images \(first) to \(last) of \(count) to mix in")
    }
    self.augmentation = augmentation
    self.seed = seed
    self.count = count
    self.partners = partners
    let size = ImageSize(channels: channels, height: height, width: width)
    let operations = try ImageOperations.of(augmentation, size)
    self.size = size
    self.operations = operations
    mixing = ImageOperations.mixing(of: augmentation)
    bufferBytes = (size.count + 127) / 64 * 64
    scratchBytes = 2 * bufferBytes + operations.reduce(0) { max($0, $1.scratchBytes(size)) }
  }

  /// Writes image `index` into `target` as it is seen in `epoch`.
  ///
  /// - Parameters:
  ///   - images: all of the data set, [N, C, H, W].
  ///   - target: C * H * W bytes.
  ///   - scratch: `scratchBytes` on a boundary of 64 bytes.
  package func augment(
    _ images: UnsafePointer<UInt8>, index: Int, epoch: Int, into target: UnsafeMutablePointer<UInt8>,
    scratch: UnsafeMutableRawPointer
  ) -> Mixing {
    var generator = generator(index, epoch)
    target.update(from: transform(images, index, scratch, &generator), count: size.count)
    for number in 0..<mixing.count {
      let operation = mixing[number]
      guard generator.chance(operation.probability) else { continue }
      let share = generator.beta(operation.alpha)
      let partner = partners.map { Int($0[generator.below($0.count)]) } ?? generator.below(count)
      var others = self.generator(partner, epoch)
      let other = transform(images, partner, scratch, &others)
      return Mixing(partner: partner, share: operation.mix(share, target, other, size, &generator))
    }
    return Mixing(partner: index, share: 1)
  }

  /// Writes image `index`, which `draw` puts into the memory that it is given, into `target` as it is seen in `epoch`. As
  /// `augment`, without a data set.
  ///
  /// - Precondition: nothing is mixed.
  package func augment(
    index: Int, epoch: Int, into target: UnsafeMutablePointer<UInt8>, scratch: UnsafeMutableRawPointer,
    drawing draw: (UnsafeMutablePointer<UInt8>) -> Void
  ) {
    precondition(mixing.isEmpty, "pictures that are drawn cannot be mixed")
    var generator = generator(index, epoch)
    draw(scratch.assumingMemoryBound(to: UInt8.self))
    target.update(from: transform(scratch, &generator), count: size.count)
  }

  private func generator(_ index: Int, _ epoch: Int) -> CounterGenerator {
    CounterGenerator(seed: seed, purpose: .augmentation, epoch: epoch, sample: index)
  }

  /// Runs the operations on one image; the result lies in the scratch memory.
  private func transform(
    _ images: UnsafePointer<UInt8>, _ index: Int, _ scratch: UnsafeMutableRawPointer,
    _ generator: inout CounterGenerator
  ) -> UnsafePointer<UInt8> {
    scratch.assumingMemoryBound(to: UInt8.self).update(from: images + index * size.count, count: size.count)
    return transform(scratch, &generator)
  }

  /// The same for an image that lies in the scratch memory's beginning.
  private func transform(
    _ scratch: UnsafeMutableRawPointer, _ generator: inout CounterGenerator
  ) -> UnsafePointer<UInt8> {
    let first = scratch.assumingMemoryBound(to: UInt8.self)
    var work = ImageWork(
      size: size, source: first, target: first + bufferBytes, scratch: scratch + 2 * bufferBytes, generator: generator)
    // By number: taking a collection apart allocates in a debug build.
    for number in 0..<operations.count { operations[number].run(&work) }
    generator = work.generator
    return UnsafePointer(work.source)
  }
}

extension ImageAugmenter {
  /// The images at `indices` as they are seen in `epoch`, [N, C, H, W].
  ///
  /// - Precondition: `images` is the data set that the augmenter was made for, and the indices are within it.
  public func images(_ images: LabeledImages, at indices: [Int], epoch: Int) -> [UInt8] {
    precondition(
      images.count == count && images.imageSize == size.count,
      "\(images.count) images of \(images.imageSize) bytes, not \(count) of \(size.count)")
    if let wrong = indices.first(where: { $0 < 0 || $0 >= count }) { preconditionFailure("image \(wrong) of \(count)") }
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: max(scratchBytes, 64), alignment: 64)
    defer { scratch.deallocate() }
    return [UInt8](unsafeUninitializedCapacity: indices.count * size.count) { target, written in
      images.images.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        for (place, index) in indices.enumerated() {
          _ = augment(source, index: index, epoch: epoch, into: target + place * size.count, scratch: scratch)
        }
        written = indices.count * size.count
      }
    }
  }
}
