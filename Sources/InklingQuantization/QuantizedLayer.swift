import InklingEngine
import InklingIntegerKernels

/// A convolution or linear layer on bytes, ready to run: exact sums of products in 32 bits, and one multiplication each.
///
///     y[o] = (sum of w[o][i] * (x[i] - zero) + bias[o]) * inputScale * scales[o]
///
/// The input's zero point is part of the bias. A rectifier behind it is a bound of the bytes, and of a pooling's window the
/// largest sum alone goes on: which of them is larger, no later step changes.
struct QuantizedLayer: Sendable {
  private let groups: Int
  /// Of one group.
  private let outputs: Int
  private let packing: QuadPacking
  private let positions: [Int64]
  private let taps: [Int64]
  /// Of each group.
  private let weights: [[Int32]]
  private let bias: [Int32]
  private let factors: [Float]
  private let zero: UInt8
  private let groupBytes: Int
  private let form: QuantizedForm
  private let rectifies: Bool
  private let pools: Bool

  /// Bytes of memory that a run needs beside its input and output.
  var scratch: Int { packing.bytes }

  /// - Parameters:
  ///   - range: of the input.
  ///   - rectifies: whether what is negative becomes zero.
  ///   - pools: whether the largest of each window of two by two is all that is wanted, as bytes.
  ///   - form: of the result.
  init(
    _ operation: Graph.Operation, _ quantized: QuantizedWeights, from range: QuantizationRange, inputShape: Shape,
    outputShape: Shape, rectifies: Bool, pools: Bool, to form: QuantizedForm
  ) {
    if case .conv2d(let convolution) = operation { groups = convolution.groups } else { groups = 1 }
    outputs = outputShape.channels / groups
    packing = QuadPacking(operation, inputShape)
    positions = packing.positions(outputShape.isImage ? outputShape : [outputShape.count, 1, 1], pools: pools)
    taps = packing.taps
    let products = quantized.shape.dropFirst().reduce(1, *)
    let (packing, outputs) = (packing, outputs)
    weights = (0..<groups).map { group in
      let size = outputs * products
      return packing.weights(quantized.values[group * size..<(group + 1) * size], outputs: outputs)
    }
    var bias = quantized.bias
    for output in bias.indices {
      let row = quantized.values[output * products..<(output + 1) * products]
      bias[output] &-= row.reduce(0) { $0 + Int32($1) } &* Int32(range.zeroPoint)
    }
    self.bias = bias
    factors = quantized.scales.map { scale in
      let factor = scale * range.scale
      if case .bytes(let output) = form { return factor / output.scale }
      return factor
    }
    zero = range.zeroPoint
    groupBytes = inputShape.count / groups * 16
    (self.form, self.rectifies, self.pools) = (form, rectifies, pools)
  }

  /// Whether every factor is a finite number that is not zero, as a scale must be.
  var isSound: Bool { factors.allSatisfy { $0.isFinite && $0 > 0 } }

  /// - Parameters:
  ///   - input: planar bytes.
  ///   - output: planar bytes, or floats where that is the form.
  ///   - scratch: on a boundary of 64 bytes.
  func run(
    _ kernels: IntegerKernels, _ input: UnsafeMutableRawPointer, _ output: UnsafeMutableRawPointer,
    _ scratch: UnsafeMutableRawPointer
  ) {
    let quads = scratch.assumingMemoryBound(to: UInt8.self)
    let results = (pools ? positions.count / 4 : positions.count) * outputs * 16
    for group in 0..<groups {
      packing.pack(
        from: input.assumingMemoryBound(to: UInt8.self) + group * groupBytes, to: quads, fill: zero)
      positions.withUnsafeBufferPointer { positions in
        taps.withUnsafeBufferPointer { taps in
          weights[group].withUnsafeBufferPointer { weights in
            bias.withUnsafeBufferPointer { bias in
              factors.withUnsafeBufferPointer { factors in
                var work = integer_sums_work()
                work.quads = UnsafePointer(quads)
                work.positions = positions.baseAddress
                work.taps = taps.baseAddress
                work.weights = weights.baseAddress
                work.bias = bias.baseAddress.map { $0 + group * outputs }
                work.factors = factors.baseAddress.map { $0 + group * outputs }
                (work.tap_count, work.outputs) = (Int64(taps.count), Int64(outputs))
                (work.position_count, work.pools) = (Int64(positions.count), pools ? 1 : 0)
                finish(&work, output, group * results)
                kernels.sums(&work)
              }
            }
          }
        }
      }
    }
  }

  /// Says what becomes of the sums.
  private func finish(_ work: inout integer_sums_work, _ output: UnsafeMutableRawPointer, _ offset: Int) {
    work.rectifies = rectifies ? 1 : 0
    switch form {
    case .numbers: work.floats = output.assumingMemoryBound(to: Float.self) + offset
    case .bytes(let range):
      let zero = Float(range.zeroPoint)
      (work.low, work.high, work.zero) = (rectifies ? 0 : -zero, 255 - zero, Int32(range.zeroPoint))
      work.bytes = output.assumingMemoryBound(to: UInt8.self) + offset
    }
  }
}
