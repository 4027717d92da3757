package import InklingKernelInterface

/// Two tiles at a time where the registers hold 24 sums, else one.
#if KERNELS_AVX512
  typealias TilesAtOnce = InlineArray<2, Int8>
  @inline(always) var tilesAtOnce: Int { 2 }
#else
  typealias TilesAtOnce = InlineArray<1, Int8>
  @inline(always) var tilesAtOnce: Int { 1 }
#endif

/// `B^T x B` of one tile for every input channel: `[6][inputs][6]` elements.
@inline(always)
func transformInput(
  _ work: WinogradConvolution, _ tile: UnsafeRawPointer, _ out: UnsafeMutableRawPointer, _ room: UnsafeMutableRawPointer
) {
  let row = work.columns * elementBytes
  for channel in 0..<work.inputs {
    let x = tile + channel * work.rows * row
    for column in 0..<6 {
      storeSix(inputTransform(loadSix(x + column * elementBytes, row)), room + column * elementBytes, 6 * elementBytes)
    }
    for i in 0..<6 {
      let transformed = inputTransform(loadSix(room + i * 6 * elementBytes, elementBytes))
      storeSix(transformed, out + (i * work.inputs + channel) * 6 * elementBytes, elementBytes)
    }
  }
}

/// The four outputs of one tile and channel from `[2][6]` half-transformed sums. Not inlined: it takes no vectors, and
/// its caller is large enough already.
@inline(never)
func finishTile(
  _ work: WinogradConvolution, _ half: UnsafeRawPointer, _ part: Int, _ tile: Int, _ channel: Int
) {
  let bias = broadcast(work.bias.map { $0[channel] } ?? 0)
  let left = outputTransform(loadSix(half, elementBytes))
  let right = outputTransform(loadSix(half + 6 * elementBytes, elementBytes))
  let (a, b, c, d) = (left.0 + bias, right.0 + bias, left.1 + bias, right.1 + bias)
  if work.maxPooled {
    let tiles = (work.columns - 4) / 2 * ((work.rows - 4) / 2)
    let offset = (channel * tiles + tile) * elementBytes + part * vectorBytes
    var largest = a
    var winner = IntVector(repeating: 0)
    challenge(&largest, &winner, b, 1)
    challenge(&largest, &winner, c, 2)
    challenge(&largest, &winner, d, 3)
    if work.rectified { close(&largest, &winner) }
    store(largest, work.target + offset)
    if let winners = work.winners { (winners + offset).storeBytes(of: winner, as: IntVector.self) }
  } else {
    putAll(a, b, c, d, work, part, tile, channel)
  }
}

@inline(always)
func putAll(
  _ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector, _ work: WinogradConvolution, _ part: Int, _ tile: Int,
  _ channel: Int
) {
  let columns = work.columns - 4
  let plane = (work.rows - 4) * columns
  let corner = (channel * plane + tile / (columns / 2) * 2 * columns + tile % (columns / 2) * 2) * elementBytes
  let out = work.target + corner + part * vectorBytes
  let zero = Vector()
  store(work.rectified ? maximum(a, zero) : a, out)
  store(work.rectified ? maximum(b, zero) : b, out, elementBytes)
  store(work.rectified ? maximum(c, zero) : c, out, columns * elementBytes)
  store(work.rectified ? maximum(d, zero) : d, out, (columns + 1) * elementBytes)
}

/// `J` channels of `P` tiles: products, then both output transforms.
@inline(__always)
func forwardTiles<let P: Int, let J: Int>(
  _ work: WinogradConvolution, _ part: Int, _ tile: Int, _ channel: Int, _ tiles: InlineArray<P, Int8>.Type,
  _ channels: InlineArray<J, Int8>.Type
) {
  let size = 36 * work.inputs * elementBytes
  let scratch = work.scratch + part * vectorBytes
  let half = scratch + 2 * size + 36 * elementBytes
  for i in 0..<6 {
    let sums = sumSixes(
      scratch + i * work.inputs * 6 * elementBytes, size, 6 * elementBytes,
      work.weights + (i * work.inputs * work.outputs + channel) * 6, 6, work.outputs * 6, work.inputs, tiles, channels)
    putHalf(sums.a, half, i)
    if P > 1 { putHalf(sums.b, half + 12 * elementBytes, i) }
    if J > 1 { putHalf(sums.c, half + 24 * elementBytes, i) }
    if P > 1 && J > 1 { putHalf(sums.d, half + 36 * elementBytes, i) }
  }
  for j in 0..<J {
    for p in 0..<P { finishTile(work, half + (2 * j + p) * 12 * elementBytes, part, tile + p, channel + j) }
  }
}

