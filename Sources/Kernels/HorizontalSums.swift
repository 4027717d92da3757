import InklingKernelInterface

typealias Four = SIMD4<Float>

@inline(always) func pairSums(_ a: Four, _ b: Four) -> Four {
  Four(lowHalf: a.evenHalf, highHalf: b.evenHalf) + Four(lowHalf: a.oddHalf, highHalf: b.oddHalf)
}

/// Sixteen lanes to four partial sums: (i, i + 8), then (i, i + 4). In place: quarter `k` of the buffer receives them.
@inline(never)
func foldToFours(_ elements: UnsafeMutableRawPointer, _ count: Int) {
  for k in 0..<count {
    let element = elements + k * 64
    let low = element.load(as: Four.self) + element.load(fromByteOffset: 32, as: Four.self)
    let high = element.load(fromByteOffset: 16, as: Four.self) + element.load(fromByteOffset: 48, as: Four.self)
    (elements + k * 16).storeBytes(of: low + high, as: Four.self)
  }
}

extension KernelSet {
  /// The sum of each element's sixteen lanes by one fixed tree, the same on every machine. `elements` (count x 16
  /// floats) is used up; `sums` has room for `count` rounded up to a multiple of four.
  ///
  /// A pass of its own, not inlined: seen together with the folding, LLVM turns the shuffles into scalar inserts.
  @inline(never)
  package func horizontalSums(_ elements: UnsafeMutableRawPointer, _ count: Int, _ sums: UnsafeMutablePointer<Float>) {
    foldToFours(elements, count)
    foldFours(elements, count, sums)
  }
}

@inline(never)
func foldFours(_ elements: UnsafeMutableRawPointer, _ count: Int, _ sums: UnsafeMutablePointer<Float>) {
  let out = UnsafeMutableRawPointer(sums)
  var k = 0
  while k < count {
    let four = elements + k * 16
    let left = pairSums(four.load(as: Four.self), four.load(fromByteOffset: 16, as: Four.self))
    let right = pairSums(four.load(fromByteOffset: 32, as: Four.self), four.load(fromByteOffset: 48, as: Four.self))
    (out + k * 4).storeBytes(of: pairSums(left, right), as: Four.self)
    k += 4
  }
}
