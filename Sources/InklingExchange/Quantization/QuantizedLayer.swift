import InklingEngine

/// A convolution or linear layer on bytes, ready to run: sums of products in 32 bits, and one multiplication for each.
///
///     y[o] = (sum of w[o][i] * (x[i] - zero) + bias[o]) * inputScale * scales[o]
///
/// Products are of 16-bit numbers, which processors add in pairs (PMADDWD); the input's zero point is part of the bias.
struct QuantizedLayer {
  private let groups: Int
  private let outputs: Int
  private let products: Int
  /// The length of a row of weights, a multiple of 16; the rest are zeros.
  private let row: Int
  /// `[groups][outputs][row]`.
  private let weights: [Int16]
  private let bias: [Int32]
  private let factors: [Float]
  /// Which numbers a position's sums multiply; nil for a linear layer, which has one position.
  private let window: QuantizedWindow?
  private let positions: Int
  private let groupSize: Int
  private let zero: Int16
  private let range: QuantizationRange?
  private let rectifies: Bool

  /// - Parameters:
  ///   - rectifies: whether what is negative becomes zero.
  ///   - range: of the result; nil leaves it in float32.
  init(
    _ operation: Graph.Operation, _ quantized: QuantizedWeights, from input: QuantizationRange, inputShape: Shape,
    outputShape: Shape, rectifies: Bool, to range: QuantizationRange?
  ) {
    products = quantized.shape.dropFirst().reduce(1, *)
    row = (products + 15) / 16 * 16
    zero = Int16(input.zeroPoint)
    if case .conv2d(let convolution) = operation {
      groups = convolution.groups
      window = QuantizedWindow(convolution, inputShape, outputShape)
    } else {
      groups = 1
      window = nil
    }
    positions = outputShape.plane
    outputs = outputShape.channels / groups
    groupSize = inputShape.count / groups
    var weights = [Int16](repeating: 0, count: quantized.scales.count * row)
    var bias = quantized.bias
    for output in bias.indices {
      var sum: Int32 = 0
      for i in 0..<products {
        let weight = quantized.values[output * products + i]
        weights[output * row + i] = Int16(weight)
        sum += Int32(weight)
      }
      bias[output] -= sum * Int32(input.zeroPoint)
    }
    self.weights = weights
    self.bias = bias
    factors = quantized.scales.map { $0 * input.scale }
    self.range = range
    self.rectifies = rectifies
  }

  func callAsFunction(_ bytes: [UInt8]) -> QuantizedValue {
    var sums = [Int32](repeating: 0, count: groups * outputs * positions)
    var patch = [Int16](repeating: 0, count: row)
    sums.withUnsafeMutableBufferPointer { sums in
      weights.withUnsafeBufferPointer { weights in
        patch.withUnsafeMutableBufferPointer { patch in
          bytes.withUnsafeBufferPointer { bytes in
            for group in 0..<groups {
              for position in 0..<positions {
                gather(position, bytes, from: group * groupSize, into: patch)
                for k in 0..<outputs {
                  let output = group * outputs + k
                  sums[output * positions + position] = product(patch, weights, output * row)
                }
              }
            }
          }
        }
      }
    }
    return finished(sums)
  }

  /// The numbers that one position's sums multiply.
  @inline(__always)
  private func gather(
    _ position: Int, _ bytes: UnsafeBufferPointer<UInt8>, from first: Int, into patch: UnsafeMutableBufferPointer<Int16>
  ) {
    guard let window else {
      for i in 0..<products { patch[i] = Int16(bytes[i]) }
      return
    }
    window.gather(position, bytes, from: first, zero, into: patch)
  }

  @inline(__always)
  private func product(
    _ patch: UnsafeMutableBufferPointer<Int16>, _ weights: UnsafeBufferPointer<Int16>, _ first: Int
  ) -> Int32 {
    var sum: Int32 = 0
    for i in 0..<row { sum &+= Int32(patch[i]) &* Int32(weights[first &+ i]) }
    return sum
  }

  private func finished(_ sums: [Int32]) -> QuantizedValue {
    guard let range else {
      var numbers = [Float](repeating: 0, count: sums.count)
      for output in bias.indices {
        for place in output * positions..<(output + 1) * positions {
          let number = Float(sums[place] &+ bias[output]) * factors[output]
          numbers[place] = rectifies && number < 0 ? 0 : number
        }
      }
      return .numbers(numbers)
    }
    let zero = Float(range.zeroPoint)
    let (low, high) = (rectifies ? 0 : -zero, 255 - zero)
    var bytes = [UInt8](repeating: 0, count: sums.count)
    sums.withUnsafeBufferPointer { sums in
      bytes.withUnsafeMutableBufferPointer { bytes in
        for output in bias.indices {
          let (factor, bias) = (factors[output] / range.scale, bias[output])
          for place in output * positions..<(output + 1) * positions {
            let number = Float(sums[place] &+ bias) * factor
            let bounded = number < low ? low : number > high ? high : number
            // 1.5 * 2^23 leaves no bits for a fraction: the sum is rounded to the nearest integer, in its lowest bits.
            bytes[place] = UInt8(truncatingIfNeeded: (bounded + 12_582_912).bitPattern &+ UInt32(range.zeroPoint))
          }
        }
      }
    }
    return .bytes(bytes, range)
  }
}
