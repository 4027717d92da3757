import InklingKernelInterface

@inline(always) func interleaveLow(_ a: Four, _ b: Four) -> Four {
  var result = Four()
  result.evenHalf = a.lowHalf
  result.oddHalf = b.lowHalf
  return result
}

@inline(always) func interleaveHigh(_ a: Four, _ b: Four) -> Four {
  var result = Four()
  result.evenHalf = a.highHalf
  result.oddHalf = b.highHalf
  return result
}

extension KernelSet {
  /// Elements of sixteen lanes to sixteen rows, by transposes of four by four.
  package func lanesToRows(
    _ elements: UnsafeRawPointer, _ count: Int, _ rows: UnsafeMutablePointer<Float>, _ rowStride: Int
  ) {
    var k = 0
    while k + 4 <= count {
      for quarter in 0..<4 {
        let at = elements + k * 64 + quarter * 16
        let a = at.load(as: Four.self), b = at.load(fromByteOffset: 64, as: Four.self)
        let c = at.load(fromByteOffset: 128, as: Four.self), d = at.load(fromByteOffset: 192, as: Four.self)
        let ac = interleaveLow(a, c), bd = interleaveLow(b, d)
        let ca = interleaveHigh(a, c), db = interleaveHigh(b, d)
        let out = UnsafeMutableRawPointer(rows + quarter * 4 * rowStride + k)
        out.storeBytes(of: interleaveLow(ac, bd), as: Four.self)
        out.storeBytes(of: interleaveHigh(ac, bd), toByteOffset: rowStride * 4, as: Four.self)
        out.storeBytes(of: interleaveLow(ca, db), toByteOffset: rowStride * 8, as: Four.self)
        out.storeBytes(of: interleaveHigh(ca, db), toByteOffset: rowStride * 12, as: Four.self)
      }
      k += 4
    }
    let floats = elements.assumingMemoryBound(to: Float.self)
    while k < count {
      for lane in 0..<16 { rows[lane * rowStride + k] = floats[k * 16 + lane] }
      k += 1
    }
  }

  /// Level by level: at each level buffer `i` takes in buffer `i + distance`. The order depends on the buffers'
  /// numbers alone, so it does not matter who filled them or when.
  package func treeSum(_ buffers: UnsafeMutablePointer<Float>, _ stride: Int, _ number: Int, _ count: Int) {
    let lanes = vectorBytes / 4
    var distance = 1
    while distance < number {
      var left = 0
      while left + distance < number {
        let a = UnsafeMutableRawPointer(buffers + left * stride)
        let b = UnsafeRawPointer(buffers + (left + distance) * stride)
        for k in 0..<count / lanes { store(load(a, k * vectorBytes) + load(b, k * vectorBytes), a, k * vectorBytes) }
        left += 2 * distance
      }
      distance *= 2
    }
  }
}
