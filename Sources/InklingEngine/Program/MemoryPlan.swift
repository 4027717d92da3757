/// A place for every buffer of a program, so that nothing is allocated while it runs.
///
/// A buffer's life runs from the step that first touches it to the last; buffers whose lives do not meet share
/// memory (first fit, largest first). Buffers that the update of the parameters reads live in the block's own memory.
package struct MemoryPlan: Sendable, Equatable {
  /// Bytes of one thread's arena and of one block's memory.
  package private(set) var arenaBytes = 0
  package private(set) var blockBytes = 0
  private var places: [Place] = []

  /// - Parameters:
  ///   - sizes: elements of each buffer.
  ///   - persistent: the buffers that must outlive their block's pass.
  ///   - firstBytes: bytes at the start of a block's memory that are spoken for.
  init(sizes: [Int], persistent: Set<Int>, steps: [Step], firstBytes: Int) {
    blockBytes = firstBytes
    places = Array(repeating: Place(space: .arena, offset: 0), count: sizes.count)
    for number in persistent.sorted() {
      places[number] = Place(space: .block, offset: blockBytes)
      blockBytes += sizes[number] * 64
    }
    let lives = Self.lives(sizes.count, steps)
    let order = sizes.indices.filter { !persistent.contains($0) && lives[$0] != nil }
      .sorted { (sizes[$0], $1) > (sizes[$1], $0) }
    var placed: [(life: ClosedRange<Int>, bytes: Range<Int>)] = []
    for number in order {
      guard let life = lives[number] else { continue }
      let bytes = Self.firstFit(sizes[number] * 64, among: placed.filter { $0.life.overlaps(life) }.map(\.bytes))
      places[number] = Place(space: .arena, offset: bytes.lowerBound)
      placed.append((life, bytes))
      arenaBytes = max(arenaBytes, bytes.upperBound)
    }
  }

  subscript(buffer: Buffer) -> Place {
    let place = places[buffer.number]
    return Place(space: place.space, offset: place.offset + buffer.first * 64)
  }

  private static func lives(_ count: Int, _ steps: [Step]) -> [ClosedRange<Int>?] {
    var lives = [ClosedRange<Int>?](repeating: nil, count: count)
    for (time, step) in steps.enumerated() {
      for buffer in step.reads + step.writes {
        lives[buffer.number] = (lives[buffer.number]?.lowerBound ?? time)...time
      }
    }
    return lives
  }

  private static func firstFit(_ size: Int, among taken: [Range<Int>]) -> Range<Int> {
    var start = 0
    for range in taken.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if start + size <= range.lowerBound { break }
      start = max(start, range.upperBound)
    }
    return start..<start + size
  }
}
