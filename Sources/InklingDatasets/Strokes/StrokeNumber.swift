import InklingRandomness

/// What is written in one image of `StrokeSequences`, how it is spaced, and by which hand with which pen.
///
/// Epochs 0 to 3 of the generator belong to `StrokeDigits`, 4 and 5 to numbers, 6 and 7 to their digits.
struct StrokeNumber {
  private let index: Int
  private let split: Int
  private let seed: UInt64
  private(set) var digits: [Int] = []
  /// Pixels of paper behind each digit.
  private(set) var gaps: [Int] = []
  /// How far each digit is moved down.
  private(set) var rises: [Int] = []
  /// Where it begins, as a share of the paper that is left.
  let start: Float
  let hand: Handwriting
  let pen: Pen

  /// The most paper between two digits.
  private static let largestGap = 5
  /// The most that a digit is moved up or down.
  private static let largestRise = 2

  init(index: Int, split: Int, seed: UInt64) {
    (self.index, self.split, self.seed) = (index, split, seed)
    let lengths = StrokeSequences.lengths
    var generator = CounterGenerator(seed: seed, purpose: .drawing, epoch: 4 + split, sample: index)
    for _ in 0..<lengths.lowerBound + generator.below(lengths.count) {
      digits.append(generator.below(10))
      gaps.append(generator.below(Self.largestGap + 1))
      rises.append(generator.below(2 * Self.largestRise + 1) - Self.largestRise)
    }
    start = generator.uniform()
    hand = Handwriting(of: .ofNumbers, from: &generator)
    pen = Pen(of: .ofNumbers, from: &generator)
  }

  /// The numbers that the digit at `place` is drawn from.
  func generator(ofDigit place: Int) -> CounterGenerator {
    CounterGenerator(
      seed: seed, purpose: .drawing, epoch: 6 + split, sample: index * StrokeSequences.lengths.upperBound + place)
  }
}
