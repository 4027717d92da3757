import InklingFiles
import Testing

@testable import InklingEngine

@Suite struct ThreadCountTests {
  @Test(arguments: [(1, 1), (16, 1), (17, 2), (64, 4), (65, 5)])
  func aBlockHasSixteenImages(batchSize: Int, blocks: Int) {
    #expect(ThreadCount.note(threads: blocks, batchSize: batchSize) == nil)
    #expect(
      ThreadCount.note(threads: blocks + 1, batchSize: batchSize)?
        .contains("\(blocks + 1) threads are no faster than \(blocks)") == true)
  }

  /// More would take turns, and a batch would wait for the last of them.
  @Test func noMoreThreadsThanProcessors() {
    let count = Processors.count
    #expect(ThreadCount.withinProcessors(nil) == nil && ThreadCount.withinProcessors(1) == 1)
    #expect(ThreadCount.withinProcessors(count) == count && ThreadCount.withinProcessors(count + 1) == count)
    // What cannot be followed is not made to fit.
    for wrong in [-1, 0, 1025, .max] { #expect(ThreadCount.withinProcessors(wrong) == wrong) }
    #expect(ThreadCount.note(computing: count, of: count) == nil)
    #expect(
      ThreadCount.note(computing: count, of: count + 1)?.hasPrefix("\(count + 1) threads would take turns on") == true)
    // One note is enough: so many were said to be no faster.
    #expect(ThreadCount.note(computing: count, of: max(count + 1, 5), batchSize: 64) == nil)
    #expect(ThreadCount.note(computing: count, of: count + 1, batchSize: 16 * (count + 1)) != nil)
    #expect(
      ThreadCount.note(computing: 0, of: count + 1)
        == "the system gave 0 of \(count) threads; the result is the same, it only takes longer")
  }

  @Test func noMoreThreadsThanBlocksAreStarted() {
    #expect(ThreadCount.useful(batchSize: 16) == 1)
    #expect((1...4).contains(ThreadCount.useful(batchSize: 64)))
  }
}
