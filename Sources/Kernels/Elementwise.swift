package import InklingKernelInterface

extension KernelSet {
  package func rectify(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int) {
    for k in 0..<count * parts {
      let x = load(source, k * vectorBytes)
      store(x.replacing(with: Vector(), where: x .<= Vector()), target, k * vectorBytes)
    }
  }

  package func rectifyGradient(_ gradient: UnsafeMutableRawPointer, _ output: UnsafeRawPointer, _ count: Int) {
    for k in 0..<count * parts {
      let at = k * vectorBytes
      let closed = load(output, at) .<= Vector()
      store(load(gradient, at).replacing(with: Vector(), where: closed), gradient, at)
    }
  }

  package func add(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int) {
    for k in 0..<count * parts { store(load(a, k * vectorBytes) + load(b, k * vectorBytes), target, k * vectorBytes) }
  }

  package func copy(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int) {
    for k in 0..<count * parts { store(load(source, k * vectorBytes), target, k * vectorBytes) }
  }

  package func pad(_ work: Padding) {
    let width = work.columns + 2 * work.columnMargin + work.extraColumns
    var target = work.target
    var source = work.source
    for _ in 0..<work.channels {
      target = zeros(target, work.rowMargin * width)
      for _ in 0..<work.rows {
        target = zeros(target, work.columnMargin)
        copy(source, target, work.columns)
        source += work.columns * elementBytes
        target += work.columns * elementBytes
        target = zeros(target, work.columnMargin + work.extraColumns)
      }
      target = zeros(target, (work.rowMargin + work.extraRows) * width)
    }
  }
}

@inline(always)
func zeros(_ target: UnsafeMutableRawPointer, _ count: Int) -> UnsafeMutableRawPointer {
  for k in 0..<count * parts { store(Vector(), target, k * vectorBytes) }
  return target + count * elementBytes
}

extension KernelSet {
  package func transposeTaps(
    _ weights: UnsafePointer<Float>, _ transposed: UnsafeMutablePointer<Float>, _ rows: Int, _ taps: Int, _ columns: Int
  ) {
    for row in 0..<rows {
      for tap in 0..<taps {
        let from = weights + (row * taps + tap) * columns
        let to = transposed + tap * rows + row
        for column in 0..<columns { to[column * taps * rows] = from[column] }
      }
    }
  }
}
