import InklingEngine
import InklingIntegerKernels

/// How a layer's input becomes quads: four values of each of sixteen images one behind the other, which one instruction
/// multiplies and adds.
///
/// Channels come in fours. One or two that are left over share their quads with the columns to their right, three with
/// nothing. A linear layer is a convolution of one pixel.
struct QuadPacking: Sendable {
  /// What one byte of a quad is: a channel of the group, so many kernel columns to the right; nil where it is nothing.
  private struct Source {
    var channel: Int
    var column: Int
  }

  private let convolution: Graph.Operation.Conv2d
  private let input: Shape
  /// Channels of one group.
  private let channels: Int
  private let planes: Int
  private let height: Int
  private let width: Int

  /// Bytes of one group's quads.
  var bytes: Int { planes * height * width * 64 }

  /// - Parameter operation: a convolution or a linear layer.
  init(_ operation: Graph.Operation, _ input: Shape) {
    if case .conv2d(let convolution) = operation {
      self.convolution = convolution
      self.input = input
    } else {
      convolution = Graph.Operation.Conv2d(inChannels: input.count, outChannels: 1, kernelSize: 1)
      self.input = [input.count, 1, 1]
    }
    channels = self.input.channels / convolution.groups
    planes = (channels + 3) / 4
    height = self.input.height + 2 * convolution.padding.height
    width = self.input.width + 2 * convolution.padding.width
  }

  /// Kernel columns that a plane's quads hold: more than one where few channels are left over.
  private func columns(_ plane: Int) -> Int {
    switch channels - 4 * plane {
    case 1: 4
    case 2: 2
    default: 1
    }
  }

  private func source(_ plane: Int, _ place: Int) -> Source? {
    let left = min(channels - 4 * plane, 4)
    if left == 3 { return place == 3 ? nil : Source(channel: 4 * plane + place, column: 0) }
    return Source(channel: 4 * plane + place % left, column: place / left)
  }

  /// The taps: for each a plane, a kernel row and the first of its kernel columns.
  private var steps: [(plane: Int, row: Int, column: Int)] {
    let kernel = convolution.kernelSize
    return (0..<planes).flatMap { plane in
      (0..<kernel.height).flatMap { row in
        stride(from: 0, to: kernel.width, by: columns(plane)).map { (plane, row, $0) }
      }
    }
  }

  private func offset(_ plane: Int, _ row: Int, _ column: Int) -> Int64 {
    Int64(((plane * height + row) * width + column) * 64)
  }

  /// Byte offsets from a position to each tap.
  var taps: [Int64] {
    let dilation = convolution.dilation
    return steps.map { offset($0.plane, $0.row * dilation.height, $0.column * dilation.width) }
  }

  /// Byte offsets of the positions, row by row; with pooling by windows of two by two.
  func positions(_ output: Shape, pools: Bool) -> [Int64] {
    func position(_ row: Int, _ column: Int) -> Int64 {
      offset(0, row * convolution.stride.height, column * convolution.stride.width)
    }
    if !pools {
      return (0..<output.height).flatMap { row in (0..<output.width).map { position(row, $0) } }
    }
    return (0..<output.height / 2).flatMap { row in
      (0..<output.width / 2).flatMap { column in
        (0..<4).map { position(2 * row + $0 / 2, 2 * column + $0 % 2) }
      }
    }
  }

  /// One group's weights, `[taps][outputs]`, four bytes each, the first in the lowest.
  ///
  /// - Parameter values: `[outputs][channels][rows][columns]`.
  func weights(_ values: ArraySlice<Int8>, outputs: Int) -> [Int32] {
    let kernel = convolution.kernelSize
    let size = channels * kernel.height * kernel.width
    return steps.flatMap { step in
      (0..<outputs).map { output in
        var quad: UInt32 = 0
        for place in 0..<4 {
          guard let source = source(step.plane, place), step.column + source.column < kernel.width else { continue }
          let column = step.column + source.column
          let index = output * size + (source.channel * kernel.height + step.row) * kernel.width + column
          quad |= UInt32(UInt8(bitPattern: values[values.startIndex + index])) << UInt32(8 * place)
        }
        return Int32(bitPattern: quad)
      }
    }
  }

  /// Packs one group's channels.
  ///
  /// - Parameters:
  ///   - from: the group's first channel, planar.
  ///   - fill: what the padding is.
  func pack(from: UnsafePointer<UInt8>, to: UnsafeMutablePointer<UInt8>, fill: UInt8) {
    let (rows, columns, above) = (input.height, input.width, convolution.padding.height)
    var row = to
    for plane in 0..<planes {
      for y in 0..<height {
        if y < above || y >= above + rows {
          row.update(repeating: fill, count: width * 64)
        } else {
          packRow(plane, from + (y - above) * columns * 16, rows * columns * 16, row, fill)
        }
        row += width * 64
      }
    }
  }

  /// - Parameters:
  ///   - line: the row in the first channel.
  ///   - step: bytes from one channel to the next.
  private func packRow(
    _ plane: Int, _ line: UnsafePointer<UInt8>, _ step: Int, _ to: UnsafeMutablePointer<UInt8>, _ fill: UInt8
  ) {
    withUnsafeTemporaryAllocation(of: UnsafePointer<UInt8>?.self, capacity: 4) { sources in
      withUnsafeTemporaryAllocation(of: Int64.self, capacity: 8) { ends in
        for place in 0..<4 {
          // Nothing's weights are zeros, so it may be any channel.
          let source = source(plane, place) ?? Source(channel: 4 * plane, column: 0)
          sources[place] = line + source.channel * step
          let first = convolution.padding.width - source.column * convolution.dilation.width
          ends[place] = Int64(first)
          ends[4 + place] = Int64(first + input.width)
        }
        guard let start = ends.baseAddress else { return }
        integer_pack_row(to, Int64(width), sources.baseAddress, start, start + 4, fill)
      }
    }
  }
}
