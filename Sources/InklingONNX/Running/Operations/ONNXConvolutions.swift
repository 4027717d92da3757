import InklingFiles
import InklingFormats

extension ONNXOperation {
  static let convolutions: [String: ONNXOperation] = [
    "Conv": ONNXOperation(2...3, ["auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"]) {
      run throws(InputError) in [try convolution(run)]
    },
    "ConvTranspose": ONNXOperation(
      2...3,
      ["auto_pad", "dilations", "group", "kernel_shape", "output_padding", "output_shape", "pads", "strides"]
    ) { run throws(InputError) in [try transposedConvolution(run)] },
  ]

  /// The columns of a convolution: what each output position reads of some channels.
  private struct Patches: ONNXColumns {
    nonisolated(unsafe) let planes: UnsafePointer<Float>
    nonisolated(unsafe) let table: UnsafePointer<Int32>
    let channels: Int
    let plane: Int
    let taps: Int
    let positions: Int

    func pack(_ first: Int, _ count: Int, into panel: UnsafeMutablePointer<Float>) {
      var out = panel
      for channel in 0..<channels {
        let source = planes + channel * plane
        for tap in 0..<taps {
          let places = table + tap * positions + first
          for column in 0..<8 {
            let place = column < count ? Int(places[column]) : -1
            out[column] = place < 0 ? 0 : source[place]
          }
          out += 8
        }
      }
    }
  }

  /// X [N, C, ...], W [O, C / groups, ...], B [O].
  private static func convolution(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    let ((x, input), (w, weights)) = (try run.floats(0, rank: 3...8), try run.floats(1, rank: 3...8))
    let groups = try run.integer("group", 1)
    guard w.rank == x.rank, groups > 0, x.shape[1] == w.shape[1] * groups, w.shape[0].isMultiple(of: groups) else {
      throw run.fault("weights that do not fit its input", found: "\(w.shape) for \(x.shape) in \(groups) groups")
    }
    let window = try ONNXWindow(run, input: Array(x.shape.dropFirst(2)), kernel: Array(w.shape.dropFirst(2)))
    let bias = try run.vector(2, length: w.shape[0])
    let (images, channels, rows) = (x.shape[0], w.shape[1], w.shape[0] / groups)
    let inner = channels * window.taps
    let shape = [images, w.shape[0]] + window.output
    let count = try run.take(shape)
    try run.spend(count, inner)
    let table = try window.table(run)
    try run.take(bytes: ONNXMatrixProduct.scratch(inner: inner))
    let (taps, positions, plane) = (window.taps, window.positions, window.plane)
    let out = [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = count
      buffer.initialize(repeating: 0)
      withPointers(input, weights, bias, table) { input, weights, bias, table in
        guard let base = buffer.baseAddress, count > 0 else { return }
        nonisolated(unsafe) let (x, w, b, t, out) = (input, weights, bias, table, base)
        ONNXMatrixProduct.perform(images * groups, rows: rows, inner: inner, columns: positions) { job in
          let group = job % groups
          return ONNXMatrixProduct.Job(
            left: w + group * rows * inner,
            right: Patches(
              planes: x + job * channels * plane, table: t, channels: channels, plane: plane, taps: taps,
              positions: positions),
            out: out + job * rows * positions, bias: b.map { $0 + group * rows })
        }
      }
    }
    return ONNXTensor(x.type, shape, rounding: out)
  }

  private static func withPointers(
    _ input: [Float], _ weights: [Float], _ bias: [Float]?, _ table: [Int32],
    _ body: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>?, UnsafePointer<Int32>) -> Void
  ) {
    input.withUnsafeBufferPointer { input in
      weights.withUnsafeBufferPointer { weights in
        table.withUnsafeBufferPointer { table in
          guard let input = input.baseAddress, let weights = weights.baseAddress, let table = table.baseAddress
          else { return }
          if let bias {
            bias.withUnsafeBufferPointer { body(input, weights, $0.baseAddress, table) }
          } else {
            body(input, weights, nil, table)
          }
        }
      }
    }
  }
}
