package import InklingKernelInterface

extension KernelSet {
  /// `Unpooling`: each pooled gradient goes to the position that won its window.
  package func unpool(_ work: Unpooling) {
    for part in 0..<parts {
      for channel in 0..<work.channels {
        let from = channel * work.channelStride + part * vectorBytes
        let gradient = work.gradient + from
        let winners = work.winners + from
        let plane = work.output + channel * work.rows * work.columns * elementBytes + part * vectorBytes
        for row in 0..<work.pooledRows {
          let pooled = row * work.pooledColumns * elementBytes
          unpoolRow(work, gradient + pooled, winners + pooled, plane + 2 * row * work.columns * elementBytes)
        }
        for k in 2 * work.pooledRows * work.columns..<work.rows * work.columns {
          store(Vector(), plane, k * elementBytes)
        }
      }
    }
  }
}

@inline(always)
func unpoolRow(
  _ work: Unpooling, _ gradient: UnsafeRawPointer, _ winners: UnsafeRawPointer, _ top: UnsafeMutableRawPointer
) {
  let bottom = top + work.columns * elementBytes
  let zero = Vector()
  for column in 0..<work.pooledColumns {
    let g = load(gradient, column * elementBytes)
    let winner = winners.load(fromByteOffset: column * elementBytes, as: IntVector.self)
    let left = 2 * column * elementBytes
    store(zero.replacing(with: g, where: winner .== IntVector(repeating: 0)), top, left)
    store(zero.replacing(with: g, where: winner .== IntVector(repeating: 1)), top, left + elementBytes)
    store(zero.replacing(with: g, where: winner .== IntVector(repeating: 2)), bottom, left)
    store(zero.replacing(with: g, where: winner .== IntVector(repeating: 3)), bottom, left + elementBytes)
  }
  for column in 2 * work.pooledColumns..<work.columns {
    store(zero, top, column * elementBytes)
    store(zero, bottom, column * elementBytes)
  }
}

extension KernelSet {
  /// Each channel's sum over `count` elements, where the winner is not -1, the even and the odd ones apart to hide the latency.
  package func channelSums(
    _ gradient: UnsafeRawPointer, _ winners: UnsafeRawPointer?, _ channels: Int, _ channelStride: Int, _ count: Int,
    _ sums: UnsafeMutableRawPointer
  ) {
    for part in 0..<parts {
      for channel in 0..<channels {
        let from = channel * channelStride + part * vectorBytes
        var a = Vector()
        var b = Vector()
        for k in 0..<count {
          let at = from + k * elementBytes
          var g = load(gradient, at)
          if let winners {
            let winner = winners.load(fromByteOffset: at, as: IntVector.self)
            g = g.replacing(with: Vector(), where: winner .== IntVector(repeating: -1))
          }
          if k % 2 == 0 { a += g } else { b += g }
        }
        store(a + b, sums, channel * elementBytes + part * vectorBytes)
      }
    }
  }
}
