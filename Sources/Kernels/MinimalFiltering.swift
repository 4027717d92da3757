package import InklingKernelInterface

typealias FourValues = (Vector, Vector, Vector, Vector)

@inline(always) func loadFour(_ address: UnsafeRawPointer, _ stride: Int) -> FourValues {
  (load(address), load(address, stride), load(address, 2 * stride), load(address, 3 * stride))
}

@inline(always) func storeFour(_ values: FourValues, _ address: UnsafeMutableRawPointer, _ stride: Int) {
  store(values.0, address)
  store(values.1, address, stride)
  store(values.2, address, 2 * stride)
  store(values.3, address, 3 * stride)
}

/// `B^T x` of F(2, 3).
@inline(always) func filterInputTransform(_ x: FourValues) -> FourValues {
  (x.0 - x.2, x.1 + x.2, x.2 - x.1, x.1 - x.3)
}

/// `A^T m` of F(2, 3).
@inline(always) func filterOutputTransform(_ m: FourValues) -> (Vector, Vector) {
  (m.0 + m.1 + m.2, m.1 - m.2 - m.3)
}

extension KernelSet {
  /// `FilterInput`.
  package func filterInput(_ work: FilterInput) {
    let row = work.columns * elementBytes
    let frequency = work.channels * work.tileStride * elementBytes
    for part in 0..<parts where part < parts(for: work.lanes) {
      for channel in 0..<work.channels {
        let plane = work.source + channel * work.plane * elementBytes + part * vectorBytes
        let values = work.values + channel * work.tileStride * elementBytes + part * vectorBytes
        for tile in 0..<work.tileCount {
          let x = plane + Int(work.tiles[tile].input)
          let a = filterInputTransform(loadFour(x, row))
          let b = filterInputTransform(loadFour(x + elementBytes, row))
          let c = filterInputTransform(loadFour(x + 2 * elementBytes, row))
          let d = filterInputTransform(loadFour(x + 3 * elementBytes, row))
          let out = values + tile * elementBytes
          storeFour(filterInputTransform((a.0, b.0, c.0, d.0)), out, frequency)
          storeFour(filterInputTransform((a.1, b.1, c.1, d.1)), out + 4 * frequency, frequency)
          storeFour(filterInputTransform((a.2, b.2, c.2, d.2)), out + 8 * frequency, frequency)
          storeFour(filterInputTransform((a.3, b.3, c.3, d.3)), out + 12 * frequency, frequency)
        }
      }
    }
  }

  /// `FilterOutput`.
  package func filterOutput(_ work: FilterOutput) {
    let frequency = work.channels * work.tileStride * elementBytes
    for part in 0..<parts where part < parts(for: work.lanes) {
      for channel in 0..<work.channels {
        let bias = broadcast(work.bias.map { $0[channel] } ?? 0)
        let values = work.values + channel * work.tileStride * elementBytes + part * vectorBytes
        let plane = channel * work.plane * elementBytes + part * vectorBytes
        for tile in 0..<work.tileCount {
          let m = values + tile * elementBytes
          let a = filterOutputTransform(loadFour(m, 4 * frequency))
          let b = filterOutputTransform(loadFour(m + frequency, 4 * frequency))
          let c = filterOutputTransform(loadFour(m + 2 * frequency, 4 * frequency))
          let d = filterOutputTransform(loadFour(m + 3 * frequency, 4 * frequency))
          let top = filterOutputTransform((a.0, b.0, c.0, d.0)), bottom = filterOutputTransform((a.1, b.1, c.1, d.1))
          putTile(work, work.tiles[tile], plane, (top.0 + bias, top.1 + bias, bottom.0 + bias, bottom.1 + bias))
        }
      }
    }
  }
}

/// The four outputs of one tile, or the largest of them.
@inline(always)
func putTile(_ work: FilterOutput, _ tile: FilterTile, _ plane: Int, _ y: FourValues) {
  let at = plane + Int(tile.output)
  let out = work.target + at
  let zero = Vector()
  if work.maxPooled {
    var largest = y.0
    var winner = IntVector(repeating: 0)
    challenge(&largest, &winner, y.1, 1)
    challenge(&largest, &winner, y.2, 2)
    challenge(&largest, &winner, y.3, 3)
    if work.rectified { close(&largest, &winner) }
    store(largest, out)
    if let winners = work.winners { (winners + at).storeBytes(of: winner, as: IntVector.self) }
    return
  }
  let row = work.columns * elementBytes
  store(work.rectified ? maximum(y.0, zero) : y.0, out)
  if tile.columns > 1 { store(work.rectified ? maximum(y.1, zero) : y.1, out, elementBytes) }
  if tile.rows > 1 {
    store(work.rectified ? maximum(y.2, zero) : y.2, out, row)
    if tile.columns > 1 { store(work.rectified ? maximum(y.3, zero) : y.3, out, row + elementBytes) }
  }
}