@inline(always)
func putHalf(_ sums: Six, _ half: UnsafeMutableRawPointer, _ i: Int) {
  let (first, second) = outputTransform(values(sums))
  store(first, half, i * elementBytes)
  store(second, half, (6 + i) * elementBytes)
}

@inline(never)
func forwardChannels<let P: Int>(
  _ work: WinogradConvolution, _ part: Int, _ tile: Int, _ tiles: InlineArray<P, Int8>.Type
) {
  let tileColumns = (work.columns - 4) / 2
  let scratch = work.scratch + part * vectorBytes
  let size = 36 * work.inputs * elementBytes
  for k in 0..<P {
    let corner = ((tile + k) / tileColumns * 2 * work.columns + (tile + k) % tileColumns * 2) * elementBytes
    transformInput(work, work.source + corner + part * vectorBytes, scratch + k * size, scratch + 2 * size)
  }
  var channel = 0
  while channel + 2 <= work.outputs {
    forwardTiles(work, part, tile, channel, tiles, InlineArray<2, Int8>.self)
    channel += 2
  }
  if channel < work.outputs { forwardTiles(work, part, tile, channel, tiles, InlineArray<1, Int8>.self) }
}

extension KernelSet {
  /// `WinogradConvolution`, forward.
  package func winogradForward(_ work: WinogradConvolution) {
    let tiles = (work.columns - 4) / 2 * ((work.rows - 4) / 2)
    for part in 0..<parts where part < parts(for: work.lanes) {
      var tile = 0
      while tile + tilesAtOnce <= tiles {
        forwardChannels(work, part, tile, TilesAtOnce.self)
        tile += tilesAtOnce
      }
      if tile < tiles { forwardChannels(work, part, tile, InlineArray<1, Int8>.self) }
    }
  }

  /// Weights `[inputs][25][outputs]` to `G g G^T`, `[6][inputs][outputs][6]`.
  package func winogradWeights(
    _ weights: UnsafePointer<Float>, _ inputs: Int, _ outputs: Int, _ transformed: UnsafeMutablePointer<Float>
  ) {
    for input in 0..<inputs {
      for output in 0..<outputs {
        let g = weights + input * 25 * outputs + output
        let a = weightColumn(g, outputs), b = weightColumn(g + outputs, outputs)
        let c = weightColumn(g + 2 * outputs, outputs), d = weightColumn(g + 3 * outputs, outputs)
        let e = weightColumn(g + 4 * outputs, outputs)
        let out = transformed + (input * outputs + output) * 6
        let stride = inputs * outputs * 6
        putWeights(weightTransform((a.0, b.0, c.0, d.0, e.0)), out)
        putWeights(weightTransform((a.1, b.1, c.1, d.1, e.1)), out + stride)
        putWeights(weightTransform((a.2, b.2, c.2, d.2, e.2)), out + 2 * stride)
        putWeights(weightTransform((a.3, b.3, c.3, d.3, e.3)), out + 3 * stride)
        putWeights(weightTransform((a.4, b.4, c.4, d.4, e.4)), out + 4 * stride)
        putWeights(weightTransform((a.5, b.5, c.5, d.5, e.5)), out + 5 * stride)
      }
    }
  }
}

@inline(always)
func weightColumn(_ g: UnsafePointer<Float>, _ outputs: Int) -> (Float, Float, Float, Float, Float, Float) {
  let row = 5 * outputs
  return weightTransform((g[0], g[row], g[2 * row], g[3 * row], g[4 * row]))
}

@inline(always)
func putWeights(_ values: (Float, Float, Float, Float, Float, Float), _ out: UnsafeMutablePointer<Float>) {
  out[0] = values.0
  out[1] = values.1
  out[2] = values.2
  out[3] = values.3
  out[4] = values.4
  out[5] = values.5
}
