/// Changes a batch's images on their way from the data set's bytes into a block: what an augmentation is to the engine. Or
/// draws them: then there are no bytes.
///
/// It is called in the gathering step, on the engine's threads. An image's version must depend on its index and the epoch
/// alone, and must be made without allocating.
public protocol ImagePreparation: AnyObject, Sendable {
  /// How many images there are where it draws them itself, and a step is given none; nil where it changes the data set's.
  var drawnImages: Int? { get }
  /// Whether a label may become one of two images: then nothing but labels can be trained on.
  var mixesImages: Bool { get }
  /// Bytes of scratch memory for one thread.
  var scratchBytes: Int { get }

  /// Writes one image.
  ///
  /// - Parameters:
  ///   - images: all of the data set, [N, C, H, W]; nothing to be read where images are drawn.
  ///   - index: the image in the data set.
  ///   - epoch: counted from one.
  ///   - target: C * H * W bytes.
  ///   - scratch: `scratchBytes` on a boundary of 64 bytes.
  func prepare(
    _ images: UnsafePointer<UInt8>, index: Int, epoch: Int, into target: UnsafeMutablePointer<UInt8>,
    scratch: UnsafeMutableRawPointer
  ) -> PreparedLabel
}

extension ImagePreparation {
  /// Nil: it changes a data set's images.
  public var drawnImages: Int? { nil }
}

/// What a prepared image's target is: `share` of its own class, and the rest of another image's.
public struct PreparedLabel: Sendable {
  /// The image whose class has the rest; the image itself where nothing was mixed.
  let partner: Int
  let share: Float

  /// The whole label is the image's own where `share` is one.
  public init(partner: Int, share: Float) {
    self.partner = partner
    self.share = share
  }
}

/// Keeps a preparation while a program uses it.
final class PreparationHolder: Sendable {
  let preparation: any ImagePreparation

  init(_ preparation: any ImagePreparation) { self.preparation = preparation }
}

/// A preparation in one epoch. It keeps nothing alive: what every step reads must not count references, for which threads
/// would wait on each other.
struct PreparedEpoch {
  let holder: Unmanaged<PreparationHolder>
  let epoch: Int

  /// Bytes of memory for one thread: sixteen images and the scratch memory.
  static func memoryBytes(_ preparation: any ImagePreparation, imageBytes: Int) -> Int {
    16 * lineBytes(imageBytes) + preparation.scratchBytes
  }

  /// Bytes from one lane's image to the next.
  static func lineBytes(_ imageBytes: Int) -> Int { roundedUp(imageBytes, to: 64) }
}

/// Prepares the images of a block whose header is filled, and lets the header tell of the results.
func prepareImages(_ context: borrowing BlockContext, imageBytes: Int) {
  guard let prepared = context.source.preparation, let memory = context.preparationMemory else { return }
  let (header, epoch, first) = (context.header, prepared.epoch, context.first)
  let (labels, indices) = (context.source.targets.labels, context.source.indices)
  let preparation = prepared.holder.takeUnretainedValue().preparation
  let lineBytes = PreparedEpoch.lineBytes(imageBytes)
  let targets = memory.assumingMemoryBound(to: UInt8.self)
  // Whoever draws them has no data set to read, and is given a place that is there.
  let images = context.source.images ?? UnsafePointer(targets)
  for lane in 0..<context.count {
    let index = indices.map { Int($0[first + lane]) } ?? first + lane
    let target = targets + lane * lineBytes
    let label = preparation.prepare(
      images, index: index, epoch: epoch, into: target, scratch: memory + 16 * lineBytes)
    header.images[lane] = UnsafePointer(target)
    header.secondLabels[lane] = labels.map { $0[label.partner] } ?? 0
    header.shares[lane] = label.share
  }
  for lane in context.count..<16 {
    header.images[lane] = header.images[0]
    header.secondLabels[lane] = header.secondLabels[0]
    header.shares[lane] = header.shares[0]
  }
}
