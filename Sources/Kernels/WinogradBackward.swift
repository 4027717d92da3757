import KernelInterface

/// `A dy A^T` of one tile for every output channel: `[6][outputs][6]` elements.
@inline(always)
func transformGradient(
  _ work: WinogradConvolution, _ corner: UnsafeRawPointer, _ out: UnsafeMutableRawPointer
) {
  let columns = work.columns - 4
  let plane = (work.rows - 4) * columns * elementBytes
  for channel in 0..<work.outputs {
    let dy = corner + channel * plane
    let left = outputTransformTransposed(load(dy), load(dy, columns * elementBytes))
    let right = outputTransformTransposed(load(dy, elementBytes), load(dy, (columns + 1) * elementBytes))
    let row = out + channel * 6 * elementBytes
    let rowStride = work.outputs * 6 * elementBytes
    storeSix(outputTransformTransposed(left.0, right.0), row, elementBytes)
    storeSix(outputTransformTransposed(left.1, right.1), row + rowStride, elementBytes)
    storeSix(outputTransformTransposed(left.2, right.2), row + 2 * rowStride, elementBytes)
    storeSix(outputTransformTransposed(left.3, right.3), row + 3 * rowStride, elementBytes)
    storeSix(outputTransformTransposed(left.4, right.4), row + 4 * rowStride, elementBytes)
    storeSix(outputTransformTransposed(left.5, right.5), row + 5 * rowStride, elementBytes)
  }
}

/// The second input transform of one tile and channel, added to what neighbouring tiles have left.
@inline(always)
func addTile(_ work: WinogradConvolution, _ half: UnsafeRawPointer, _ corner: UnsafeMutableRawPointer, _ channel: Int) {
  let row = work.columns * elementBytes
  let out = corner + channel * work.rows * row
  for column in 0..<6 {
    let x = inputTransformTransposed(loadSix(half + column * 6 * elementBytes, elementBytes))
    let at = out + column * elementBytes
    store(load(at) + x.0, at)
    store(load(at, row) + x.1, at, row)
    store(load(at, 2 * row) + x.2, at, 2 * row)
    store(load(at, 3 * row) + x.3, at, 3 * row)
    store(load(at, 4 * row) + x.4, at, 4 * row)
    store(load(at, 5 * row) + x.5, at, 5 * row)
  }
}

/// `[column][i]` from the sums of row `i`.
@inline(always)
func putGradientHalf(_ sums: Six, _ half: UnsafeMutableRawPointer, _ i: Int) {
  storeSix(inputTransformTransposed(values(sums)), half + i * elementBytes, 6 * elementBytes)
}

@inline(__always)
func backwardTiles<let P: Int, let J: Int>(
  _ work: WinogradConvolution, _ part: Int, _ tile: Int, _ channel: Int, _ tiles: InlineArray<P, Int8>.Type,
  _ channels: InlineArray<J, Int8>.Type
) {
  let size = 36 * work.outputs * elementBytes
  let scratch = work.scratch + part * vectorBytes
  let half = scratch + 2 * size
  let halfSize = 36 * elementBytes
  for i in 0..<6 {
    let sums = sumSixes(
      scratch + i * work.outputs * 6 * elementBytes, size, 6 * elementBytes,
      work.weights + (i * work.inputs + channel) * work.outputs * 6, work.outputs * 6, 6, work.outputs, tiles, channels)
    putGradientHalf(sums.a, half, i)
    if P > 1 { putGradientHalf(sums.b, half + halfSize, i) }
    if J > 1 { putGradientHalf(sums.c, half + 2 * halfSize, i) }
    if P > 1 && J > 1 { putGradientHalf(sums.d, half + 3 * halfSize, i) }
  }
  let tileColumns = (work.columns - 4) / 2
  for k in 0..<P {
    let corner = ((tile + k) / tileColumns * 2 * work.columns + (tile + k) % tileColumns * 2) * elementBytes
    let out = work.target + corner + part * vectorBytes
    addTile(work, half + k * halfSize, out, channel)
    if J > 1 { addTile(work, half + (2 + k) * halfSize, out, channel + 1) }
  }
}

@inline(never)
func backwardChannels<let P: Int>(
  _ work: WinogradConvolution, _ part: Int, _ tile: Int, _ tiles: InlineArray<P, Int8>.Type
) {
  let tileColumns = (work.columns - 4) / 2
  let scratch = work.scratch + part * vectorBytes
  let size = 36 * work.outputs * elementBytes
  for k in 0..<P {
    let row = (tile + k) / tileColumns
    let column = (tile + k) % tileColumns
    let corner = (row * 2 * (work.columns - 4) + column * 2) * elementBytes + part * vectorBytes
    transformGradient(work, work.source + corner, scratch + k * size)
  }
  var channel = 0
  while channel + 2 <= work.inputs {
    backwardTiles(work, part, tile, channel, tiles, InlineArray<2, Int8>.self)
    channel += 2
  }
  if channel < work.inputs { backwardTiles(work, part, tile, channel, tiles, InlineArray<1, Int8>.self) }
}

/// `WinogradConvolution`, backward: the input gradient. Tiles are added in their order.
func winogradBackward(_ work: WinogradConvolution) {
  _ = zeros(work.target, work.inputs * work.rows * work.columns)
  let tiles = (work.columns - 4) / 2 * ((work.rows - 4) / 2)
  for part in 0..<parts {
    var tile = 0
    while tile + tilesAtOnce <= tiles {
      backwardChannels(work, part, tile, TilesAtOnce.self)
      tile += tilesAtOnce
    }
    if tile < tiles { backwardChannels(work, part, tile, InlineArray<1, Int8>.self) }
  }
}
