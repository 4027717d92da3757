import InklingFiles
import InklingFormats

extension ONNXOperation {
  static let products: [String: ONNXOperation] = [
    "MatMul": ONNXOperation(2...2) { run throws(InputError) in [try matrixProduct(run)] },
    "Gemm": ONNXOperation(2...3, ["alpha", "beta", "transA", "transB"]) { run throws(InputError) in
      [try generalProduct(run)]
    },
  ]

  /// NumPy's rules: the last two dimensions are matrices, those before are broadcast, a vector is a row or a column.
  private static func matrixProduct(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    var ((a, left), (b, right)) = (try run.floats(0, rank: 1...32), try run.floats(1, rank: 1...32))
    let (isRow, isColumn) = (a.rank == 1, b.rank == 1)
    if isRow { a = a.reshaped([1] + a.shape) }
    if isColumn { b = b.reshaped(b.shape + [1]) }
    let (rows, inner, columns) = (a.shape[a.rank - 2], a.shape[a.rank - 1], b.shape[b.rank - 1])
    guard b.shape[b.rank - 2] == inner, a.type == b.type else {
      throw run.fault("matrices that do not go together", found: "\(a.shape) and \(b.shape)")
    }
    let batch = try run.broadcastShape([Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2))])
    let matrix = (isRow ? [] : [rows]) + (isColumn ? [] : [columns])
    let count = try run.take(batch + matrix)
    guard count > 0 else { return ONNXTensor(a.type, batch + matrix, .floats([])) }
    let jobs = batch.reduce(1, *)
    try run.spend(jobs, rows, inner, columns)
    try run.take(bytes: ONNXMatrixProduct.scratch(inner: inner) + 64 * jobs)
    var walk = ONNXIndexWalk(
      batch,
      [a, b].map { ONNXTensor.broadcastSteps(Array($0.shape.dropLast(2)), to: batch) })
    let places = (0..<jobs).map { _ in
      defer { walk.advance() }
      return walk.offsets
    }
    let out = [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      buffer.initialize(repeating: 0)
      filled = count
      left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in
          guard let left = left.baseAddress, let right = right.baseAddress, let out = buffer.baseAddress, count > 0
          else { return }
          nonisolated(unsafe) let (first, second, result) = (left, right, out)
          ONNXMatrixProduct.perform(jobs, rows: rows, inner: inner, columns: columns) { job in
            ONNXMatrixProduct.Job(
              left: first + places[job][0] * rows * inner,
              right: ONNXStridedColumns(
                rows: inner, numbers: second + places[job][1] * inner * columns, rowStep: columns, columnStep: 1),
              out: result + job * rows * columns, bias: nil)
          }
        }
      }
    }
    return ONNXTensor(a.type, batch + matrix, rounding: out)
  }

  /// alpha A B + beta C.
  private static func generalProduct(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    let ((a, _), (b, right)) = (try run.floats(0, rank: 2...2), try run.floats(1, rank: 2...2))
    let (turnsA, turnsB) = (try run.flag("transA"), try run.flag("transB"))
    let (rows, inner) = turnsA ? (a.shape[1], a.shape[0]) : (a.shape[0], a.shape[1])
    let columns = b.shape[turnsB ? 0 : 1]
    guard b.shape[turnsB ? 1 : 0] == inner, a.type == b.type else {
      throw run.fault("matrices that do not go together", found: "\(a.shape) and \(b.shape)")
    }
    let count = try run.take([rows, columns])
    try run.spend(rows, inner, columns)
    try run.take(bytes: ONNXMatrixProduct.scratch(inner: inner) + 4 * a.count)
    let left = turnsA ? a.transposed([1, 0]).floatList : a.floatList
    var out = [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      buffer.initialize(repeating: 0)
      filled = count
      left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in
          guard let left = left.baseAddress, let right = right.baseAddress, let out = buffer.baseAddress, count > 0
          else { return }
          nonisolated(unsafe) let (first, second, result) = (left, right, out)
          ONNXMatrixProduct.perform(1, rows: rows, inner: inner, columns: columns) { _ in
            ONNXMatrixProduct.Job(
              left: first,
              right: ONNXStridedColumns(
                rows: inner, numbers: second, rowStep: turnsB ? 1 : columns, columnStep: turnsB ? inner : 1),
              out: result, bias: nil)
          }
        }
      }
    }
    let (alpha, beta) = (try run.float("alpha", 1), try run.float("beta", 1))
    if alpha != 1 { out = out.map { alpha * $0 } }
    let product = ONNXTensor(a.type, [rows, columns], .floats(out))
    guard let c = run.optional(2) else { return ONNXTensor(a.type, product.shape, rounding: out) }
    guard try run.broadcastShape([c.shape, product.shape]) == product.shape else {
      throw run.fault("its third input does not fit", expected: "\(product.shape)", found: "\(c.shape)")
    }
    return try run.binary(product, c, { $0 + beta * $1 }, { first, _ in first }, { first, _ in first })
  }
}
