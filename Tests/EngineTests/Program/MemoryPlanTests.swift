import InklingRandomness
import Testing

@testable import InklingEngine

/// No two buffers that are alive at once may share a byte.
@Suite struct MemoryPlanTests {
  private func step(reads: [Int], writes: [Int], _ sizes: [Int]) -> Step {
    func buffer(_ number: Int) -> Buffer { Buffer(number: number, first: 0, count: sizes[number]) }
    return Step(
      label: "", direction: .forward, node: nil, multiplyAdds: 0, reads: reads.map(buffer), writes: writes.map(buffer),
      bind: { _ in { _ in } })
  }

  private func place(_ number: Int, _ sizes: [Int], _ plan: MemoryPlan) -> (space: MemorySpace, bytes: Range<Int>) {
    let place = plan[Buffer(number: number, first: 0, count: sizes[number])]
    return (place.space, place.offset..<place.offset + sizes[number] * 64)
  }

  /// Random programs: any sizes, any readers and writers, some buffers that persist, some that nobody touches.
  @Test(arguments: 0..<200)
  func liveBuffersNeverOverlap(seed: UInt64) {
    var generator = CounterGenerator(seed: seed, purpose: .drawing)
    let sizes = (0..<1 + generator.below(20)).map { _ in generator.below(6) == 0 ? 0 : 1 + generator.below(50) }
    let persistent = Set(sizes.indices.filter { _ in generator.below(4) == 0 })
    var uses: [(reads: [Int], writes: [Int])] = []
    for _ in 0..<generator.below(30) {
      uses.append(
        (
          (0..<generator.below(3)).map { _ in generator.below(sizes.count) },
          (0..<generator.below(3)).map { _ in generator.below(sizes.count) }
        ))
    }
    let plan = MemoryPlan(
      sizes: sizes, persistent: persistent, steps: uses.map { step(reads: $0.reads, writes: $0.writes, sizes) },
      firstBytes: 256)
    let times = sizes.indices.map { number in
      uses.indices.filter { uses[$0].reads.contains(number) || uses[$0].writes.contains(number) }
    }
    for number in sizes.indices where !times[number].isEmpty || persistent.contains(number) {
      let (space, bytes) = place(number, sizes, plan)
      #expect(space == (persistent.contains(number) ? .block : .arena))
      #expect(bytes.lowerBound % 64 == 0)
      #expect(bytes.lowerBound >= (space == .block ? 256 : 0))
      #expect(bytes.upperBound <= (space == .block ? plan.blockBytes : plan.arenaBytes))
      for other in 0..<number where !times[other].isEmpty || persistent.contains(other) {
        let (otherSpace, otherBytes) = place(other, sizes, plan)
        guard otherSpace == space, bytes.overlaps(otherBytes) else { continue }
        #expect(space == .arena, "persistent buffers \(other) and \(number) overlap")
        if let first = times[number].first, let last = times[number].last, let otherFirst = times[other].first,
          let otherLast = times[other].last
        {
          #expect(last < otherFirst || otherLast < first, "buffers \(other) and \(number) overlap while both live")
        }
      }
    }
  }

  /// A chain needs room for two neighbours only.
  @Test func deadBuffersAreReused() {
    let sizes = Array(repeating: 10, count: 50)
    let steps = (0..<49).map { step(reads: [$0], writes: [$0 + 1], sizes) }
    #expect(MemoryPlan(sizes: sizes, persistent: [], steps: steps, firstBytes: 0).arenaBytes == 20 * 64)
  }

  @Test func slicesLieInTheirBuffer() {
    let sizes = [7, 10]
    let plan = MemoryPlan(
      sizes: sizes, persistent: [1], steps: [step(reads: [0], writes: [1], sizes)], firstBytes: 256)
    let whole = Buffer(number: 1, first: 0, count: 10)
    let slice = whole.slice(4, 6).slice(2, 3)
    #expect(slice == Buffer(number: 1, first: 6, count: 3))
    #expect(plan[slice].offset == 256 + 6 * 64 && plan[slice].space == .block)
    #expect(plan.blockBytes == 256 + 640)
  }

  /// In a whole program: every buffer that the update reads is in the block's memory.
  @Test func whatTheUpdateReadsPersists() throws {
    let program = try TrainingProgram(
      Graph(tracing: LeNet(), input: [1, 28, 28]), seed: 0, optimizer: SGD(),
      normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: 64, threads: 1,
      instructionSet: .portable
    ).engine.program
    // For each linear layer its input and its gradient's rows; for each convolution its weights' and bias's sums.
    let expected =
      BlockHeader.bytes + [256, 128, 120, 96, 84, 16].reduce(0) { $0 + $1 * 64 }
      + [160, 16, 2400, 16].reduce(0) { $0 + $1 * 4 }
    #expect(program.plan.blockBytes == expected)
  }
}
