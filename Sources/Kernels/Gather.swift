package import InklingKernelInterface

extension KernelSet {
  /// `Gather`: the cache lines of all sixteen images are touched first, so that their misses overlap; then four pixels
  /// of each image at a time.
  package func gather(_ work: Gather) {
    let sources = work.images
    touch(sources, work.channels * work.plane, work.output)
    for channel in 0..<work.channels {
      let scale = broadcast(work.scale[channel]), shift = broadcast(work.shift[channel])
      let first = channel * work.plane
      var pixel = 0
      while pixel + 4 <= work.plane {
        gatherFour(sources, first + pixel, scale, shift, work.output, parts(for: work.lanes))
        pixel += 4
      }
      while pixel < work.plane {
        gatherOne(sources, first + pixel, scale, shift, work.output, parts(for: work.lanes))
        pixel += 1
      }
    }
  }
}

@inline(always)
func touch(_ sources: UnsafePointer<UnsafePointer<UInt8>>, _ bytes: Int, _ sink: UnsafeMutableRawPointer) {
  var seen: UInt8 = 0
  for lane in 0..<16 {
    var offset = 0
    while offset < bytes {
      seen |= sources[lane][offset]
      offset += 64
    }
  }
  sink.storeBytes(of: seen, as: UInt8.self)
}

@inline(always)
func gatherFour(
  _ sources: UnsafePointer<UnsafePointer<UInt8>>, _ pixel: Int, _ scale: Vector, _ shift: Vector,
  _ output: UnsafeMutableRawPointer, _ used: Int
) {
  let lanes = vectorBytes / 4
  for part in 0..<parts where part < used {
    var words = IntVector()
    for lane in 0..<lanes {
      words[lane] = UnsafeRawPointer(sources[part * lanes + lane]).loadUnaligned(
        fromByteOffset: pixel, as: Int32.self)
    }
    for k in 0..<4 {
      let bytes = (words &>> IntVector(repeating: Int32(8 * k))) & IntVector(repeating: 255)
      var values = Vector()
      for lane in 0..<lanes { values[lane] = Float(bytes[lane]) }
      var x = shift
      multiplyAdd(&x, values, scale)
      store(x, output, (pixel + k) * elementBytes + part * vectorBytes)
    }
  }
}

@inline(always)
func gatherOne(
  _ sources: UnsafePointer<UnsafePointer<UInt8>>, _ pixel: Int, _ scale: Vector, _ shift: Vector,
  _ output: UnsafeMutableRawPointer, _ used: Int
) {
  let lanes = vectorBytes / 4
  for part in 0..<parts where part < used {
    var values = Vector()
    for lane in 0..<lanes {
      values[lane] = Float(sources[part * lanes + lane][pixel])
    }
    var x = shift
    multiplyAdd(&x, values, scale)
    store(x, output, pixel * elementBytes + part * vectorBytes)
  }
}
