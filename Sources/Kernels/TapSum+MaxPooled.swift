package import InklingKernelInterface

/// One candidate against the largest so far; a later one wins only if it is greater.
@inline(always)
func challenge(_ largest: inout Vector, _ winner: inout IntVector, _ candidate: Vector, _ number: Int32) {
  let greater = candidate .> largest
  largest = largest.replacing(with: candidate, where: greater)
  winner = winner.replacing(with: IntVector(repeating: number), where: greater)
}

/// Zero, and no winner, where nothing is positive. NaN stays NaN (`m <= 0` is false for it), so that a broken weight
/// shows in the loss.
@inline(always)
func close(_ largest: inout Vector, _ winner: inout IntVector) {
  let closed = largest .<= Vector()
  largest = largest.replacing(with: Vector(), where: closed)
  winner = winner.replacing(with: IntVector(repeating: -1), where: closed)
}

@inline(__always)
func putLargest<let J: Int>(_ tile: Quad<J>, _ sum: TapSum, _ part: Int, _ first: Int, _ channel: Int) {
  let offset = channel * sum.channelStride + part * vectorBytes + Int(sum.positions[first].output)
  let out = sum.output + offset
  guard let winners = sum.winners else {
    for j in 0..<J {
      let largest = maximum(maximum(tile.a[j], tile.b[j]), maximum(tile.c[j], tile.d[j]))
      store(sum.rectified ? maximum(largest, Vector()) : largest, out, j * sum.channelStride)
    }
    return
  }
  for j in 0..<J {
    var largest = tile.a[j]
    var winner = IntVector(repeating: 0)
    challenge(&largest, &winner, tile.b[j], 1)
    challenge(&largest, &winner, tile.c[j], 2)
    challenge(&largest, &winner, tile.d[j], 3)
    if sum.rectified { close(&largest, &winner) }
    store(largest, out, j * sum.channelStride)
    (winners + offset).storeBytes(of: winner, toByteOffset: j * sum.channelStride, as: IntVector.self)
  }
}

@inline(never)
func windows<let J: Int>(_ sum: TapSum, _ part: Int, _ channel: Int, _: InlineArray<J, Int8>.Type) {
  var first = 0
  while first < sum.positionCount {
    let tile: Quad<J> = quadTile(sum, part, first, channel)
    putLargest(tile, sum, part, first, channel)
    first += 4
  }
}

@inline(never)
func windowChannels(_ sum: TapSum, _ part: Int, _ channel: Int, _ width: Int) {
  switch width {
  case 1: windows(sum, part, channel, InlineArray<1, Int8>.self)
  case 2: windows(sum, part, channel, InlineArray<2, Int8>.self)
  case 3: windows(sum, part, channel, InlineArray<3, Int8>.self)
  #if KERNELS_AVX512
    case 4: windows(sum, part, channel, InlineArray<4, Int8>.self)
    case 5: windows(sum, part, channel, InlineArray<5, Int8>.self)
    default: windows(sum, part, channel, InlineArray<6, Int8>.self)
  #else
    default: break
  #endif
  }
}

extension KernelSet {
  /// `TapSum` followed by 2x2 max pooling with stride 2: positions come in fours, one window each, and only the
  /// window's largest sum is written. The unpooled values never exist in memory.
  package func maxPooledTapSum(_ sum: TapSum) {
    for part in 0..<parts where part < parts(for: sum.lanes) {
      forTiles(of: sum.channels, widest: widestQuad) { windowChannels(sum, part, $0, $1) }
    }
  }
}
