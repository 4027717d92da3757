import InklingKernelInterface

#if KERNELS_AVX512
  /// What a window's winner says: whether it is in the right column, and in the bottom row.
  typealias Side = SIMDMask<IntVector.MaskStorage>

  @inline(always) func isRight(_ winner: IntVector) -> Side { (winner & IntVector(repeating: 1)) .!= IntVector() }
  @inline(always) func isBottom(_ winner: IntVector) -> Side { (winner & IntVector(repeating: 2)) .!= IntVector() }

  /// Up to five neighbours of a row. Not an array, which a function would have to fill: where that is not inlined,
  /// everything lives in memory. Not a structure, whose copying would be a function that all modules share.
  typealias SelectedRow = (Vector, Vector, Vector, Vector, Vector)

  @inline(always) var noRow: SelectedRow { (Vector(), Vector(), Vector(), Vector(), Vector()) }

  /// `sum += gradient * (bottom ? low : high)`.
  @inline(always)
  func addSelected(_ sum: inout Vector, _ gradient: Vector, _ high: Vector, _ low: Vector, _ bottom: Side) {
    multiplyAdd(&sum, high.replacing(with: low, where: bottom), gradient)
  }

  /// The same for the first `C` neighbours.
  @inline(always)
  func addSelected<let C: Int>(
    _ sums: inout SelectedRow, _ gradient: Vector, _ high: SelectedRow, _ low: SelectedRow, _ bottom: Side,
    _: InlineArray<C, Int8>.Type
  ) {
    addSelected(&sums.0, gradient, high.0, low.0, bottom)
    if C > 1 { addSelected(&sums.1, gradient, high.1, low.1, bottom) }
    if C > 2 { addSelected(&sums.2, gradient, high.2, low.2, bottom) }
    if C > 3 { addSelected(&sums.3, gradient, high.3, low.3, bottom) }
    if C > 4 { addSelected(&sums.4, gradient, high.4, low.4, bottom) }
  }

  /// Stores the first `C` neighbours, `stride` bytes apart.
  @inline(always)
  func putRow<let C: Int>(
    _ row: SelectedRow, _ out: UnsafeMutableRawPointer, _ stride: Int, _: InlineArray<C, Int8>.Type
  ) {
    store(row.0, out)
    if C > 1 { store(row.1, out, stride) }
    if C > 2 { store(row.2, out, 2 * stride) }
    if C > 3 { store(row.3, out, 3 * stride) }
    if C > 4 { store(row.4, out, 4 * stride) }
  }
#endif
