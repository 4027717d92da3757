import InklingEngine

/// The pixels that a convolution's window lies on.
struct QuantizedWindow {
  private let convolution: Graph.Operation.Conv2d
  private let input: Shape
  private let columns: Int
  /// Each product's place from the window's first pixel on, within one group's channels.
  private let offsets: [Int]

  init(_ convolution: Graph.Operation.Conv2d, _ input: Shape, _ output: Shape) {
    self.convolution = convolution
    self.input = input
    columns = output.width
    var offsets: [Int] = []
    for i in 0..<convolution.inChannels / convolution.groups {
      for u in 0..<convolution.kernelSize.height {
        for v in 0..<convolution.kernelSize.width {
          offsets.append(
            (i * input.height + u * convolution.dilation.height) * input.width + v * convolution.dilation.width)
        }
      }
    }
    self.offsets = offsets
  }

  /// Copies a position's pixels; the padding is `zero`.
  func gather(
    _ position: Int, _ bytes: UnsafeBufferPointer<UInt8>, from first: Int, _ zero: Int16,
    into patch: UnsafeMutableBufferPointer<Int16>
  ) {
    let (kernel, dilation) = (convolution.kernelSize, convolution.dilation)
    let top = position / columns * convolution.stride.height - convolution.padding.height
    let left = position % columns * convolution.stride.width - convolution.padding.width
    let corner = first + top * input.width + left
    let (bottom, right) = (top + (kernel.height - 1) * dilation.height, left + (kernel.width - 1) * dilation.width)
    if top >= 0, left >= 0, bottom < input.height, right < input.width {
      offsets.withUnsafeBufferPointer { offsets in
        for i in 0..<offsets.count { patch[i] = Int16(bytes[corner &+ offsets[i]]) }
      }
      return
    }
    for i in offsets.indices {
      let y = top + i / kernel.width % kernel.height * dilation.height
      let x = left + i % kernel.width * dilation.width
      let isInside = y >= 0 && y < input.height && x >= 0 && x < input.width
      patch[i] = isInside ? Int16(bytes[corner + offsets[i]]) : zero
    }
  }
}
