public import InklingCaptchas
import InklingRandomness

/// Draws bars of three widths, two to four side by side, 4 rows and 36 columns: texts small enough to be read after a few
/// epochs. Each row is lighter by a bit of noise, so that pictures of one text differ.
public struct DrawnBars: PictureGenerator {
  public var seed: UInt64
  public var lengths: ClosedRange<Int>
  public var name = "bars"

  public init(seed: UInt64 = 3, lengths: ClosedRange<Int> = 2...4) {
    self.seed = seed
    self.lengths = lengths
  }

  public var identity: String { "bars of \(lengths); seed \(seed)" }
  public var channels: Int { 1 }
  public var height: Int { 4 }
  public var width: Int { 36 }
  public var classNames: [String] { ["blank", "a", "b", "c"] }
  public var longestText: Int { lengths.upperBound }

  public func labels(of index: Int, epoch: Int) -> [Int] {
    var generator = CounterGenerator(seed: seed, purpose: .drawing, epoch: epoch, sample: index)
    let count = lengths.lowerBound + generator.below(lengths.count)
    return (0..<count).map { _ in 1 + generator.below(3) }
  }

  public func draw(_ index: Int, epoch: Int, into target: UnsafeMutablePointer<UInt8>) {
    var generator = CounterGenerator(seed: seed, purpose: .drawing, epoch: epoch, sample: index, stream: 1)
    for place in 0..<144 { target[place] = UInt8(generator.below(20)) }
    var column = 1
    for label in labels(of: index, epoch: epoch) {
      for place in column..<column + 2 * label {
        for row in 0..<4 { target[36 * row + place] = 255 - UInt8(generator.below(20)) }
      }
      column += 2 * label + 2
    }
  }
}
