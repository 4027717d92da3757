package import InklingKernelInterface

/// `J` channels at one position, or at four: the sums before bias, for one register's worth of lanes.
///
/// One accumulator array per position, indexed by constants only: an array indexed by a loop that stays a loop
/// lives in memory and runs at a third of the speed.
struct Quad<let J: Int> {
  var a: InlineArray<J, Vector>
  var b: InlineArray<J, Vector>
  var c: InlineArray<J, Vector>
  var d: InlineArray<J, Vector>
}

@inline(__always)
func initial<let J: Int>(_ sum: TapSum, _ channel: Int) -> InlineArray<J, Vector> {
  var start: InlineArray<J, Vector> = filled(Vector())
  if let bias = sum.bias { for j in 0..<J { start[j] = broadcast(bias[channel + j]) } }
  return start
}

@inline(__always)
func quadTile<let J: Int>(_ sum: TapSum, _ part: Int, _ first: Int, _ channel: Int) -> Quad<J> {
  let start: InlineArray<J, Vector> = initial(sum, channel)
  var tile = Quad<J>(a: start, b: start, c: start, d: start)
  let input = sum.input + part * vectorBytes
  let xa = input + Int(sum.positions[first].input), xb = input + Int(sum.positions[first + 1].input)
  let xc = input + Int(sum.positions[first + 2].input), xd = input + Int(sum.positions[first + 3].input)
  let weights = sum.weights + channel * 4
  for t in 0..<sum.tapCount {
    let tap = sum.taps[t]
    let offset = Int(tap.input)
    let w = (weights + Int(tap.weights)).assumingMemoryBound(to: Float.self)
    #if KERNELS_AVX512
      let va = load(xa, offset), vb = load(xb, offset), vc = load(xc, offset), vd = load(xd, offset)
      for j in 0..<J {
        let k = broadcast(w[j])
        multiplyAdd(&tile.a[j], va, k)
        multiplyAdd(&tile.b[j], vb, k)
        multiplyAdd(&tile.c[j], vc, k)
        multiplyAdd(&tile.d[j], vd, k)
      }
    #else
      // Sixteen registers: the weights stay, the inputs pass through.
      var k: InlineArray<J, Vector> = filled(Vector())
      for j in 0..<J { k[j] = broadcast(w[j]) }
      let va = load(xa, offset)
      for j in 0..<J { multiplyAdd(&tile.a[j], va, k[j]) }
      let vb = load(xb, offset)
      for j in 0..<J { multiplyAdd(&tile.b[j], vb, k[j]) }
      let vc = load(xc, offset)
      for j in 0..<J { multiplyAdd(&tile.c[j], vc, k[j]) }
      let vd = load(xd, offset)
      for j in 0..<J { multiplyAdd(&tile.d[j], vd, k[j]) }
    #endif
  }
  return tile
}

@inline(__always)
func singleTile<let J: Int>(_ sum: TapSum, _ part: Int, _ position: Int, _ channel: Int) -> InlineArray<J, Vector> {
  var tile: InlineArray<J, Vector> = initial(sum, channel)
  let x = sum.input + part * vectorBytes + Int(sum.positions[position].input)
  let weights = sum.weights + channel * 4
  for t in 0..<sum.tapCount {
    let tap = sum.taps[t]
    let w = (weights + Int(tap.weights)).assumingMemoryBound(to: Float.self)
    let v = load(x, Int(tap.input))
    for j in 0..<J { multiplyAdd(&tile[j], v, broadcast(w[j])) }
  }
  return tile
}

@inline(__always)
func put<let J: Int>(_ tile: InlineArray<J, Vector>, _ sum: TapSum, _ part: Int, _ position: Int, _ channel: Int) {
  let out = sum.output + channel * sum.channelStride + part * vectorBytes + Int(sum.positions[position].output)
  for j in 0..<J {
    store(sum.rectified ? maximum(tile[j], Vector()) : tile[j], out, j * sum.channelStride)
  }
}

@inline(__always)
func quads<let J: Int>(_ sum: TapSum, _ part: Int, _ channel: Int, _: InlineArray<J, Int8>.Type) {
  var position = 0
  while position + 4 <= sum.positionCount {
    let tile: Quad<J> = quadTile(sum, part, position, channel)
    put(tile.a, sum, part, position, channel)
    put(tile.b, sum, part, position + 1, channel)
    put(tile.c, sum, part, position + 2, channel)
    put(tile.d, sum, part, position + 3, channel)
    position += 4
  }
}

@inline(__always)
func singles<let J: Int>(_ sum: TapSum, _ part: Int, _ channel: Int, _: InlineArray<J, Int8>.Type) {
  for position in (sum.positionCount & ~3)..<sum.positionCount {
    let tile: InlineArray<J, Vector> = singleTile(sum, part, position, channel)
    put(tile, sum, part, position, channel)
  }
}

@inline(never)
func quadChannels(_ sum: TapSum, _ part: Int, _ channel: Int, _ width: Int) {
  switch width {
  case 1: quads(sum, part, channel, InlineArray<1, Int8>.self)
  case 2: quads(sum, part, channel, InlineArray<2, Int8>.self)
  case 3: quads(sum, part, channel, InlineArray<3, Int8>.self)
  #if KERNELS_AVX512
    case 4: quads(sum, part, channel, InlineArray<4, Int8>.self)
    case 5: quads(sum, part, channel, InlineArray<5, Int8>.self)
    default: quads(sum, part, channel, InlineArray<6, Int8>.self)
  #else
    default: break
  #endif
  }
}

@inline(never)
func singleChannels(_ sum: TapSum, _ part: Int, _ channel: Int, _ width: Int) {
  switch width {
  case 1: singles(sum, part, channel, InlineArray<1, Int8>.self)
  case 2: singles(sum, part, channel, InlineArray<2, Int8>.self)
  case 3: singles(sum, part, channel, InlineArray<3, Int8>.self)
  case 4: singles(sum, part, channel, InlineArray<4, Int8>.self)
  case 5: singles(sum, part, channel, InlineArray<5, Int8>.self)
  case 6: singles(sum, part, channel, InlineArray<6, Int8>.self)
  case 7: singles(sum, part, channel, InlineArray<7, Int8>.self)
  case 8: singles(sum, part, channel, InlineArray<8, Int8>.self)
  case 9: singles(sum, part, channel, InlineArray<9, Int8>.self)
  case 10: singles(sum, part, channel, InlineArray<10, Int8>.self)
  case 11: singles(sum, part, channel, InlineArray<11, Int8>.self)
  case 12: singles(sum, part, channel, InlineArray<12, Int8>.self)
  #if KERNELS_AVX512
    case 13: singles(sum, part, channel, InlineArray<13, Int8>.self)
    case 14: singles(sum, part, channel, InlineArray<14, Int8>.self)
    case 15: singles(sum, part, channel, InlineArray<15, Int8>.self)
    default: singles(sum, part, channel, InlineArray<16, Int8>.self)
  #else
    default: break
  #endif
  }
}

extension KernelSet {
  /// `TapSum`: tiles of channels by four positions, then the last one to three positions by wider tiles of channels.
  package func tapSum(_ sum: TapSum) {
    for part in 0..<parts where part < parts(for: sum.lanes) {
      if sum.positionCount >= 4 {
        forTiles(of: sum.channels, widest: widestQuad) { quadChannels(sum, part, $0, $1) }
      }
      if sum.positionCount % 4 != 0 {
        forTiles(of: sum.channels, widest: widestSingle) { singleChannels(sum, part, $0, $1) }
      }
    }
  }
}
