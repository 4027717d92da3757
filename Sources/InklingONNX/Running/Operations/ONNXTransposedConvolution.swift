import InklingFiles
import InklingFormats

extension ONNXOperation {
  /// Where each input position writes: the reverse of a convolution's window.
  private struct Spread {
    var output: [Int] = []
    var begins: [Int] = []
    var strides: [Int] = []
    var dilations: [Int] = []
  }

  /// X [N, C, ...], W [C, O / groups, ...], B [O].
  static func transposedConvolution(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    let ((x, input), (w, weights)) = (try run.floats(0, rank: 3...8), try run.floats(1, rank: 3...8))
    let groups = try run.integer("group", 1)
    guard w.rank == x.rank, groups > 0, x.shape[1] == w.shape[0], x.shape[1].isMultiple(of: groups) else {
      throw run.fault("weights that do not fit its input", found: "\(w.shape) for \(x.shape) in \(groups) groups")
    }
    let (size, kernel) = (Array(x.shape.dropFirst(2)), Array(w.shape.dropFirst(2)))
    let spread = try spread(run, size, kernel)
    let (images, channels, outs) = (x.shape[0], x.shape[1] / groups, w.shape[1])
    let bias = try run.vector(2, length: outs * groups)
    let shape = [images, outs * groups] + spread.output
    let count = try run.take(shape)
    try run.spend(x.count, outs, kernel.reduce(1, *))
    let table = try table(run, size, kernel, spread)
    let (plane, taps, positions) = (spread.output.reduce(1, *), kernel.reduce(1, *), size.reduce(1, *))
    let out = [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = count
      buffer.initialize(repeating: 0)
      guard let base = buffer.baseAddress, count > 0 else { return }
      nonisolated(unsafe) let result = base
      ONNXThreads.perform(images * groups * outs, work: x.count * outs * taps) { job in
        let (image, channel) = (job / (groups * outs), job % (groups * outs))
        let (group, out) = (channel / outs, channel % outs)
        let target = result + job * plane
        for index in 0..<plane { target[index] = bias?[channel] ?? 0 }
        for inner in 0..<channels {
          let source = ((image * groups + group) * channels + inner) * positions
          for tap in 0..<taps {
            let weight = weights[((group * channels + inner) * outs + out) * taps + tap]
            for position in 0..<positions {
              let place = Int(table[tap * positions + position])
              if place >= 0 { target[place] += weight * input[source + position] }
            }
          }
        }
      }
    }
    return ONNXTensor(x.type, shape, rounding: out)
  }

  private static func spread(_ run: ONNXNodeRun, _ size: [Int], _ kernel: [Int]) throws(InputError) -> Spread {
    let rank = size.count
    func list(_ name: String, _ count: Int, _ range: ClosedRange<Int>) throws(InputError) -> [Int]? {
      guard let list = try run.list(name) else { return nil }
      guard list.count == count, list.allSatisfy(range.contains) else {
        throw run.fault(
          "its attribute '\(name)' does not fit", expected: "\(count) numbers of \(range.text)", found: "\(list)")
      }
      return list
    }
    let most = 1 << 20
    guard try list("kernel_shape", rank, 1...most) ?? kernel == kernel, kernel.allSatisfy({ (1...most).contains($0) })
    else { throw run.fault("its kernel does not fit", found: "\(kernel)") }
    var spread = Spread()
    spread.strides = try list("strides", rank, 1...most) ?? [Int](repeating: 1, count: rank)
    spread.dilations = try list("dilations", rank, 1...most) ?? [Int](repeating: 1, count: rank)
    let extra = try list("output_padding", rank, 0...most) ?? [Int](repeating: 0, count: rank)
    let pads = try list("pads", 2 * rank, 0...most)
    // Some exporters name all dimensions.
    let wanted = try run.list("output_shape").map { Array($0.suffix(rank)) }
    guard wanted == nil || wanted?.count == rank else {
      throw run.fault(
        "its attribute 'output_shape' does not fit", expected: "\(rank) numbers", found: "\(wanted ?? [])")
    }
    let said = try run.text("auto_pad", "NOTSET")
    let automatic = said.isEmpty ? "NOTSET" : said
    guard ["NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"].contains(automatic) else {
      throw run.fault("an automatic padding that is not known", found: automatic)
    }
    for axis in 0..<rank {
      let whole =
        (size[axis] - 1) * spread.strides[axis] + (kernel[axis] - 1) * spread.dilations[axis] + 1 + extra[axis]
      var begin = automatic == "NOTSET" ? pads?[axis] ?? 0 : 0
      var length = whole - begin - (automatic == "NOTSET" ? pads?[rank + axis] ?? 0 : 0)
      if wanted != nil || automatic.hasPrefix("SAME") {
        length = wanted?[axis] ?? size[axis] * spread.strides[axis]
        let total = max(whole - length, 0)
        begin = automatic == "SAME_UPPER" ? total / 2 : total - total / 2
      }
      guard length > 0 else { throw run.fault("its output is empty", found: "\(length)") }
      spread.begins.append(begin)
      spread.output.append(length)
    }
    return spread
  }

  /// For each tap and input position where it writes in the output's plane; -1 for outside. [taps, positions].
  private static func table(
    _ run: ONNXNodeRun, _ size: [Int], _ kernel: [Int], _ spread: Spread
  ) throws(InputError) -> [Int32] {
    try run.take(kernel + size)
    guard spread.output.reduce(1, *) < 1 << 31 else { throw run.fault("its output is too large") }
    let steps = ONNXTensor.steps(spread.output)
    var table: [Int32] = []
    var tap = [Int](repeating: 0, count: kernel.count)
    for _ in 0..<kernel.reduce(1, *) {
      var position = [Int](repeating: 0, count: size.count)
      for _ in 0..<size.reduce(1, *) {
        var sum = 0
        for axis in size.indices {
          let place =
            position[axis] * spread.strides[axis] + tap[axis] * spread.dilations[axis] - spread.begins[axis]
          sum = (0..<spread.output[axis]).contains(place) && sum >= 0 ? sum + place * steps[axis] : -1
        }
        table.append(Int32(sum))
        ONNXTensor.advance(&position, size)
      }
      ONNXTensor.advance(&tap, kernel)
    }
    return table
  }
}
