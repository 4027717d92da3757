import InklingFiles
import Synchronization
import Testing

@testable import InklingEngine

/// A system that gives fewer threads than are asked for.
@Suite struct ThreadPoolTests {
  @Test(arguments: [0, 1, 3, 9]) func thereAreAsManyThreadsAsTheSystemGives(allowed: Int) {
    let numbers = Mutex<[Int]>([])
    let before = Atomic<Int>(0)
    let after = Atomic<Int>(0)
    let pool = SystemThread.$allowance.withValue(.init(allowed)) {
      ThreadPool(count: 5) { number, pool in
        numbers.withLock { $0.append(number) }
        before.add(1, ordering: .sequentiallyConsistent)
        pool.barrier()
        if before.load(ordering: .sequentiallyConsistent).isMultiple(of: pool.count) {
          after.add(1, ordering: .sequentiallyConsistent)
        }
        pool.barrier()
      }
    }
    defer { pool.stop() }
    let count = min(5, allowed + 1)
    #expect(pool.count == count)
    for _ in 0..<50 { pool.run() }
    #expect(numbers.withLock { $0.sorted() } == (0..<count).flatMap { Array(repeating: $0, count: 50) })
    // Nobody passed the barrier before all were there.
    #expect(after.load(ordering: .sequentiallyConsistent) == 50 * count)
  }

  @Test(arguments: TrainingProgramSameBytesTests.models)
  func theWeightsAreTheSame(model: TrainingModel) throws {
    let set = try InstructionSet.chosen(by: nil)
    let all = try model.program(set, threads: 4)
    all.train(model.data, steps: 0..<10)
    for allowed in 0...2 {
      let program = try SystemThread.$allowance.withValue(.init(allowed)) { try model.program(set, threads: 4) }
      #expect(program.threads == allowed + 1)
      program.train(model.data, steps: 0..<10)
      #expect(program.bits == all.bits)
    }
  }
}
