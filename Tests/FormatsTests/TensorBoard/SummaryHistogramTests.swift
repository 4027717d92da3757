import Testing

@testable import InklingFormats

struct SummaryHistogramTests {
  @Test func numbersFallIntoBuckets() {
    let histogram = SummaryHistogram([0, 1, 2, 3, 4] as [Float], buckets: 4)
    #expect(histogram.limits == [1, 2, 3, 4])
    #expect(histogram.counts == [1, 1, 1, 2])
    #expect((histogram.least, histogram.most) == (0, 4))
    #expect((histogram.count, histogram.sum, histogram.sumOfSquares) == (5, 10, 30))
  }

  @Test func theLargestIsTheLastLimit() {
    let histogram = SummaryHistogram([-0.1, 0.1, 0.3] as [Float])
    #expect(histogram.limits.count == 64)
    #expect(histogram.limits.last == Double(Float(0.3)))
    #expect(histogram.counts.reduce(0, +) == 3)
    #expect(zip(histogram.limits, histogram.limits.dropFirst()).allSatisfy(<))
  }

  @Test func equalNumbersAreOneBucket() {
    let histogram = SummaryHistogram([2, 2, 2] as [Float])
    #expect(histogram.limits == [2])
    #expect(histogram.counts == [3])
  }

  @Test func whatIsNotFiniteIsLeftOut() {
    #expect(SummaryHistogram([.nan, .infinity, -.infinity] as [Float]).limits.isEmpty)
    #expect(SummaryHistogram([.nan, 1, .infinity, 2] as [Float], buckets: 2).counts == [1, 1])
  }

  @Test func extremesHaveBuckets() {
    let widest = SummaryHistogram([-Float.greatestFiniteMagnitude, .greatestFiniteMagnitude])
    #expect(widest.counts.first == 1 && widest.counts.last == 1)
    let narrowest = SummaryHistogram([0, Float.leastNonzeroMagnitude])
    #expect(narrowest.counts.first == 1 && narrowest.counts.last == 1)
  }
}
