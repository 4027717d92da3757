import InklingKernelInterface

extension KernelSet {
  /// Independent multiply-adds on twelve or twenty-four accumulators: the rate that no kernel can pass.
  package func peakProbe(_ rounds: Int, _ sink: UnsafeMutablePointer<Float>) -> Int {
    let x = broadcast(sink[1]), w = broadcast(sink[2])
    #if KERNELS_AVX512
      var sums = InlineArray<24, Vector> { _ in broadcast(sink[0]) }
      let width = 24
    #else
      var sums = InlineArray<12, Vector> { _ in broadcast(sink[0]) }
      let width = 12
    #endif
    for _ in 0..<rounds {
      for j in 0..<width { multiplyAdd(&sums[j], x, w) }
    }
    var total = Vector()
    for j in 0..<width { total += sums[j] }
    sink[3] = total.sum()
    return rounds * width * (vectorBytes / 4) * 2
  }
}
