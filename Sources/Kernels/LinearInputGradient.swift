package import InklingKernelInterface

@inline(__always)
func inputRows<let J: Int>(_ work: LinearInputGradient, _ part: Int, _ row: Int, _: InlineArray<J, Int8>.Type) {
  var sums: InlineArray<J, Vector> = filled(Vector())
  let weights = work.weights + row * work.rowStride
  let gradient = work.gradient + part * vectorBytes
  for o in 0..<work.outputs {
    let g = load(gradient, o * elementBytes)
    for j in 0..<J { multiplyAdd(&sums[j], g, broadcast(weights[j * work.rowStride + o])) }
  }
  for j in 0..<J { store(sums[j], work.output, (row + j) * elementBytes + part * vectorBytes) }
}

extension KernelSet {
  /// `LinearInputGradient`: eight inputs at a time, then one by one.
  package func linearInputGradient(_ work: LinearInputGradient) {
    for part in 0..<parts {
      var row = 0
      while row + 8 <= work.inputs {
        inputRows(work, part, row, InlineArray<8, Int8>.self)
        row += 8
      }
      while row < work.inputs {
        inputRows(work, part, row, InlineArray<1, Int8>.self)
        row += 1
      }
    }
  }
}
