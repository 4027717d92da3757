import InklingDatasets
import Testing

struct BatchesTests {
  @Test(arguments: [(7, 3, [3, 3, 1]), (6, 3, [3, 3]), (2, 3, [2]), (0, 3, []), (3, 1, [1, 1, 1])])
  func coverTheOrderWithAShortLastBatch(count: Int, batchSize: Int, sizes: [Int]) {
    let order = Shuffling.order(count: count, seed: 0, epoch: 0)
    let batches = Batches(order, batchSize: batchSize)
    #expect(batches.map(\.count) == sizes)
    #expect(batches.count == sizes.count)
    #expect(batches.flatMap { $0 } == order)
  }

  @Test func anEpochOfTheMainJobHas938() {
    let batches = Batches(Shuffling.unshuffled(count: 60_000), batchSize: 64)
    #expect(batches.count == 938)
    #expect(batches[937].count == 32)
    #expect(batches[1].first == 64)
  }
}
