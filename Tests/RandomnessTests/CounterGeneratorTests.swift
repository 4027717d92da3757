import Testing

@testable import InklingRandomness

struct CounterGeneratorTests {
  typealias Words = (UInt32, UInt32, UInt32, UInt32)

  /// The known answers that the authors of Philox publish with Random123.
  @Test func agreesWithTheKnownAnswersOfPhilox() {
    let ones = UInt32.max
    #expect(
      CounterGenerator.philox((0, 0, 0, 0), (0, 0)) == (0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8))
    #expect(
      CounterGenerator.philox((ones, ones, ones, ones), (ones, ones))
        == (0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD))
    let pi: Words = (0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344)
    #expect(
      CounterGenerator.philox(pi, (0xA409_3822, 0x299F_31D0)) == (0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1))
  }

  func words(
    _ count: Int, seed: UInt64 = 1, purpose: CounterGenerator.Purpose = .shuffling, epoch: Int = 0, sample: Int = 0
  ) -> [UInt32] {
    var generator = CounterGenerator(seed: seed, purpose: purpose, epoch: epoch, sample: sample)
    return (0..<count).map { _ in generator.next32() }
  }

  @Test func theCounterGoesThroughTheBlocks() {
    let seed: UInt64 = 0x0123_4567_89AB_CDEF
    let blocks = (0..<3).map {
      CounterGenerator.philox(($0, 0, 7, 2 << 24 | 5), (0x89AB_CDEF, 0x0123_4567))
    }
    #expect(words(12, seed: seed, epoch: 5, sample: 7) == blocks.flatMap { [$0.0, $0.1, $0.2, $0.3] })
  }

  @Test func everyPartOfTheKeyMakesAnotherStream() {
    let streams = [
      words(8), words(8, seed: 2), words(8, seed: 1 << 32 | 1), words(8, purpose: .dropout), words(8, epoch: 1),
      words(8, sample: 1),
    ]
    #expect(Set(streams).count == streams.count)
    #expect(words(8) == words(8))
  }

  @Test func next64IsTwoTimesNext32() {
    var generator = CounterGenerator(seed: 1, purpose: .shuffling)
    let halves = words(4).map(UInt64.init)
    #expect(generator.next() == halves[0] << 32 | halves[1])
    #expect(generator.next() == halves[2] << 32 | halves[3])
  }

  @Test func uniformStaysBelowOneAndIsUniform() {
    var generator = CounterGenerator(seed: 3, purpose: .drawing)
    let values = (0..<100_000).map { _ in generator.uniform() }
    #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
    let mean = values.reduce(0) { $0 + Double($1) } / 100_000
    let square = values.reduce(0) { $0 + Double($1) * Double($1) } / 100_000
    // Five standard errors: 5 · sqrt(1/12 / 1e5) and 5 · sqrt(4/45 / 1e5).
    #expect(abs(mean - 1 / 2) < 0.0046)
    #expect(abs(square - 1 / 3) < 0.0048)
  }

  @Test func uniformKeepsToItsRange() {
    var generator = CounterGenerator(seed: 3, purpose: .drawing)
    let values = (0..<10_000).map { _ in generator.uniform(in: -2...3) }
    #expect(values.allSatisfy { (-2...3).contains($0) })
    #expect(values.contains { $0 < -1.9 } && values.contains { $0 > 2.9 })
  }

  @Test(arguments: [1, 2, 3, 10, 1000]) func belowIsUniform(bound: Int) {
    var generator = CounterGenerator(seed: 4, purpose: .splitting)
    let expected = 200
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<expected * bound { counts[generator.below(bound)] += 1 }
    // Chi squared has the mean bound - 1 and the variance 2 (bound - 1): five deviations.
    let chiSquared = counts.reduce(0.0) { $0 + Double(($1 - expected) * ($1 - expected)) / Double(expected) }
    #expect(abs(chiSquared - Double(bound - 1)) <= 5 * (2 * Double(bound - 1)).squareRoot())
  }

  /// With a bound of 3 · 2^30 a quarter of all words must be rejected, or the lower values came too often.
  @Test func belowRejectsWhatWouldBeBiased() {
    let bound = 3 << 30
    var generator = CounterGenerator(seed: 5, purpose: .splitting)
    let values = (0..<3000).map { _ in generator.below(bound) }
    #expect(values.allSatisfy { (0..<bound).contains($0) })
    // The rule itself, on the same words: a word counts when the low half of its product is at least 2^32 mod bound.
    let products = words(6000, seed: 5, purpose: .splitting).map { UInt64($0) * UInt64(bound) }
    let kept = products.filter { $0 % (1 << 32) >= 1 << 30 }.map { Int($0 >> 32) }
    #expect(values == Array(kept.prefix(3000)))
    #expect(kept.count < 5000)
  }

  @Test(arguments: [0, 1, 2, 100]) func shufflingIsAPermutation(count: Int) {
    var values = Array(0..<count)
    var generator = CounterGenerator(seed: 6, purpose: .shuffling)
    generator.shuffle(&values)
    #expect(values.sorted() == Array(0..<count))
    #expect(count < 100 || values != Array(0..<count))
  }

  @Test func everyOrderOfThreeComesEquallyOften() {
    var generator = CounterGenerator(seed: 7, purpose: .shuffling)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 {
      var values = [0, 1, 2]
      generator.shuffle(&values)
      counts[values, default: 0] += 1
    }
    #expect(counts.count == 6)
    // Five deviations of a count whose mean is 1000: 5 · sqrt(6000 · 1/6 · 5/6).
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 145 })
  }
}

/// Streams of one sample are the upper half of the counter.
struct CounterGeneratorStreamTests {
  @Test func aStreamStartsWhereTheLastWouldEnd() {
    var generator = CounterGenerator(seed: 3, purpose: .dropout, epoch: 2, sample: 7, stream: 5)
    let first = CounterGenerator.philox((0, 5, 7, 3 << 24 | 2), (3, 0))
    #expect((generator.next32(), generator.next32()) == (first.0, first.1))
    var plain = CounterGenerator(seed: 3, purpose: .dropout, epoch: 2, sample: 7)
    var zero = CounterGenerator(seed: 3, purpose: .dropout, epoch: 2, sample: 7, stream: 0)
    #expect(plain.next() == zero.next())
  }
}
