import InklingFiles

/// Where a kernel reads as it moves over the spatial dimensions of an input, of any number.
struct ONNXWindow {
  let input: [Int]
  let kernel: [Int]
  let strides: [Int]
  let dilations: [Int]
  /// The margins before and behind each dimension.
  let begins: [Int]
  let ends: [Int]
  let output: [Int]

  /// From a node's attributes.
  ///
  /// - Parameters:
  ///   - input: the spatial dimensions.
  ///   - kernel: the kernel's, when the weights say them.
  init(_ run: ONNXNodeRun, input: [Int], kernel known: [Int]? = nil) throws(InputError) {
    let rank = input.count
    func sizes(_ name: String, _ count: Int, _ range: ClosedRange<Int>) throws(InputError) -> [Int]? {
      guard let list = try run.list(name) else { return nil }
      guard list.count == count, list.allSatisfy(range.contains) else {
        throw run.fault(
          "its attribute '\(name)' does not fit", expected: "\(count) numbers of \(range.text)", found: "\(list)")
      }
      return list
    }
    let largest = 1 << 20
    guard let kernel = try sizes("kernel_shape", rank, 1...largest) ?? known, rank > 0,
      known == nil || kernel == known, kernel.allSatisfy({ (1...largest).contains($0) })
    else { throw run.fault("its kernel does not fit", found: "\(known ?? [])") }
    let strides = try sizes("strides", rank, 1...largest) ?? [Int](repeating: 1, count: rank)
    let dilations = try sizes("dilations", rank, 1...largest) ?? [Int](repeating: 1, count: rank)
    let pads = try sizes("pads", 2 * rank, 0...largest)
    let isCeiling = try run.flag("ceil_mode")
    let automatic = try run.text("auto_pad", "NOTSET")
    var (begins, ends, output) = ([Int](), [Int](), [Int]())
    for axis in 0..<rank {
      let reach = (kernel[axis] - 1) * dilations[axis] + 1
      var (begin, end) = (pads?[axis] ?? 0, pads?[rank + axis] ?? 0)
      switch automatic {
      case "NOTSET", "": break
      case "VALID": (begin, end) = (0, 0)
      case "SAME_UPPER", "SAME_LOWER":
        let size = (input[axis] + strides[axis] - 1) / strides[axis]
        let total = max((size - 1) * strides[axis] + reach - input[axis], 0)
        begin = automatic == "SAME_UPPER" ? total / 2 : total - total / 2
        end = total - begin
      default: throw run.fault("an automatic padding that is not known", found: automatic)
      }
      let room = input[axis] + begin + end - reach
      guard room >= 0 else {
        throw run.fault("its kernel is larger than its input", found: "\(kernel) over \(input)")
      }
      var size = room / strides[axis] + 1
      // A window that would begin behind the input is left out.
      if isCeiling, room % strides[axis] > 0, size * strides[axis] < input[axis] + begin { size += 1 }
      begins.append(begin)
      ends.append(end)
      output.append(size)
    }
    (self.input, self.kernel, self.strides, self.dilations) = (input, kernel, strides, dilations)
    (self.begins, self.ends, self.output) = (begins, ends, output)
  }

  var taps: Int { kernel.reduce(1, *) }
  var positions: Int { output.reduce(1, *) }
  var plane: Int { input.reduce(1, *) }

  /// For each tap and output position where it reads in the plane: -1 in the margin, -2 behind it. [taps, positions].
  func table(_ run: ONNXNodeRun) throws(InputError) -> [Int32] {
    let shape = kernel + output
    try run.take(shape)
    guard plane < 1 << 31 else { throw run.fault("its input is too large") }
    let steps = ONNXTensor.steps(input)
    // Per axis, tap and position.
    let places = input.indices.map { axis in
      (0..<kernel[axis]).map { tap in
        (0..<output[axis]).map { position -> Int in
          let place = position * strides[axis] + tap * dilations[axis] - begins[axis]
          if (0..<input[axis]).contains(place) { return place * steps[axis] }
          return place < input[axis] + ends[axis] ? -1 : -2
        }
      }
    }
    var table: [Int32] = []
    table.reserveCapacity(taps * positions)
    var tap = [Int](repeating: 0, count: kernel.count)
    for _ in 0..<taps {
      var position = [Int](repeating: 0, count: output.count)
      for _ in 0..<positions {
        var sum = 0
        for axis in input.indices {
          let place = places[axis][tap[axis]][position[axis]]
          sum = place < 0 || sum < 0 ? min(place, sum) : sum + place
        }
        table.append(Int32(sum))
        ONNXTensor.advance(&position, output)
      }
      ONNXTensor.advance(&tap, kernel)
    }
    return table
  }
}
