package import InklingKernelInterface

#if KERNELS_AVX512
  /// `C` neighbours from `x` on, or from the element right of it.
  @inline(always)
  func selectColumns<let C: Int>(_ x: UnsafeRawPointer, _ right: Side, _: InlineArray<C, Int8>.Type) -> SelectedRow {
    var row = noRow
    var (here, next) = (load(x), load(x, elementBytes))
    row.0 = here.replacing(with: next, where: right)
    if C > 1 {
      (here, next) = (next, load(x, 2 * elementBytes))
      row.1 = here.replacing(with: next, where: right)
    }
    if C > 2 {
      (here, next) = (next, load(x, 3 * elementBytes))
      row.2 = here.replacing(with: next, where: right)
    }
    if C > 3 {
      (here, next) = (next, load(x, 4 * elementBytes))
      row.3 = here.replacing(with: next, where: right)
    }
    if C > 4 {
      (here, next) = (next, load(x, 5 * elementBytes))
      row.4 = here.replacing(with: next, where: right)
    }
    return row
  }

  /// `R` kernel rows (at most three) by `C` columns of one pair of channels, over all windows.
  @inline(__always)
  func winnerTile<let R: Int, let C: Int>(
    _ work: WinnerWeightGradient, _ x: UnsafeRawPointer, _ plane: Int, _ out: UnsafeMutableRawPointer,
    _: InlineArray<R, Int8>.Type, _ columns: InlineArray<C, Int8>.Type
  ) {
    let shape = work.shape
    let row = shape.inputColumns * elementBytes
    var (a, b, c) = (noRow, noRow, noRow)
    var gradient = work.gradient + plane
    var winners = work.winners + plane
    for pooledRow in 0..<shape.pooledRows {
      var corner = x + 2 * pooledRow * row
      for _ in 0..<shape.pooledColumns {
        let winner = winners.load(as: IntVector.self)
        let (g, right, bottom) = (load(gradient), isRight(winner), isBottom(winner))
        let first = selectColumns(corner, right, columns)
        let second = selectColumns(corner + row, right, columns)
        addSelected(&a, g, first, second, bottom, columns)
        if R > 1 {
          let third = selectColumns(corner + 2 * row, right, columns)
          addSelected(&b, g, second, third, bottom, columns)
          if R > 2 { addSelected(&c, g, third, selectColumns(corner + 3 * row, right, columns), bottom, columns) }
        }
        gradient += elementBytes
        winners += elementBytes
        corner += 2 * elementBytes
      }
    }
    let tap = shape.outputs * elementBytes
    putRow(a, out, tap, columns)
    if R > 1 { putRow(b, out + shape.kernelColumns * tap, tap, columns) }
    if R > 2 { putRow(c, out + 2 * shape.kernelColumns * tap, tap, columns) }
  }

  @inline(__always)
  func winnerColumnTile<let C: Int>(
    _ work: WinnerWeightGradient, _ x: UnsafeRawPointer, _ plane: Int, _ out: UnsafeMutableRawPointer, _ rows: Int,
    _ columns: InlineArray<C, Int8>.Type
  ) {
    switch rows {
    case 3: winnerTile(work, x, plane, out, InlineArray<3, Int8>.self, columns)
    case 2: winnerTile(work, x, plane, out, InlineArray<2, Int8>.self, columns)
    default: winnerTile(work, x, plane, out, InlineArray<1, Int8>.self, columns)
    }
  }

  /// The tile of kernel rows and columns from (`u`, `v`) on, of input channel `i` and output channel `o`.
  @inline(never)
  func winnerTaps(
    _ work: WinnerWeightGradient, _ part: Int, _ o: Int, _ i: Int, _ u: Int, _ rows: Int, _ v: Int, _ columns: Int
  ) {
    let shape = work.shape
    let offset = part * vectorBytes
    let x = work.input + (i * shape.inputPlane + u * shape.inputColumns + v) * elementBytes + offset
    let plane = o * shape.pooledRows * shape.pooledColumns * elementBytes + offset
    let tap = (i * shape.kernelRows + u) * shape.kernelColumns + v
    let out = work.sums + (tap * shape.outputs + o) * elementBytes + offset
    switch columns {
    case 1: winnerColumnTile(work, x, plane, out, rows, InlineArray<1, Int8>.self)
    case 2: winnerColumnTile(work, x, plane, out, rows, InlineArray<2, Int8>.self)
    case 3: winnerColumnTile(work, x, plane, out, rows, InlineArray<3, Int8>.self)
    case 4: winnerColumnTile(work, x, plane, out, rows, InlineArray<4, Int8>.self)
    default: winnerColumnTile(work, x, plane, out, rows, InlineArray<5, Int8>.self)
    }
  }

#endif

extension KernelSet {
  /// Only AVX-512 selects fast enough to follow the winners: elsewhere all four multiply-adds take less time.
  package var followsWinners: Bool {
    #if KERNELS_AVX512
      true
    #else
      false
    #endif
  }

  /// A tile of the kernel, three rows by five columns, stays in registers over all windows.
  package func winnerWeightGradient(_ work: WinnerWeightGradient) {
    #if KERNELS_AVX512
      let shape = work.shape
      for part in 0..<parts {
        for i in 0..<shape.inputs {
          for o in 0..<shape.outputs {
            forTiles(of: shape.kernelRows, widest: 3) { u, rows in
              forTiles(of: shape.kernelColumns, widest: 5) { v, columns in
                winnerTaps(work, part, o, i, u, rows, v, columns)
              }
            }
          }
        }
      }
    #endif
  }
}
