import Synchronization
import Testing

@testable import InklingServing

/// Requests that come together are computed together; more than may wait are refused.
@Suite(.startsServers) struct InferenceQueueTests {
  /// A model that waits at a gate, and the sizes of the blocks that it was given.
  private final class Blocks: Sendable {
    let gate = Gate()
    let sizes = Mutex<[Int]>([])
    var model: StubModel {
      var model = StubModel()
      model.before = { images in
        self.sizes.withLock { $0.append(images) }
        self.gate.pass()
      }
      return model
    }
  }

  private func queue(_ blocks: Blocks, limit: Int) throws -> InferenceQueue {
    try InferenceQueue(
      blocks.model, name: "stub", threads: 1, limit: limit, gathering: 0, metrics: ServerMetrics())
  }

  private func pixels(_ images: Int, _ first: UInt8) -> [UInt8] {
    (0..<images).flatMap { _ in [first, 0, 0, 0] as [UInt8] }
  }

  @Test func whatWaitsIsComputedInBlocksOfSixteen() async throws {
    let blocks = Blocks()
    let queue = try queue(blocks, limit: 100)
    let results = Mutex<[Int: [Float]]>([:])
    try await TestServer.onThread {
      Result {
        let done = Atomic<Int>(0)
        let add = { (number: Int, images: Int) in
          let job = InferenceQueue.Job(work: .pixels(self.pixels(images, UInt8(number))), images: images) { outcome in
            if case .outputs(let outputs) = outcome { results.withLock { $0[number] = outputs } }
            done.add(1, ordering: .sequentiallyConsistent)
          }
          let isTaken = try queue.add(job)
          #expect(isTaken)
        }
        try add(0, 1)
        blocks.gate.awaitSomebody()
        for number in 1...20 { try add(number, 1) }
        try add(21, 30)
        blocks.gate.open()
        queue.close()
        TestServer.wait { done.load(ordering: .sequentiallyConsistent) == 22 }
      }
    }.get()
    #expect(blocks.sizes.withLock { $0 } == [1, 16, 4, 30])
    let all = results.withLock { $0 }
    for number in 0...20 { #expect(all[number] == [Float(number), 0, 0]) }
    #expect(all[21]?.count == 90)
  }

  @Test func whatDoesNotFitIsRefused() async throws {
    let blocks = Blocks()
    let queue = try queue(blocks, limit: 2)
    try await TestServer.onThread {
      Result { () throws(any Error) in
        let job = { (images: Int) in
          InferenceQueue.Job(work: .pixels(self.pixels(images, 1)), images: images) { _ in }
        }
        // More than the queue holds, when nothing else waits.
        let isTaken = try queue.add(job(5))
        #expect(isTaken)
        blocks.gate.awaitSomebody()
        #expect(try queue.add(job(1)))
        #expect(try queue.add(job(1)))
        #expect(throws: ServedFault.busy) { try queue.add(job(1)) }
        #expect(queue.length == 2)
        blocks.gate.open()
        queue.close()
        #expect(try queue.add(job(1)) == false)
      }
    }.get()
  }
}
