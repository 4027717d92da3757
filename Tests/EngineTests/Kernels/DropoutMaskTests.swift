import InklingKernelInterface
import InklingRandomness
import Testing

@testable import InklingEngine

/// The vectorised generator gives the scalar one's bits.
@Suite struct DropoutMaskTests {
  private static let samples: [UInt32] = (0..<16).map { $0 * 0x1111_1111 ^ 0x9E37 }
  private static let count = 12

  @Test(arguments: InstructionSet.available, [UInt64(0), 0x0123_4567_89AB_CDEF])
  func drawsTheGeneratorsBits(set: InstructionSet, seed: UInt64) {
    let numbers = AlignedMemory(bytes: 64), mask = AlignedMemory(bytes: Self.count * 64)
    for lane in 0..<16 { numbers.start.storeBytes(of: Self.samples[lane], toByteOffset: lane * 4, as: UInt32.self) }
    let (epoch, stream) = (0xABCDE, 0x7000_0123)
    let threshold = Dropping.threshold(0.375)
    set.kernels.dropoutMask(
      DropoutMask(
        key: (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)), stream: UInt32(stream),
        purposeAndEpoch: CounterGenerator.Purpose.dropout.rawValue << 24 | UInt32(epoch), samples: numbers.start,
        threshold: threshold, scale: 3, mask: mask.start, count: Self.count))
    for lane in 0..<16 {
      var generator = CounterGenerator(
        seed: seed, purpose: .dropout, epoch: epoch, sample: Int(Self.samples[lane]), stream: stream)
      for element in 0..<Self.count {
        let expected: Float = generator.next32() >> 8 < UInt32(threshold) ? 3 : 0
        #expect(mask.floats[element * 16 + lane] == expected, "\(set), lane \(lane), element \(element)")
      }
    }
  }

  /// Nearly every word is told from its neighbours: at each threshold the same lanes change over.
  @Test(arguments: InstructionSet.available) func everyBitCounts(set: InstructionSet) {
    let numbers = AlignedMemory(bytes: 64), mask = AlignedMemory(bytes: 4 * 64)
    var generator = CounterGenerator(seed: 7, purpose: .dropout, sample: 0)
    for element in 0..<4 {
      let word = Int32(generator.next32() >> 8)
      for (threshold, expected) in [(word, Float(0)), (word + 1, 1)] {
        set.kernels.dropoutMask(
          DropoutMask(
            key: (7, 0), stream: 0, purposeAndEpoch: CounterGenerator.Purpose.dropout.rawValue << 24,
            samples: numbers.start, threshold: threshold, scale: 1, mask: mask.start, count: 4))
        #expect(mask.floats[element * 16] == expected)
      }
    }
  }

  @Test func stepsBeyondTheGeneratorsEpochsGoOnInTheStream() {
    #expect(Dropping.counter(step: 5, node: 3) == (epoch: 5, stream: 3))
    #expect(Dropping.counter(step: 1 << 24 | 9, node: 3) == (epoch: 9, stream: 1 << 16 | 3))
    #expect(Dropping.threshold(0) == 1 << 24 && Dropping.threshold(1) == 0)
  }
}
