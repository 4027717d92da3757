import InklingFiles
import InklingRandomness

/// Numbers of 3 to 5 drawn digits side by side, 28 pixels high and 128 wide: texts to read, for a machine that has no
/// data set.
///
/// A number is written by one hand with one pen, steadily, as people fill in a form; from digit to digit the hand
/// changes a little. Each digit is one of the glyphs of `StrokeDigits`, 18 to 20 pixels large, up to 2 pixels higher or
/// lower than the line, and has 0 to 5 pixels of paper before the next: neighbours touch. The number begins anywhere
/// where it fits.
///
/// Training and test numbers come from one distribution of hands (`Writers.ofNumbers`), but no two numbers from the
/// same hand. The test says how well such numbers are read, and nothing about hands of another kind. Image i of a split
/// depends on the seed, the split and i alone: not on how many there are, on threads or on the machine.
public enum StrokeSequences {
  /// The names of the data sets, the usual one first.
  public static let names = ["strokes-sequences", "strokes-sequences-large"]
  /// Images of their training sets: the large one goes on where the other ends.
  private static let trainCounts = [5_000, 60_000]
  /// Height in pixels.
  public static let height = StrokeDigits.side
  /// Width in pixels.
  public static let width = 128
  /// Digits of a number.
  public static let lengths = 3...5
  /// Images of their test sets, which are the same.
  public static let testCount = 2_000
  /// Class i + 1 is the digit i; class 0 is none.
  public static let classNames = [Alphabet.blankName] + (0...9).map(String.init)

  /// The data set of that name; nil for another name.
  public static func dataset(named name: String) -> Dataset? {
    names.firstIndex(of: name).map { dataset(name: name, train: trainCounts[$0], test: testCount, seed: 0) }
  }

  /// The data set "strokes-sequences".
  ///
  /// - Precondition: `train` and `test` are at least 0 and below 2^29.
  public static func dataset(train: Int = 5_000, test: Int = testCount, seed: UInt64 = 0) -> Dataset {
    dataset(name: names[0], train: train, test: test, seed: seed)
  }

  private static func dataset(name: String, train: Int, test: Int, seed: UInt64) -> Dataset {
    Dataset(
      name: name, train: split(0, 0..<train, seed: seed), test: split(1, 0..<test, seed: seed),
      notes: ["These numbers are drawn by the program from strokes."], source: "drawn by the program")
  }

  /// One image of the test set, by itself.
  package static func testImage(_ index: Int, seed: UInt64 = 0) -> LabeledImages {
    split(1, index..<index + 1, seed: seed)
  }

  private static func split(_ split: Int, _ indices: Range<Int>, seed: UInt64) -> LabeledImages {
    precondition(
      indices.lowerBound >= 0 && indices.upperBound <= 1 << 29, "images \(indices) asked for, possible are 0 ..< 2^29")
    let numbers = indices.map { StrokeNumber(index: $0, split: split, seed: seed) }
    return LabeledImages(
      images: draw(numbers), targets: .sequences(LabelSequences(numbers.map { $0.digits.map { $0 + 1 } })), channels: 1,
      height: height, width: width, classNames: classNames)
  }

  private static func draw(_ numbers: [StrokeNumber]) -> [UInt8] {
    let size = height * width
    let share = 100
    var images = [UInt8](repeating: 0, count: numbers.count * size)
    images.withUnsafeMutableBufferPointer { buffer in
      // Safe: each iteration writes the bytes of its own images alone.
      nonisolated(unsafe) let buffer = buffer
      SystemThread.perform((numbers.count + share - 1) / share) { part in
        var board = StrokeNumberBoard()
        for place in part * share..<min((part + 1) * share, numbers.count) {
          let pixels = UnsafeMutableBufferPointer(rebasing: buffer[place * size..<(place + 1) * size])
          board.draw(numbers[place], into: pixels)
        }
      }
    }
    return images
  }
}
