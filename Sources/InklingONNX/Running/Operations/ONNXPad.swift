import InklingFiles
import InklingFormats

extension ONNXOperation {
  /// Margins of a constant, of the mirrored inside, of the edge, or of the other side; negative ones cut.
  static func pad(_ run: ONNXNodeRun) throws(InputError) -> ONNXTensor {
    let input = try run.input(0)
    let axes = try run.axes(input: 3, since: 0, rank: input.rank) ?? Array(input.shape.indices)
    guard let pads = try run.integers(1), pads.count == 2 * axes.count, pads.allSatisfy({ $0.magnitude < 1 << 31 })
    else { throw run.fault("its margins do not fit", expected: "two for each axis") }
    let mode = try run.text("mode", "constant")
    guard ["constant", "reflect", "edge"].contains(mode) || mode == "wrap" && run.operatorSet >= 19 else {
      throw run.fault("a mode that is not known", found: mode)
    }
    var shape = input.shape
    var margins = [(begin: Int, end: Int)](repeating: (0, 0), count: input.rank)
    for (index, axis) in axes.enumerated() {
      margins[axis] = (pads[index], pads[index + axes.count])
      shape[axis] += margins[axis].begin + margins[axis].end
    }
    try run.take(shape, input.type)
    let entries = try input.shape.indices.map { axis throws(InputError) in
      guard mode == "constant" || shape[axis] == 0 || input.shape[axis] > 0 else {
        throw run.fault("there is nothing to fill the margins with", found: "\(input.shape)")
      }
      return (0..<shape[axis]).map { entry($0 - margins[axis].begin, input.shape[axis], mode) }
    }
    var fill = run.optional(2)
    if let value = fill {
      guard value.count == 1, value.type == input.type else {
        throw run.fault("its value is no \(input.type.rawValue)")
      }
      fill = value.reshaped([])
    }
    return input.selected(entries, fill: fill)
  }

  /// The entry that a place outside `0..<size` takes its number from; -1 for none.
  private static func entry(_ place: Int, _ size: Int, _ mode: String) -> Int {
    if (0..<size).contains(place) { return place }
    switch mode {
    case "edge": return place < 0 ? 0 : size - 1
    case "wrap": return (place % size + size) % size
    case "reflect":
      guard size > 1 else { return 0 }
      let period = 2 * (size - 1)
      let phase = (place % period + period) % period
      return min(phase, period - phase)
    default: return -1
    }
  }
}
