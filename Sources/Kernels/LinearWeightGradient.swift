package import InklingKernelInterface

/// `I` rows by `Z` registers of outputs, over all images of the batch.
@inline(__always)
func weightTile<let I: Int, let Z: Int>(
  _ work: LinearWeightGradient, _ row: Int, _ column: Int, _: InlineArray<I, Int8>.Type, _: InlineArray<Z, Int8>.Type
) {
  var sums = InlineArray<I, InlineArray<Z, Vector>> { _ in InlineArray<Z, Vector> { _ in Vector() } }
  let last = work.shards.last
  for shard in 0...last {
    for i in 0..<I { for z in 0..<Z { sums[i][z] = Vector() } }
    for block in work.shards.range(shard) {
      let x = (work.input + block * work.blockStride + row * elementBytes).assumingMemoryBound(to: Float.self)
      let gradient = work.gradient + block * work.blockStride + column * 4
      for image in 0..<16 {
        var g = InlineArray<Z, Vector> { _ in Vector() }
        for z in 0..<Z { g[z] = load(gradient, image * work.rowStride * 4 + z * vectorBytes) }
        for i in 0..<I {
          let xi = broadcast(x[i * 16 + image])
          for z in 0..<Z { multiplyAdd(&sums[i][z], g[z], xi) }
        }
      }
    }
    joinNeighbours(&sums, shard, last, work.shards.waiting)
  }
  for i in 0..<I {
    let out = UnsafeMutableRawPointer(work.output + (row + i) * work.rowStride + column)
    for z in 0..<Z { store(sums[i][z], out, z * vectorBytes) }
  }
}

@inline(__always)
func weightRows<let I: Int, let Z: Int>(
  _ work: LinearWeightGradient, _ column: Int, _ rows: InlineArray<I, Int8>.Type, _ columns: InlineArray<Z, Int8>.Type
) {
  var row = work.firstRow
  while row + I <= work.lastRow {
    weightTile(work, row, column, rows, columns)
    row += I
  }
  while row < work.lastRow {
    weightTile(work, row, column, InlineArray<1, Int8>.self, columns)
    row += 1
  }
}

@inline(never)
func weightColumns(_ work: LinearWeightGradient, _ column: Int, _ width: Int) {
  #if KERNELS_AVX512
    switch width {
    case 1: weightRows(work, column, InlineArray<12, Int8>.self, InlineArray<1, Int8>.self)
    case 2: weightRows(work, column, InlineArray<8, Int8>.self, InlineArray<2, Int8>.self)
    case 3: weightRows(work, column, InlineArray<8, Int8>.self, InlineArray<3, Int8>.self)
    default: weightRows(work, column, InlineArray<6, Int8>.self, InlineArray<4, Int8>.self)
    }
  #else
    switch width {
    case 1: weightRows(work, column, InlineArray<8, Int8>.self, InlineArray<1, Int8>.self)
    default: weightRows(work, column, InlineArray<5, Int8>.self, InlineArray<2, Int8>.self)
    }
  #endif
}

extension KernelSet {
  /// `LinearWeightGradient`: register tiles, each kept over the whole batch.
  package func linearWeightGradient(_ work: LinearWeightGradient) {
    let lanes = vectorBytes / 4
    #if KERNELS_AVX512
      let widest = 4
    #else
      let widest = 2
    #endif
    forTiles(of: work.rowStride / lanes, widest: widest) { weightColumns(work, $0 * lanes, $1) }
  }

  package func linearBiasGradient(_ work: LinearBiasGradient) {
    let lanes = vectorBytes / 4
    let last = work.shards.last
    for column in stride(from: 0, to: work.rowStride, by: lanes) {
      var sums = InlineArray<1, InlineArray<1, Vector>> { _ in InlineArray<1, Vector> { _ in Vector() } }
      for shard in 0...last {
        sums[0][0] = Vector()
        for block in work.shards.range(shard) {
          let rows = work.gradient + block * work.blockStride + column * 4
          for image in 0..<16 { sums[0][0] += load(rows, image * work.rowStride * 4) }
        }
        joinNeighbours(&sums, shard, last, work.shards.waiting)
      }
      store(sums[0][0], UnsafeMutableRawPointer(work.output + column))
    }
  }
}
