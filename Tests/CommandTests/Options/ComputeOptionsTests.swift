import InklingEngine
import Testing

@testable import InklingCommand

@Suite struct ComputeOptionsTests {
  @Test(arguments: [(1, 1), (16, 1), (17, 2), (64, 4), (65, 5), (0, 1), (.max, Int.max / 16 + 1)])
  func aBlockHasSixteenImages(batchSize: Int, blocks: Int) {
    #expect(ComputeOptions.blocks(inBatch: batchSize) == blocks)
  }

  @Test func noMoreThreadsThanBlocksAreStarted() {
    #expect(ThreadCount.useful(batchSize: 16) == 1)
    #expect((1...4).contains(ThreadCount.useful(batchSize: 64)))
    #expect(ComputeOptions.note(threads: 4, batchSize: 64) == nil)
    #expect(ComputeOptions.note(threads: 5, batchSize: 64)?.contains("5 threads are no faster than 4") == true)
  }
}
