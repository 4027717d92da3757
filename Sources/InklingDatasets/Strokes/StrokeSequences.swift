import InklingFiles
import InklingRandomness

/// Numbers of 3 to 5 drawn digits side by side, 28 pixels high and 128 wide: texts to read, for a machine that has no data
/// set.
///
/// Each digit is drawn as those of `StrokeDigits` are, by a hand and a pen of its own, and put down at its own breadth with
/// 0 to 5 pixels of paper before the next. The number begins anywhere where it fits. Image i of a split depends on the
/// seed, the split and i alone: not on how many there are, on threads or on the machine.
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
  /// The most paper between two digits.
  private static let largestGap = 5
  /// The most that a digit is moved up or down.
  private static let largestRise = 2

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
    let numbers = indices.map { Number(index: $0, split: split, seed: seed) }
    return LabeledImages(
      images: draw(numbers, seed: seed, split: split),
      targets: .sequences(LabelSequences(numbers.map { $0.digits.map { $0 + 1 } })), channels: 1, height: height,
      width: width, classNames: classNames)
  }

  private static func draw(_ numbers: [Number], seed: UInt64, split: Int) -> [UInt8] {
    let size = height * width
    let share = 100
    var images = [UInt8](repeating: 0, count: numbers.count * size)
    images.withUnsafeMutableBufferPointer { buffer in
      // Safe: each iteration writes the bytes of its own images alone.
      nonisolated(unsafe) let buffer = buffer
      SystemThread.perform((numbers.count + share - 1) / share) { part in
        var board = Board()
        for place in part * share..<min((part + 1) * share, numbers.count) {
          let pixels = UnsafeMutableBufferPointer(rebasing: buffer[place * size..<(place + 1) * size])
          board.draw(numbers[place], seed: seed, split: split, into: pixels)
        }
      }
    }
    return images
  }
}

extension StrokeSequences {
  /// What is written, and how it is spaced. Epochs 0 to 3 of the generator belong to `StrokeDigits`.
  private struct Number {
    let index: Int
    var digits: [Int] = []
    /// Pixels of paper behind each digit.
    var gaps: [Int] = []
    /// How far each digit is moved down.
    var rises: [Int] = []
    /// Where it begins, as a share of the paper that is left.
    let start: Float

    init(index: Int, split: Int, seed: UInt64) {
      self.index = index
      var generator = CounterGenerator(seed: seed, purpose: .drawing, epoch: 4 + split, sample: index)
      for _ in 0..<lengths.lowerBound + generator.below(lengths.count) {
        digits.append(generator.below(10))
        gaps.append(generator.below(largestGap + 1))
        rises.append(generator.below(2 * largestRise + 1) - largestRise)
      }
      start = generator.uniform()
    }
  }

  /// What one thread draws on.
  private struct Board {
    private var board = StrokeDigits.DrawingBoard()
    private var digits = [UInt8](repeating: 0, count: lengths.upperBound * height * height)

    mutating func draw(_ number: Number, seed: UInt64, split: Int, into image: UnsafeMutableBufferPointer<UInt8>) {
      var columns: [Range<Int>] = []
      let size = StrokeSequences.height * StrokeSequences.height
      digits.withUnsafeMutableBufferPointer { digits in
        for (place, digit) in number.digits.enumerated() {
          let pixels = UnsafeMutableBufferPointer(rebasing: digits[place * size..<(place + 1) * size])
          pixels.update(repeating: 0)
          let sample = number.index * StrokeSequences.lengths.upperBound + place
          var generator = CounterGenerator(seed: seed, purpose: .drawing, epoch: 6 + split, sample: sample)
          board.draw(digit: digit, split: split, from: &generator, into: pixels)
          columns.append(Self.inkedColumns(pixels))
        }
      }
      put(number, columns, into: image)
    }

    /// The digits one behind the other. The widest and farthest apart leave eight pixels.
    private func put(_ number: Number, _ columns: [Range<Int>], into image: UnsafeMutableBufferPointer<UInt8>) {
      let (side, width) = (StrokeSequences.height, StrokeSequences.width)
      let breadth = columns.reduce(0) { $0 + $1.count } + number.gaps.dropLast().reduce(0, +)
      var left = Int(number.start * Float(width - breadth + 1))
      for (place, inked) in columns.enumerated() {
        for row in 0..<side where (0..<side).contains(row + number.rises[place]) {
          for column in inked {
            image[(row + number.rises[place]) * width + left + column - inked.lowerBound] =
              digits[(place * side + row) * side + column]
          }
        }
        left += inked.count + number.gaps[place]
      }
    }

    /// The columns from the first to the last with ink.
    private static func inkedColumns(_ pixels: UnsafeMutableBufferPointer<UInt8>) -> Range<Int> {
      let side = StrokeSequences.height
      let inked = (0..<side).filter { column in (0..<side).contains { pixels[$0 * side + column] > 0 } }
      guard let first = inked.first, let last = inked.last else { return 0..<0 }
      return first..<last + 1
    }
  }
}
