package import InklingKernelInterface

#if KERNELS_AVX512
  typealias WordVector = SIMD16<UInt32>
  typealias WideVector = SIMD8<UInt64>
#elseif KERNELS_AVX2
  typealias WordVector = SIMD8<UInt32>
  typealias WideVector = SIMD4<UInt64>
#else
  typealias WordVector = SIMD4<UInt32>
  typealias WideVector = SIMD2<UInt64>
#endif

/// The low and the high halves of the products of 32-bit words.
@inline(always)
func wideProduct(_ x: WordVector, _ factor: UInt64) -> (low: WordVector, high: WordVector) {
  let wide = unsafeBitCast(x, to: WideVector.self)
  let lowHalf = WideVector(repeating: 0xFFFF_FFFF), half = WideVector(repeating: 32)
  let factor = WideVector(repeating: factor)
  let even = (wide & lowHalf) &* factor
  let odd = (wide &>> half) &* factor
  return (
    unsafeBitCast((even & lowHalf) | (odd &<< half), to: WordVector.self),
    unsafeBitCast((even &>> half) | (odd & ~lowHalf), to: WordVector.self)
  )
}

/// Ten rounds of Philox4x32, a counter a lane: `CounterGenerator.philox`.
@inline(always)
func philox(
  _ counter: (WordVector, WordVector, WordVector, WordVector), _ key: (UInt32, UInt32)
) -> (WordVector, WordVector, WordVector, WordVector) {
  var counter = counter
  var key = key
  for _ in 0..<10 {
    let a = wideProduct(counter.0, 0xD251_1F53)
    let b = wideProduct(counter.2, 0xCD9E_8D57)
    counter = (
      b.high ^ counter.1 ^ WordVector(repeating: key.0), b.low, a.high ^ counter.3 ^ WordVector(repeating: key.1),
      a.low
    )
    key = (key.0 &+ 0x9E37_79B9, key.1 &+ 0xBB67_AE85)
  }
  return counter
}

extension KernelSet {
  package func dropoutMask(_ work: DropoutMask) {
    for part in 0..<parts {
      let samples = work.samples.load(fromByteOffset: part * vectorBytes, as: WordVector.self)
      for block in 0..<work.count / 4 {
        let words = philox(
          (
            WordVector(repeating: UInt32(truncatingIfNeeded: block)), WordVector(repeating: work.stream), samples,
            WordVector(repeating: work.purposeAndEpoch)
          ), work.key)
        let at = block * 4 * elementBytes + part * vectorBytes
        storeFactors(words.0, work, at)
        storeFactors(words.1, work, at + elementBytes)
        storeFactors(words.2, work, at + 2 * elementBytes)
        storeFactors(words.3, work, at + 3 * elementBytes)
      }
    }
  }
}

@inline(always)
func storeFactors(_ words: WordVector, _ work: DropoutMask, _ at: Int) {
  let number = unsafeBitCast(words &>> WordVector(repeating: 8), to: IntVector.self)
  let stays = number .< IntVector(repeating: work.threshold)
  store(Vector().replacing(with: broadcast(work.scale), where: stays), work.mask, at)
}

extension KernelSet {
  package func scaleChannels(
    _ source: UnsafeRawPointer, _ factors: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ channels: Int,
    _ plane: Int
  ) {
    for channel in 0..<channels {
      for part in 0..<parts {
        let factor = load(factors, channel * elementBytes + part * vectorBytes)
        for position in 0..<plane {
          let at = (channel * plane + position) * elementBytes + part * vectorBytes
          store(load(source, at) * factor, target, at)
        }
      }
    }
  }
}
