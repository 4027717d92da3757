package import InklingKernelInterface

extension KernelSet {
  /// Four products at a time for each row, from the diagonal on; the rest is its mirror image.
  package func gramMatrix(_ work: GramMatrix) {
    for i in 0..<work.rows {
      let first = i & ~3
      var j = first
      while j + 4 <= work.rows {
        fourProducts(work, i, j, work.scratch + (j - first) * elementBytes)
        j += 4
      }
      while j < work.rows {
        oneProduct(work, i, j, work.scratch + (j - first) * elementBytes)
        j += 1
      }
      horizontalSums(work.scratch, work.rows - first, work.output + i * work.outputStride + first)
    }
    for i in 0..<work.rows {
      for j in 0..<i { work.output[i * work.outputStride + j] = work.output[j * work.outputStride + i] }
    }
  }
}

@inline(always)
func fourProducts(_ work: GramMatrix, _ i: Int, _ j: Int, _ target: UnsafeMutableRawPointer) {
  let bytes = work.stride * 4
  for part in 0..<parts {
    let x = UnsafeRawPointer(work.matrix) + i * bytes + part * vectorBytes
    let y = UnsafeRawPointer(work.matrix) + j * bytes + part * vectorBytes
    var a = Vector(), b = Vector(), c = Vector(), d = Vector()
    for k in 0..<work.stride / 16 {
      let at = k * elementBytes
      let value = load(x, at)
      multiplyAdd(&a, value, load(y, at))
      multiplyAdd(&b, value, load(y, at + bytes))
      multiplyAdd(&c, value, load(y, at + 2 * bytes))
      multiplyAdd(&d, value, load(y, at + 3 * bytes))
    }
    let to = target + part * vectorBytes
    store(a, to)
    store(b, to, elementBytes)
    store(c, to, 2 * elementBytes)
    store(d, to, 3 * elementBytes)
  }
}

@inline(always)
func oneProduct(_ work: GramMatrix, _ i: Int, _ j: Int, _ target: UnsafeMutableRawPointer) {
  let bytes = work.stride * 4
  for part in 0..<parts {
    let x = UnsafeRawPointer(work.matrix) + i * bytes + part * vectorBytes
    let y = UnsafeRawPointer(work.matrix) + j * bytes + part * vectorBytes
    var sum = Vector()
    for k in 0..<work.stride / 16 { multiplyAdd(&sum, load(x, k * elementBytes), load(y, k * elementBytes)) }
    store(sum, target + part * vectorBytes)
  }
}

extension KernelSet {
  /// Four rows at a time, and then one by one, which gives each the same sum in the same order.
  package func matrixProduct(_ work: MatrixProduct) {
    var i = 0
    while i + 4 <= work.rows {
      for k in 0..<work.stride * 4 / vectorBytes { fourRows(work, i, k * vectorBytes) }
      i += 4
    }
    while i < work.rows {
      for k in 0..<work.stride * 4 / vectorBytes { oneRow(work, i, k * vectorBytes) }
      i += 1
    }
  }
}

@inline(always)
func fourRows(_ work: MatrixProduct, _ i: Int, _ at: Int) {
  let right = UnsafeRawPointer(work.right) + at
  let left = work.left + i * work.leftStride
  var a = Vector(), b = Vector(), c = Vector(), d = Vector()
  for j in 0..<work.rows {
    let value = load(right, j * work.stride * 4)
    multiplyAdd(&a, value, broadcast(left[j]))
    multiplyAdd(&b, value, broadcast(left[j + work.leftStride]))
    multiplyAdd(&c, value, broadcast(left[j + 2 * work.leftStride]))
    multiplyAdd(&d, value, broadcast(left[j + 3 * work.leftStride]))
  }
  finishRow(work, i, at, a)
  finishRow(work, i + 1, at, b)
  finishRow(work, i + 2, at, c)
  finishRow(work, i + 3, at, d)
}

@inline(always)
func oneRow(_ work: MatrixProduct, _ i: Int, _ at: Int) {
  let right = UnsafeRawPointer(work.right) + at
  let left = work.left + i * work.leftStride
  var sum = Vector()
  for j in 0..<work.rows { multiplyAdd(&sum, load(right, j * work.stride * 4), broadcast(left[j])) }
  finishRow(work, i, at, sum)
}

@inline(always)
func finishRow(_ work: MatrixProduct, _ i: Int, _ at: Int, _ product: Vector) {
  let offset = i * work.stride * 4 + at
  var sum = load(work.addend, offset) * broadcast(work.addendShare)
  multiplyAdd(&sum, product, broadcast(work.productShare))
  store(sum, work.output, offset)
}
