import InklingFiles
import InklingRandomness

/// Digits 0...9 drawn by the program itself: 28x28 grey pixels like MNIST's, for a machine that has no data set.
///
/// A digit is one of several glyphs, bent, slanted, turned and scaled by a random hand, drawn with a random pen, fitted
/// to 20x20 pixels and centred by its mass, as MNIST's makers did (LeCun, Bottou, Bengio and Haffner, 1998). Training
/// images are drawn more wildly than test images (`Writers`). Image i of a split depends on the seed, the split and i
/// alone: not on how many there are, on threads or on the machine.
public enum StrokeDigits {
  /// Height and width in pixels.
  public static let side = 28
  /// The square on which a digit is drawn before the image is cut out around its centre of mass.
  fileprivate static let fieldSide = 40

  /// The names of the data sets, the usual one first.
  public static let names = ["strokes", "strokes-large"]
  /// Images of their test sets, which are the same.
  public static let testCount = 2_000
  /// Images of their training sets: the large one goes on where the other ends.
  private static let trainCounts = [12_000, 120_000]

  /// The data set of that name; nil for another name.
  public static func dataset(named name: String) -> Dataset? {
    names.firstIndex(of: name).map { dataset(name: name, train: trainCounts[$0], test: testCount, seed: 0) }
  }

  /// The data set "strokes"; every ten images in a row are the ten digits in a random order.
  ///
  /// - Precondition: `train` and `test` are at least 0 and below 2^32.
  public static func dataset(train: Int = 12_000, test: Int = testCount, seed: UInt64 = 0) -> Dataset {
    dataset(name: names[0], train: train, test: test, seed: seed)
  }

  private static func dataset(name: String, train: Int, test: Int, seed: UInt64) -> Dataset {
    Dataset(
      name: name, train: split(0, count: train, seed: seed), test: split(1, count: test, seed: seed),
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
        var board = DrawingBoard()
        for index in part * share..<min((part + 1) * share, labels.count) {
          var generator = CounterGenerator(seed: seed, purpose: .drawing, epoch: split, sample: index)
          let pixels = UnsafeMutableBufferPointer(rebasing: buffer[index * size..<(index + 1) * size])
          board.draw(digit: Int(labels[index]), split: split, from: &generator, into: pixels)
        }
      }
    }
    return images
  }

  /// What one thread draws on.
  struct DrawingBoard {
    private var field = InkField(side: fieldSide)

    /// One digit of a split, on zeroed `pixels`.
    mutating func draw(
      digit: Int, split: Int, from generator: inout CounterGenerator, into pixels: UnsafeMutableBufferPointer<UInt8>
    ) {
      let writers = split == 0 ? Writers.training : .test
      let glyph = DigitGlyphs.glyph(of: digit, from: &generator)
      let hand = Handwriting(of: writers, from: &generator)
      let pen = Pen(of: writers, from: &generator)
      draw(glyph, hand: hand, pen: pen, extent: Float(InkField.boxSide), from: &generator, into: pixels)
    }

    /// A glyph, no larger than `extent` pixels, on zeroed `pixels`.
    mutating func draw(
      _ glyph: Glyph, hand: Handwriting, pen: Pen, extent: Float, from generator: inout CounterGenerator,
      into pixels: UnsafeMutableBufferPointer<UInt8>
    ) {
      var path = PenPath(through: hand.strokes(of: glyph, from: &generator))
      path.fit(
        side: extent, center: SIMD2(repeating: Float(field.side / 2)), pen: pen)
      field.clear()
      for piece in path.pieces { field.draw(piece) }
      field.develop(with: pen, side: side, from: &generator, into: pixels)
    }
  }
}
