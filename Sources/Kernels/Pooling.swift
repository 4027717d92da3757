package import InklingKernelInterface

/// Calls `body(source, target, output index, window)` for each channel and window, for one register of the lanes.
@inline(always)
func forWindows(
  _ work: Pooling, _ part: Int,
  _ body: (UnsafeRawPointer, UnsafeMutableRawPointer, Int, Window) -> Void
) {
  for channel in 0..<work.channels {
    let source = work.source + channel * work.sourcePlane * elementBytes + part * vectorBytes
    let target = work.target + channel * work.targetPlane * elementBytes + part * vectorBytes
    for index in 0..<work.windowCount { body(source, target, channel * work.windowCount + index, work.windows[index]) }
  }
}

/// Calls `body(byte offset)` for each element of a window, row by row.
@inline(always)
func forElements(_ window: Window, _ work: Pooling, _ body: (Int) -> Void) {
  for row in 0..<Int(window.rows) {
    for column in 0..<Int(window.columns) {
      body(Int(window.first) + row * work.rowStride + column * work.columnStride)
    }
  }
}

@inline(always)
func clear(_ work: Pooling) {
  let target = work.target
  for k in 0..<work.channels * work.targetPlane * parts { store(Vector(), target, k * vectorBytes) }
}

extension KernelSet {
  /// The first largest element of each window wins; NaN counts as largest, as in PyTorch's MaxPool2d.
  package func maxPool(_ work: Pooling) {
    for part in 0..<parts {
      forWindows(work, part) { source, target, index, window in
        var largest = load(source, Int(window.first))
        var winner = IntVector(repeating: window.first)
        forElements(window, work) { offset in
          let value = load(source, offset)
          let greater = (value .> largest) .| (value .!= value)
          largest = largest.replacing(with: value, where: greater)
          winner = winner.replacing(with: IntVector(repeating: Int32(truncatingIfNeeded: offset)), where: greater)
        }
        store(largest, target, (index % work.windowCount) * elementBytes)
        if let winners = work.winners {
          (winners + part * vectorBytes).storeBytes(of: winner, toByteOffset: index * elementBytes, as: IntVector.self)
        }
      }
    }
  }

  package func maxPoolGradient(_ work: Pooling) {
    guard let winners = work.winners else { return }
    clear(work)
    for part in 0..<parts {
      forWindows(work, part) { source, target, index, window in
        let gradient = load(source, (index % work.windowCount) * elementBytes)
        let winner = (winners + part * vectorBytes).load(fromByteOffset: index * elementBytes, as: IntVector.self)
        forElements(window, work) { offset in
          let won = winner .== IntVector(repeating: Int32(truncatingIfNeeded: offset))
          store(load(target, offset) + Vector().replacing(with: gradient, where: won), target, offset)
        }
      }
    }
  }

  package func averagePool(_ work: Pooling) {
    for part in 0..<parts {
      var channel = 0
      while channel + 4 <= work.channels {
        averageFour(work, channel, part)
        channel += 4
      }
      while channel < work.channels {
        let source = work.source + channel * work.sourcePlane * elementBytes + part * vectorBytes
        let target = work.target + channel * work.targetPlane * elementBytes + part * vectorBytes
        for index in 0..<work.windowCount {
          var sum = Vector()
          forElements(work.windows[index], work) { sum += load(source, $0) }
          store(sum * broadcast(work.windows[index].scale), target, index * elementBytes)
        }
        channel += 1
      }
    }
  }
}

/// Four channels at a time: four sums that do not wait for one another, each in its window's order.
@inline(always)
func averageFour(_ work: Pooling, _ channel: Int, _ part: Int) {
  let step = work.sourcePlane * elementBytes, targetStep = work.targetPlane * elementBytes
  let source = work.source + channel * step + part * vectorBytes
  let target = work.target + channel * targetStep + part * vectorBytes
  for index in 0..<work.windowCount {
    var a = Vector(), b = Vector(), c = Vector(), d = Vector()
    forElements(work.windows[index], work) { offset in
      a += load(source, offset)
      b += load(source, offset + step)
      c += load(source, offset + 2 * step)
      d += load(source, offset + 3 * step)
    }
    let scale = broadcast(work.windows[index].scale), at = index * elementBytes
    store(a * scale, target, at)
    store(b * scale, target, at + targetStep)
    store(c * scale, target, at + 2 * targetStep)
    store(d * scale, target, at + 3 * targetStep)
  }
}

extension KernelSet {
  package func averagePoolGradient(_ work: Pooling) {
    // One window over the whole plane, as in global pooling: every element gets the same, and nothing is added up.
    if work.windowCount == 1, Int(work.windows[0].rows) * Int(work.windows[0].columns) == work.targetPlane {
      return spreadOverPlanes(work)
    }
    clear(work)
    for part in 0..<parts {
      forWindows(work, part) { source, target, index, window in
        let share = load(source, (index % work.windowCount) * elementBytes) * broadcast(window.scale)
        forElements(window, work) { store(load(target, $0) + share, target, $0) }
      }
    }
  }
}

@inline(always)
func spreadOverPlanes(_ work: Pooling) {
  let scale = broadcast(work.windows[0].scale)
  for channel in 0..<work.channels {
    let first = channel * work.targetPlane * elementBytes
    for part in 0..<parts {
      let share = load(work.source, channel * elementBytes + part * vectorBytes) * scale
      for k in 0..<work.targetPlane { store(share, work.target, first + k * elementBytes + part * vectorBytes) }
    }
  }
}
