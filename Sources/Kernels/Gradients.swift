import InklingKernelInterface

// What is done to gradients before a step, and to weights after it.

extension KernelSet {
  /// Four sums a lane, so that additions need not wait for one another.
  package func sumsOfSquares(_ values: UnsafePointer<Float>, _ count: Int, _ sums: UnsafeMutablePointer<Float>) {
    for part in 0..<parts {
      let from = UnsafeRawPointer(values) + part * vectorBytes
      var a = Vector(), b = Vector(), c = Vector(), d = Vector()
      var k = 0
      while k + 4 <= count / 16 {
        addSquare(&a, from, k)
        addSquare(&b, from, k + 1)
        addSquare(&c, from, k + 2)
        addSquare(&d, from, k + 3)
        k += 4
      }
      while k < count / 16 {
        addSquare(&a, from, k)
        k += 1
      }
      store((a + b) + (c + d), sums, part * vectorBytes)
    }
  }
}

@inline(always)
func addSquare(_ sum: inout Vector, _ from: UnsafeRawPointer, _ element: Int) {
  let value = load(from, element * elementBytes)
  multiplyAdd(&sum, value, value)
}

extension KernelSet {
  package func accumulate(
    _ target: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>, _ share: Float, _ adds: Bool, _ count: Int
  ) {
    let share = broadcast(share)
    for k in 0..<count / (vectorBytes / 4) {
      let at = k * vectorBytes
      var sum = adds ? load(target, at) : Vector()
      multiplyAdd(&sum, load(gradient, at), share)
      store(sum, target, at)
    }
  }

  package func clamp(_ values: UnsafeMutablePointer<Float>, _ limit: Float, _ count: Int) {
    let (low, high) = (broadcast(-limit), broadcast(limit))
    for k in 0..<count / (vectorBytes / 4) {
      let value = load(values, k * vectorBytes)
      let below = value.replacing(with: high, where: value .> high)
      store(below.replacing(with: low, where: below .< low), values, k * vectorBytes)
    }
  }

  package func rescale(_ values: UnsafeMutablePointer<Float>, _ scale: Float, _ count: Int) {
    let scale = broadcast(scale)
    for k in 0..<count / (vectorBytes / 4) { store(load(values, k * vectorBytes) * scale, values, k * vectorBytes) }
  }

  package func average(
    _ average: UnsafeMutablePointer<Float>, _ values: UnsafePointer<Float>, _ share: Float, _ count: Int
  ) {
    let share = broadcast(share)
    for k in 0..<count / (vectorBytes / 4) {
      let at = k * vectorBytes
      var mean = load(average, at)
      multiplyAdd(&mean, load(values, at) - mean, share)
      store(mean, average, at)
    }
  }
}
