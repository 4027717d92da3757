import InklingRandomness

/// Makes the displacements of `ElasticTransform` for images of one size.
///
/// Simard's field is noise at every pixel, uniform in -1 ... 1 and convolved with a Gaussian. From one pixel to the next
/// that hardly changes, so the noise lies on a grid whose nodes are one deviation of the Gaussian apart, divided by the
/// spacing, and the same Gaussian leads from nodes to pixels. Mean, deviation alpha / (sqrt(12 pi) sigma) and
/// correlation exp(-d^2 / 4 sigma^2) over a distance d are Simard's to a few thousandths; each displacement is still a sum
/// of tens of uniform numbers. Where the deviation is at most one pixel the grid is the pixels'.
///
/// The noise has 256 values, (b - 127.5) / 128 for a byte b, whose variance is the uniform one's.
final class ElasticField: Sendable {
  /// The width rounded up to four.
  private let stride: Int
  private let rows: GaussianTaps
  private let noiseStride: Int
  private let amplitude: Float
  /// [node][stride]
  private let columnWeights: LastingTable<Float>
  /// For each four pixels, the first node that any of them needs and the one after the last.
  private let columnNodes: LastingTable<Int>
  /// For each row, the first of its six rows of nodes, and the weights.
  private let firstRows: LastingTable<Int>
  private let rowWeights: LastingTable<Float>

  init(_ elastic: ElasticTransform, _ size: ImageSize) {
    let width = (size.width + 3) / 4 * 4
    let columns = GaussianTaps(pixels: width, sigma: elastic.sigma)
    let rows = GaussianTaps(pixels: size.height, sigma: elastic.sigma)
    stride = width
    self.rows = rows
    noiseStride = (columns.nodes + 3) / 4 * 4
    amplitude = Float(elastic.alpha / columns.spacing / 128)
    var dense = [Float](repeating: 0, count: columns.nodes * width)
    for pixel in 0..<width {
      for tap in 0..<GaussianTaps.count {
        dense[(columns.first[pixel] + tap) * width + pixel] = Float(columns.weights[pixel][tap])
      }
    }
    columnWeights = LastingTable(dense)
    columnNodes = LastingTable(
      Swift.stride(from: 0, to: width, by: 4).flatMap {
        [columns.first[$0], columns.first[$0 + 3] + GaussianTaps.count]
      })
    firstRows = LastingTable(rows.first)
    rowWeights = LastingTable(rows.weights.flatMap { $0.map { Float($0) } })
  }

  /// Floats of scratch memory: the noise, a row of pixels in the end, and rows of nodes by pixels.
  var scratchCount: Int { 2 * (rows.nodes * (noiseStride + stride) + stride) }

  /// Draws a field into the scratch memory.
  func draw(
    from generator: inout CounterGenerator, _ scratch: UnsafeMutablePointer<Float>
  ) -> ElasticRows {
    let count = rows.nodes * noiseStride
    let smooth = scratch + 2 * count
    var place = 0
    while place < 2 * count {
      let word = generator.next32()
      let bytes =
        (SIMD4(word, word &>> 8, word &>> 16, word &>> 24) & SIMD4(repeating: 255)) | SIMD4(repeating: floatBits)
      // In two steps: a float between 2^23 and 2^24 has no halves.
      let byte = unsafeBitCast(bytes, to: SIMD4<Float>.self) - SIMD4(repeating: 8_388_608)
      let noise = (byte - SIMD4(repeating: 127.5)) * amplitude
      UnsafeMutableRawPointer(scratch + place).storeBytes(of: noise, as: SIMD4<Float>.self)
      place += 4
    }
    for row in 0..<rows.nodes {
      expand(scratch + row * noiseStride, scratch + count + row * noiseStride, smooth + 2 * row * stride)
    }
    return ElasticRows(
      nodes: UnsafeMutableRawPointer(smooth), count: rows.nodes, bytes: stride * 4, first: firstRows.pointer,
      weights: rowWeights.pointer)
  }

  /// From a row of nodes to pixels, for both directions.
  @inline(__always)
  private func expand(
    _ horizontal: UnsafePointer<Float>, _ vertical: UnsafePointer<Float>, _ smooth: UnsafeMutablePointer<Float>
  ) {
    let (weights, nodes, bytes) = (UnsafeRawPointer(columnWeights.pointer), columnNodes.pointer, stride &* 4)
    let target = UnsafeMutableRawPointer(smooth)
    for four in 0..<stride / 4 {
      var (x, y) = (SIMD4<Float>(), SIMD4<Float>())
      var node = nodes[2 &* four]
      let last = nodes[2 &* four &+ 1]
      while node < last {
        let weight = load4(weights, node &* bytes &+ 16 &* four)
        x += weight * horizontal[node]
        y += weight * vertical[node]
        node &+= 1
      }
      target.storeBytes(of: x, toByteOffset: 16 &* four, as: SIMD4<Float>.self)
      target.storeBytes(of: y, toByteOffset: bytes &+ 16 &* four, as: SIMD4<Float>.self)
    }
  }
}

/// The bits of 2^23: with a small integer in its last bits, a float is 2^23 and that integer.
let floatBits: UInt32 = 0x4B00_0000

@inline(__always)
func load4(_ pointer: UnsafeRawPointer, _ offset: Int) -> SIMD4<Float> {
  pointer.loadUnaligned(fromByteOffset: offset, as: SIMD4<Float>.self)
}
