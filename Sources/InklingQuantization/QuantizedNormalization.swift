import InklingEngine

/// A group normalisation of the picture itself. A picture has at most 256 numbers a channel: how often it has each of them
/// gives its mean and variance, and what each becomes is a table.
///
///     y = (x - mean[g]) / sqrt(variance[g] + eps) * weight[c] + bias[c],  as bytes
struct QuantizedNormalization: Sendable {
  private let groups: Int
  private let plane: Int
  private let eps: Double
  /// What each channel's bytes stand for, `[channels][256]`.
  private let numbers: [[Double]]
  private let weight: [Double]
  private let bias: [Double]
  private let range: QuantizationRange

  /// - Parameters:
  ///   - parameters: the weight and the bias, or none.
  ///   - normalization: what turns a pixel's byte into the network's input.
  ///   - shape: of the picture.
  ///   - range: of the result.
  init(
    _ norm: Graph.Operation.GroupNorm, _ parameters: [[Float]], of normalization: Normalization, _ shape: Shape,
    to range: QuantizationRange
  ) {
    (groups, plane, eps) = (norm.numGroups, shape.plane, Double(norm.eps))
    numbers = normalization.scale.indices.map { channel in
      (0...255).map { Double(Float($0) * normalization.scale[channel] + normalization.shift[channel]) }
    }
    weight = parameters.first?.map(Double.init) ?? numbers.map { _ in 1 }
    bias = parameters.count > 1 ? parameters[1].map(Double.init) : numbers.map { _ in 0 }
    self.range = range
  }

  /// Normalises sixteen pictures, planar.
  func run(_ from: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<UInt8>) {
    let channels = numbers.count / groups
    for group in 0..<groups {
      let own = group * channels..<(group + 1) * channels
      let counts = own.map { self.counts(from + $0 * plane * 16) }
      let statistics = (0..<16).map { self.statistics(own, counts, lane: $0) }
      for channel in own {
        let table = statistics.flatMap { mean, scale in
          numbers[channel].map { range.byte(Float(($0 - mean) * scale * weight[channel] + bias[channel])) }
        }
        let (source, target) = (from + channel * plane * 16, to + channel * plane * 16)
        table.withUnsafeBufferPointer { table in
          for place in 0..<plane {
            for lane in 0..<16 { target[place * 16 + lane] = table[lane * 256 + Int(source[place * 16 + lane])] }
          }
        }
      }
    }
  }

  /// How often each picture has each byte in a channel, `[16][256]`.
  private func counts(_ bytes: UnsafePointer<UInt8>) -> [Int32] {
    var counts = [Int32](repeating: 0, count: 16 * 256)
    counts.withUnsafeMutableBufferPointer { counts in
      for place in 0..<plane {
        for lane in 0..<16 { counts[lane * 256 + Int(bytes[place * 16 + lane])] &+= 1 }
      }
    }
    return counts
  }

  /// A picture's mean in a group, and one over its deviation.
  private func statistics(_ own: Range<Int>, _ counts: [[Int32]], lane: Int) -> (mean: Double, scale: Double) {
    let size = Double(own.count * plane)
    func sum(_ of: (Double) -> Double) -> Double {
      zip(own, counts).reduce(0) { sum, channel in
        (0...255).reduce(sum) { $0 + Double(channel.1[lane * 256 + $1]) * of(numbers[channel.0][$1]) }
      }
    }
    let mean = sum { $0 } / size
    let variance = sum { ($0 - mean) * ($0 - mean) } / size
    return (mean, 1 / (variance + eps).squareRoot())
  }
}
