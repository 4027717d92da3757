import InklingKernelInterface

/// A 3x3 convolution of stride one as minimal filtering F(2x2, 3x3), a few tiles at a time: what they need stays in the
/// caches, however large the image.
struct MinimalFiltering {
  let inputs: Int
  let outputs: Int
  /// The source's rows and columns with all margins: at least two more than the tiles' outputs.
  let source: Extent2d
  let output: Extent2d
  /// Whether each tile is a window of fused pooling; odd rows and columns at the end belong to none then.
  let maxPooled: Bool

  /// Tiles at a time, in fours: what a tap sum does at once.
  var tilesAtOnce: Int { 16 * (inputs + outputs) * 8 * 64 <= 384 << 10 ? 8 : 4 }
  var valueElements: Int { 16 * inputs * tilesAtOnce }
  var sumElements: Int { 16 * outputs * tilesAtOnce }

  /// Rows and columns of zeros that the last tiles of odd outputs need beyond a margin of `padding`.
  static func extra(_ output: Extent2d, maxPooled: Bool) -> Extent2d {
    maxPooled ? Extent2d(0, 0) : Extent2d(output.height % 2, output.width % 2)
  }

  private func tiles() -> [FilterTile] {
    let rows = maxPooled ? output.height / 2 : (output.height + 1) / 2
    let columns = maxPooled ? output.width / 2 : (output.width + 1) / 2
    return (0..<rows * columns).map { index in
      let (y, x) = (index / columns, index % columns)
      let place = maxPooled ? index : 2 * y * output.width + 2 * x
      return FilterTile(
        input: Int32((2 * y * source.width + 2 * x) * 64), output: Int32(place * 64),
        rows: Int32(min(2, output.height - 2 * y)), columns: Int32(min(2, output.width - 2 * x)))
    }
  }

  /// One block: (source, room for `valueElements`, room for `sumElements`, weights, bias, target, winners, lanes).
  typealias Work =
    @Sendable (
      UnsafeRawPointer, UnsafeMutableRawPointer, UnsafeMutableRawPointer, UnsafePointer<Float>, UnsafePointer<Float>?,
      UnsafeMutableRawPointer, UnsafeMutableRawPointer?, Int
    ) -> Void

  func work(_ kernels: KernelTable, rectified: Bool) -> Work {
    let (inputs, outputs, atOnce, sourceColumns) = (inputs, outputs, tilesAtOnce, source.width)
    let (sourcePlane, maxPooled, columns) = (source.height * source.width, maxPooled, output.width)
    let plane = maxPooled ? output.height / 2 * (output.width / 2) : output.height * output.width
    let tiles = Table(tiles())
    let taps = Table((0..<inputs).map { Tap(input: Int32($0 * atOnce * 64), weights: Int32($0 * outputs * 4)) })
    let positions = Table((0..<atOnce).map { Position(input: Int32($0 * 64), output: Int32($0 * 64)) })
    return { source, values, sums, weights, bias, target, winners, lanes in
      var first = 0
      while first < tiles.count {
        let count = min(atOnce, tiles.count - first)
        kernels.filterInput(
          FilterInput(
            source: source, columns: sourceColumns, plane: sourcePlane, channels: inputs,
            tiles: tiles.pointer + first, tileCount: count, tileStride: atOnce, values: values, lanes: lanes))
        for frequency in 0..<16 {
          kernels.tapSum(
            TapSum(
              input: values + frequency * inputs * atOnce * 64, weights: weights + frequency * inputs * outputs,
              bias: nil, output: sums + frequency * outputs * atOnce * 64, taps: taps.pointer, tapCount: inputs,
              positions: positions.pointer, positionCount: count, channels: outputs, channelStride: atOnce * 64,
              rectified: false, lanes: lanes))
        }
        kernels.filterOutput(
          FilterOutput(
            values: sums, bias: bias, target: target, columns: columns, plane: plane, channels: outputs,
            tiles: tiles.pointer + first, tileCount: count, tileStride: atOnce, rectified: rectified,
            maxPooled: maxPooled, winners: winners, lanes: lanes))
        first += count
      }
    }
  }
}
