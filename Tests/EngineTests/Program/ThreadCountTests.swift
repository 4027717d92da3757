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

  @Test func noMoreThreadsThanBlocksAreStarted() {
    #expect(ThreadCount.useful(batchSize: 16) == 1)
    #expect((1...4).contains(ThreadCount.useful(batchSize: 64)))
  }
}
