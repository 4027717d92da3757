import InklingRandomness
import Testing

@testable import InklingEngine

@Suite struct ShardsTests {
  private static let values: [Double] = {
    var generator = CounterGenerator(seed: 3, purpose: .drawing)
    return (0..<1500).map { _ in Double(generator.uniform()) / 3 }
  }()

  private func sum(_ range: Range<Int>) -> Double {
    Shards.sum(from: range.lowerBound, range.count) { Self.values[$0] }
  }

  private func chain(_ range: Range<Int>) -> Double { Self.values[range].reduce(0, +) }

  @Test(arguments: [0, 1, 16, 63, 64]) func oneShardIsAChain(count: Int) {
    #expect(sum(0..<count) == chain(0..<count))
  }

  @Test func shardsAreAddedByTheTree() {
    let shards = (0..<7).map { chain($0 * 64..<($0 + 1) * 64) }
    #expect(sum(0..<65) == shards[0] + Self.values[64])
    #expect(sum(0..<192) == (shards[0] + shards[1]) + shards[2])
    #expect(sum(0..<256) == (shards[0] + shards[1]) + (shards[2] + shards[3]))
    #expect(sum(0..<320) == ((shards[0] + shards[1]) + (shards[2] + shards[3])) + shards[4])
    #expect(
      sum(0..<440) == ((shards[0] + shards[1]) + (shards[2] + shards[3]))
        + ((shards[4] + shards[5]) + chain(384..<440)))
    #expect(sum(0..<448) != chain(0..<448))
  }

  /// Two machines with eight shards each, of which the second's last may be short; four with four.
  @Test(arguments: [833, 1000, 1024]) func partsOfABatch(count: Int) {
    let whole = sum(0..<count)
    #expect(sum(0..<512) + sum(512..<count) == whole)
    #expect((sum(0..<256) + sum(256..<512)) + (sum(512..<768) + sum(768..<count)) == whole)
  }

  @Test func aValueThatIsNotFiniteShows() {
    for value in [Double.nan, .infinity, -.infinity] {
      #expect(!Shards.sum(300) { $0 == 200 ? value : 1 }.isFinite)
    }
  }

  /// Threads beyond the four of a shard find work on the parameters too.
  @Test func moreShardsHaveSmallerPieces() throws {
    func pieces(_ images: Int) throws -> [Int] {
      try TrainingProgram(
        Graph(tracing: LeNet(), input: [1, 28, 28]), seed: 0, optimizer: SGD(),
        normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: images, threads: 1,
        instructionSet: .portable
      ).updateDescriptions.map(\.multiplyAdds)
    }
    let weights = 256 * 120 + 120 * 84 + 84 * 10
    for images in [64, 128, 256, 1024] {
      let pieces = try pieces(images)
      let (sum, largest) = (pieces.reduce(0, +), pieces.max() ?? 0)
      #expect(sum == weights)
      // Each of so many threads has three turns or more.
      let threads = images > 64 ? 8 : 4
      #expect(largest * 3 * threads <= sum, "\(images) images")
    }
  }

  /// A level of the tree for each bit of the last shard's number.
  @Test(arguments: [(0, 0), (1, 0), (4, 0), (5, 1), (8, 1), (9, 2), (16, 2), (17, 3), (64, 4)])
  func waitingSums(blocks: Int, levels: Int) {
    #expect(Shards.waitingBytes(blocks: blocks) == levels * 1536)
  }
}
