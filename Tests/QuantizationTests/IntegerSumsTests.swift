import InklingCPUFeatures
import InklingEngine
import InklingIntegerKernels
import Testing

/// Every kernel that this processor can run, whichever a session would take, against sums in 64 bits.
struct IntegerSumsTests {
  private typealias Kernel = @Sendable (UnsafePointer<integer_sums_work>?) -> Void

  private static let kernels: [(name: String, run: Kernel)] = {
    var kernels: [(String, Kernel)] = [("portable", integer_sums_portable)]
    #if arch(x86_64)
      let features = cpu_features_byte_instructions()
      kernels.append(("SSE2", integer_sums_sse2))
      if InstructionSet.available.contains(.avx2) { kernels.append(("AVX2", integer_sums_avx2)) }
      if features & 4 != 0 { kernels.append(("AVX-VNNI", integer_sums_avxvnni)) }
      if features & 1 != 0 { kernels.append(("AVX-512 VNNI", integer_sums_vnni)) }
    #endif
    return kernels
  }()

  private struct Work {
    var quads: [UInt8]
    var weights: [Int8]
    var bias: [Int32]
    var factors: [Float]
    let outputs: Int
    let positions: Int
    let taps: Int

    /// - Parameter extreme: whether all products are the largest.
    init(outputs: Int, positions: Int, taps: Int, extreme: Bool) {
      (self.outputs, self.positions, self.taps) = (outputs, positions, taps)
      var state: UInt64 = UInt64(outputs * 31 + positions * 7 + taps)
      func bits() -> UInt32 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt32(truncatingIfNeeded: state >> 33)
      }
      quads = (0..<(positions + taps) * 64).map { _ in extreme ? 255 : UInt8(truncatingIfNeeded: bits()) }
      weights = (0..<taps * outputs * 4).map { _ in extreme ? -127 : Int8(truncatingIfNeeded: bits()) }
      bias = (0..<outputs).map { _ in extreme ? -1_073_741_824 : Int32(truncatingIfNeeded: bits()) >> 12 }
      factors = (0..<outputs).map { _ in Float(bits() & 0xFFFF + 1) / 4_000_000_000 }
    }

    func sum(_ output: Int, _ position: Int, _ lane: Int) -> Int {
      var sum = Int(bias[output])
      for tap in 0..<taps {
        let (quad, row) = ((position + tap) * 64 + lane * 4, (tap * outputs + output) * 4)
        for i in 0..<4 { sum += Int(quads[quad + i]) * Int(weights[row + i]) }
      }
      return sum
    }

    /// [outputs][results][16], of bytes where `zero` is not nil.
    func expected(pools: Bool, zero: UInt8?) -> [Float] {
      let results = pools ? positions / 4 : positions
      return (0..<outputs * results * 16).map { place in
        let (output, result, lane) = (place / 16 / results, place / 16 % results, place % 16)
        let sum =
          pools
          ? (0..<4).map { self.sum(output, result * 4 + $0, lane) }.max() ?? 0 : self.sum(output, result, lane)
        let y = Float(Int32(sum)) * factors[output]
        guard let zero else { return max(y, 0) }
        return min(max(y, -Float(zero)), 255 - Float(zero)).rounded(.toNearestOrEven) + Float(zero)
      }
    }

    func found(_ kernel: Kernel, pools: Bool, zero: UInt8?) -> [Float] {
      let count = outputs * (pools ? positions / 4 : positions) * 16
      var (bytes, floats) = ([UInt8](repeating: 0, count: count), [Float](repeating: 0, count: count))
      let (offsets, steps) = ((0..<positions).map { Int64($0 * 64) }, (0..<taps).map { Int64($0 * 64) })
      let words = stride(from: 0, to: weights.count, by: 4).map { first in
        var word: UInt32 = 0
        for i in 0..<4 { word |= UInt32(UInt8(bitPattern: weights[first + i])) << UInt32(8 * i) }
        return Int32(bitPattern: word)
      }
      quads.withUnsafeBufferPointer { quads in
        offsets.withUnsafeBufferPointer { offsets in
          steps.withUnsafeBufferPointer { steps in
            words.withUnsafeBufferPointer { words in
              bias.withUnsafeBufferPointer { bias in
                factors.withUnsafeBufferPointer { factors in
                  bytes.withUnsafeMutableBufferPointer { bytes in
                    floats.withUnsafeMutableBufferPointer { floats in
                      var work = integer_sums_work()
                      (work.quads, work.positions, work.taps) = (
                        quads.baseAddress, offsets.baseAddress, steps.baseAddress
                      )
                      (work.weights, work.bias, work.factors) = (
                        words.baseAddress, bias.baseAddress, factors.baseAddress
                      )
                      (work.tap_count, work.outputs, work.position_count) = (
                        Int64(taps), Int64(outputs), Int64(positions)
                      )
                      (work.pools, work.rectifies) = (pools ? 1 : 0, 1)
                      if let zero {
                        (work.low, work.high, work.zero) = (-Float(zero), 255 - Float(zero), Int32(zero))
                        work.bytes = bytes.baseAddress
                      } else {
                        work.floats = floats.baseAddress
                      }
                      kernel(&work)
                    }
                  }
                }
              }
            }
          }
        }
      }
      return zero == nil ? floats : bytes.map(Float.init)
    }
  }

  @Test func allGiveTheSame() {
    for outputs in 1...14 {
      for (positions, pools) in [(1, false), (4, true), (8, true), (6, false), (3, false)] {
        let work = Work(outputs: outputs, positions: positions, taps: 5, extreme: false)
        for zero in [nil, 0, 117] as [UInt8?] {
          let expected = work.expected(pools: pools, zero: zero)
          for kernel in Self.kernels {
            #expect(work.found(kernel.run, pools: pools, zero: zero) == expected, "\(kernel.name), \(outputs) outputs")
          }
        }
      }
    }
  }

  /// 32,768 of the largest products and the largest bias: as near to the end of 32 bits as a layer may come.
  @Test func sumsReachTheEnd() {
    let work = Work(outputs: 2, positions: 1, taps: 8192, extreme: true)
    #expect(work.sum(0, 0, 0) < -2_134_000_000)
    for kernel in Self.kernels {
      let expected = work.expected(pools: false, zero: 200)
      #expect(work.found(kernel.run, pools: false, zero: 200) == expected, "\(kernel.name)")
    }
  }
}
