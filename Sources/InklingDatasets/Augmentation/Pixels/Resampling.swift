import InklingFiles

/// A random affine and an elastic transform, or one of them, as one bilinear resampling: a pixel p of the result is the
/// image at A(p + d(p)), with the affine map A from result to image and the displacements d.
final class Resampling: ImageOperation {
  private let affine: RandomAffine?
  private let elastic: ElasticTransform?
  private let field: ElasticField?
  private let size: ImageSize
  private let fill: UInt8
  /// Bytes of the padded image's rows and planes.
  private let stride: Int
  private let planeBytes: Int
  /// Bytes of all padded planes, up to the field's scratch memory.
  private let paddedBytes: Int

  /// - Throws: `InputError` of kind `.malformed` for images of more than four million pixels, whose places a float does
  ///   not hold.
  init(_ affine: RandomAffine?, _ elastic: ElasticTransform?, _ size: ImageSize) throws(InputError) {
    self.affine = affine
    self.elastic = elastic
    self.size = size
    field = elastic.map { ElasticField($0, size) }
    fill = UInt8(affine?.fill ?? elastic?.fill ?? 0)
    stride = size.width + 3
    planeBytes = stride * (size.height + 3)
    paddedBytes = (size.channels * planeBytes + 63) / 64 * 64
    guard planeBytes < 1 << 22 else {
      throw InputError(
        .malformed, "the images are too large to be resampled", expected: "less than \(1 << 22) pixels",
        found: "\(size.height)x\(size.width)", remedy: "leave random_affine and elastic_transform out")
    }
  }

  func scratchBytes(_ size: ImageSize) -> Int { paddedBytes + (field?.scratchCount ?? 0) * 4 }

  func run(_ work: inout ImageWork) {
    var map: AffineMap?
    if let affine, work.generator.chance(affine.probability) {
      map = AffineMap(affine, size, from: &work.generator)
    }
    var displacements: ElasticRows?
    if let elastic, let field, work.generator.chance(elastic.probability) {
      displacements = field.draw(
        from: &work.generator, (work.scratch + paddedBytes).assumingMemoryBound(to: Float.self))
    }
    guard map != nil || displacements != nil else { return }
    let padded = work.scratch.assumingMemoryBound(to: UInt8.self)
    pad(work.source, into: padded)
    resample(map ?? AffineMap(), displacements, UnsafePointer(padded), work.target)
    work.exchange()
  }

  private func pad(_ source: UnsafePointer<UInt8>, into padded: UnsafeMutablePointer<UInt8>) {
    padded.update(repeating: fill, count: size.channels * planeBytes)
    for channel in 0..<size.channels {
      for row in 0..<size.height {
        (padded + channel * planeBytes + (row + 1) * stride + 1).update(
          from: source + channel * size.plane + row * size.width, count: size.width)
      }
    }
  }

  /// Four pixels at a time, of all channels. What the loops need is in local constants, and nothing in them can overflow:
  /// the sizes were checked.
  private func resample(
    _ map: AffineMap, _ displacements: ElasticRows?, _ padded: UnsafePointer<UInt8>,
    _ target: UnsafeMutablePointer<UInt8>
  ) {
    let (width, height, channels) = (size.width, size.height, size.channels)
    let (stride, planeBytes, plane) = (stride, planeBytes, size.plane)
    let lines = BilinearTaps.Lines(width: Float(width), height: Float(height), stride: Float(stride))
    var pixels = target
    for row in 0..<height {
      let shifts = displacements?.row(row)
      var columns = SIMD4<Float>(0, 1, 2, 3)
      var column = 0
      while column < width {
        var x = columns
        var y = SIMD4(repeating: Float(row))
        if let shifts, let displacements {
          x += load4(shifts, column &* 4)
          y += load4(shifts, displacements.bytes &+ column &* 4)
        }
        let taps = BilinearTaps(
          x * map.xx + (y * map.xy + map.x0), x * map.yx + (y * map.yy + map.y0), lines)
        var (from, to, channel) = (padded, pixels + column, 0)
        while channel < channels {
          store(taps.bytes(from, stride: stride), to, width &- column)
          from += planeBytes
          to += plane
          channel &+= 1
        }
        columns += 4
        column &+= 4
      }
      pixels += width
    }
  }

  @inline(__always)
  private func store(_ bytes: SIMD4<UInt8>, _ target: UnsafeMutablePointer<UInt8>, _ count: Int) {
    if count >= 4 {
      UnsafeMutableRawPointer(target).storeBytes(of: bytes, as: SIMD4<UInt8>.self)
    } else {
      for lane in 0..<count { target[lane] = bytes[lane] }
    }
  }
}
