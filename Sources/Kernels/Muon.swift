package import InklingKernelInterface

extension KernelSet {
  package func muonMomentum(
    _ gradient: UnsafeMutablePointer<Float>, _ memory: UnsafeMutablePointer<Float>, _ count: Int, _ step: StepNumbers
  ) {
    let share = broadcast(step.firstShare), momentum = broadcast(step.momentum)
    for k in 0..<count / (vectorBytes / 4) {
      let at = k * vectorBytes
      let g = load(gradient, at)
      var m = load(memory, at)
      multiplyAdd(&m, g - m, share)
      store(m, memory, at)
      var update = m
      if step.isNesterov {
        update = g
        multiplyAdd(&update, m - g, momentum)
      }
      store(update, gradient, at)
    }
  }

  package func gatherMatrix(
    _ stored: UnsafePointer<Float>, _ form: StoredMatrix, _ matrix: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    let (row, column) = form.isTransposed ? (1, stride) : (stride, 1)
    for group in 0..<form.groups {
      for k in 0..<form.inputs {
        let from = stored + (group * form.inputs + k) * form.rowStride
        let to = matrix + group * form.outputs * row + k * column
        for o in 0..<form.outputs { to[o * row] = from[o] }
      }
    }
  }

  package func subtractMatrix(
    _ stored: UnsafeMutablePointer<Float>, _ form: StoredMatrix, _ matrix: UnsafePointer<Float>, _ stride: Int,
    _ keep: Float, _ rate: Float
  ) {
    let (row, column) = form.isTransposed ? (1, stride) : (stride, 1)
    for group in 0..<form.groups {
      for k in 0..<form.inputs {
        let to = stored + (group * form.inputs + k) * form.rowStride
        let from = matrix + group * form.outputs * row + k * column
        for o in 0..<form.outputs { to[o] = to[o] * keep - from[o * row] * rate }
      }
    }
  }
}
