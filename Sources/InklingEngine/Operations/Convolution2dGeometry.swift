import InklingKernelInterface

/// Where a convolution's taps and positions lie, as byte offsets: all of its geometry (stride, padding, dilation)
/// ends up in these tables.
struct Convolution2dGeometry: Sendable {
  let operation: Graph.Operation.Conv2d
  /// Rows and columns without padding, and of the output.
  let input: Extent2d
  let output: Extent2d
  /// Rows and columns of zeros below and right of the padding, for an algorithm that reads beyond it.
  var extra = Extent2d(0, 0)

  /// Channels of one group.
  var inputs: Int { operation.inChannels / operation.groups }
  var outputs: Int { operation.outChannels / operation.groups }
  var kernel: Extent2d { operation.kernelSize }
  var stride: Extent2d { operation.stride }
  var padding: Extent2d { operation.padding }
  var dilation: Extent2d { operation.dilation }

  var padded: Extent2d {
    Extent2d(input.height + 2 * padding.height + extra.height, input.width + 2 * padding.width + extra.width)
  }
  var tapCount: Int { inputs * kernel.height * kernel.width }

  /// `floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1`, or nil where the kernel does not fit.
  static func outputSize(_ size: Int, kernel: Int, stride: Int, padding: Int, dilation: Int) -> Int? {
    let room = size + 2 * padding - dilation * (kernel - 1) - 1
    return room < 0 ? nil : room / stride + 1
  }

  /// Taps in the order (input channel, kernel row, kernel column), which is the order of every sum.
  func taps() -> [Tap] {
    var taps: [Tap] = []
    for i in 0..<inputs {
      for u in 0..<kernel.height {
        for v in 0..<kernel.width {
          let offset = (i * padded.height + u * dilation.height) * padded.width + v * dilation.width
          taps.append(Tap(input: Int32(offset * 64), weights: Int32(taps.count * outputs * 4)))
        }
      }
    }
    return taps
  }

  func positions() -> [Position] {
    var positions: [Position] = []
    for y in 0..<output.height { for x in 0..<output.width { positions.append(position(y, x, y * output.width + x)) } }
    return positions
  }

  /// Positions in fours, one 2x2 window after the other, each window's output at its place in the pooled plane.
  func windowPositions() -> [Position] {
    let pooled = Extent2d(output.height / 2, output.width / 2)
    var positions: [Position] = []
    for y in 0..<pooled.height {
      for x in 0..<pooled.width {
        for k in 0..<4 { positions.append(position(2 * y + k / 2, 2 * x + k % 2, y * pooled.width + x)) }
      }
    }
    return positions
  }

  private func position(_ y: Int, _ x: Int, _ out: Int) -> Position {
    let offset = y * stride.height * padded.width + x * stride.width
    return Position(input: Int32(offset * 64), output: Int32(out * 64))
  }

  /// One axis of the input gradient: coordinates that the same kernel rows (or columns) reach.
  private struct AxisClass {
    /// (kernel coordinate, output coordinate relative to the base) for each that reaches.
    var reach: [(kernel: Int, relative: Int)]
    /// (input coordinate, base output coordinate).
    var members: [(input: Int, base: Int)]
  }

  private func axisClasses(_ size: Int, _ outputs: Int, _ kernel: Int, _ stride: Int, _ padding: Int, _ dilation: Int)
    -> [AxisClass]
  {
    var classes: [AxisClass] = []
    for coordinate in 0..<size {
      let base = (coordinate + padding) / stride
      var reach: [(kernel: Int, relative: Int)] = []
      for k in 0..<kernel {
        let scaled = coordinate + padding - k * dilation
        if scaled >= 0, scaled % stride == 0, scaled / stride < outputs {
          reach.append((k, scaled / stride - base))
        }
      }
      let same = classes.firstIndex {
        $0.reach.count == reach.count && zip($0.reach, reach).allSatisfy { $0 == $1 }
      }
      if let same {
        classes[same].members.append((coordinate, base))
      } else {
        classes.append(AxisClass(reach: reach, members: [(coordinate, base)]))
      }
    }
    return classes
  }

  /// The input gradient as tap sums over the output gradient. Input positions that the same part of the kernel
  /// reaches form a class with taps of its own, so that nothing outside the output is ever multiplied.
  func inputGradientClasses() -> [(taps: [Tap], positions: [Position])] {
    let rows = axisClasses(
      input.height, output.height, kernel.height, stride.height, padding.height, dilation.height)
    let columns = axisClasses(input.width, output.width, kernel.width, stride.width, padding.width, dilation.width)
    return rows.flatMap { row in
      columns.map { column in (gradientTaps(row, column), gradientPositions(row, column)) }
    }
  }

  private func gradientTaps(_ row: AxisClass, _ column: AxisClass) -> [Tap] {
    var taps: [Tap] = []
    for o in 0..<outputs {
      for u in row.reach {
        for v in column.reach {
          let offset = (o * output.height + u.relative) * output.width + v.relative
          let weights = ((o * kernel.height + u.kernel) * kernel.width + v.kernel) * inputs
          taps.append(Tap(input: Int32(offset * 64), weights: Int32(weights * 4)))
        }
      }
    }
    return taps
  }

  private func gradientPositions(_ row: AxisClass, _ column: AxisClass) -> [Position] {
    row.members.flatMap { y in
      column.members.map { x in
        Position(
          input: Int32((y.base * output.width + x.base) * 64), output: Int32((y.input * input.width + x.input) * 64))
      }
    }
  }
}
