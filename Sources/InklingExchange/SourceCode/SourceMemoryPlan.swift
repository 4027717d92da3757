/// A place for each buffer: those that are never needed at the same time share memory. First fit, largest first.
struct SourceMemoryPlan {
  /// The first float of each buffer.
  private(set) var offsets: [Int]
  /// Floats in all.
  private(set) var size = 0

  /// - Parameters:
  ///   - sizes: each buffer's floats.
  ///   - output: the buffer that is needed after the last step.
  init(_ steps: [SourceStep], sizes: [Int], output: Int) {
    offsets = Array(repeating: 0, count: sizes.count)
    var lives = [ClosedRange<Int>?](repeating: nil, count: sizes.count)
    for (index, step) in steps.enumerated() {
      for buffer in step.buffers { lives[buffer] = (lives[buffer]?.lowerBound ?? index)...index }
    }
    if let life = lives[output] { lives[output] = life.lowerBound...steps.count }
    var placed: [(life: ClosedRange<Int>, place: Range<Int>)] = []
    let largestFirst = sizes.indices.sorted { sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : $0 < $1 }
    for buffer in largestFirst {
      guard let life = lives[buffer] else { continue }
      let taken = placed.filter { $0.life.overlaps(life) }.map(\.place).sorted { $0.lowerBound < $1.lowerBound }
      var offset = 0
      for place in taken {
        if offset + sizes[buffer] <= place.lowerBound { break }
        offset = max(offset, place.upperBound)
      }
      offsets[buffer] = offset
      placed.append((life, offset..<offset + sizes[buffer]))
      size = max(size, offset + sizes[buffer])
    }
  }
}
