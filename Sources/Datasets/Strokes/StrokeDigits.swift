import Files
import Randomness

/// Digits 0...9 drawn by the program itself: 28x28 grey pixels like MNIST's, for a machine that has no data set.
///
/// A digit is one of several glyphs, bent, slanted, turned and scaled by a random hand, drawn with a random pen, fitted
/// to 20x20 pixels and centred by its mass, as MNIST's makers did (LeCun, Bottou, Bengio and Haffner, 1998). Image i of
/// a split depends on the seed, the split and i alone: not on how many there are, on threads or on the machine.
public enum StrokeDigits {
  /// Height and width in pixels.
  public static let side = 28
  /// The square into which a digit with its pen is fitted: MNIST's 20 pixels, less the half pixel of the soft edge.
  private static let boxSide: Float = 19.5
  /// The square on which a digit is drawn before the image is cut out around its centre of mass.
  private static let fieldSide = 40

  /// The data set "strokes"; every ten images in a row are the ten digits in a random order.
  ///
  /// - Precondition: `train` and `test` are at least 0 and below 2^32.
  public static func dataset(train: Int = 12_000, test: Int = 2_000, seed: UInt64 = 0) -> Dataset {
    Dataset(
      name: "strokes", train: split(0, count: train, seed: seed), test: split(1, count: test, seed: seed),
      notes: ["These digits are drawn by the program from strokes: they are not MNIST."],
      source: "drawn by the program")
  }

  private static func split(_ split: Int, count: Int, seed: UInt64) -> LabeledImages {
    precondition(count >= 0 && count <= Int(UInt32.max), "\(count) images asked for, possible are 0 ..< 2^32")
    let labels = (0..<(count + 9) / 10).flatMap { tenLabels(seed: seed, split: split, group: $0) }.prefix(count)
    return LabeledImages(
      images: draw(Array(labels), seed: seed, split: split), labels: Array(labels), channels: 1, height: side,
      width: side, classNames: (0...9).map(String.init))
  }

  /// The digits 0...9 in a random order. Epochs 0 and 1 of the generator are for the images of the two splits.
  private static func tenLabels(seed: UInt64, split: Int, group: Int) -> [UInt8] {
    var generator = CounterGenerator(seed: seed, purpose: .drawing, epoch: 2 + split, sample: group)
    var labels = Array(UInt8(0)...9)
    generator.shuffle(&labels)
    return labels
  }

  private static func draw(_ labels: [UInt8], seed: UInt64, split: Int) -> [UInt8] {
    let size = side * side
    let share = 500
    var images = [UInt8](repeating: 0, count: labels.count * size)
    images.withUnsafeMutableBufferPointer { buffer in
      // Safe: each iteration writes the bytes of its own images alone.
      nonisolated(unsafe) let buffer = buffer
      SystemThread.perform((labels.count + share - 1) / share) { part in
        var field = InkField(side: fieldSide)
        for index in part * share..<min((part + 1) * share, labels.count) {
          var generator = CounterGenerator(seed: seed, purpose: .drawing, epoch: split, sample: index)
          let pixels = UnsafeMutableBufferPointer(rebasing: buffer[index * size..<(index + 1) * size])
          draw(digit: Int(labels[index]), from: &generator, on: &field, into: pixels)
        }
      }
    }
    return images
  }

  /// One digit on zeroed `pixels`.
  private static func draw(
    digit: Int, from generator: inout CounterGenerator, on field: inout InkField,
    into pixels: UnsafeMutableBufferPointer<UInt8>
  ) {
    let glyph = DigitGlyphs.glyph(of: digit, from: &generator)
    let hand = Handwriting(from: &generator)
    let pen = Pen(from: &generator)
    var path = PenPath(through: hand.strokes(of: glyph, from: &generator))
    let center = SIMD2(generator.uniform(), generator.uniform()) + Float(field.side / 2 - 1)
    path.fit(side: boxSide, center: center, pen: pen)
    field.clear()
    for piece in path.pieces { field.draw(piece) }
    field.develop(with: pen, side: side, from: &generator, into: pixels)
  }
}
