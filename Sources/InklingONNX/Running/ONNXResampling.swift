import InklingFiles

/// How Resize finds an axis' new entries: which old ones, with which weights.
struct ONNXResampling {
  /// One new entry; no places for one outside the region.
  struct Sample {
    var places: [Int]
    var weights: [Double]
  }

  private enum Mode { case nearest, linear, cubic }

  private let mode: Mode
  private let coordinates: String
  private let rounding: String
  private let isSmoothed: Bool
  private let leavesOutside: Bool
  private let cubic: Double
  /// The number for what lies outside the region.
  let outside: Float

  init(_ run: ONNXNodeRun) throws(InputError) {
    switch try run.text("mode", "nearest") {
    case "nearest": mode = .nearest
    case "linear": mode = .linear
    case "cubic": mode = .cubic
    case let other: throw run.fault("a mode that is not known", found: other)
    }
    coordinates = try run.text("coordinate_transformation_mode", "half_pixel")
    let known = [
      "half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric", "tf_crop_and_resize",
    ]
    guard known.contains(coordinates) else { throw run.fault("coordinates that are not known", found: coordinates) }
    rounding = try run.text("nearest_mode", "round_prefer_floor")
    guard ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"].contains(rounding) else {
      throw run.fault("a rounding that is not known", found: rounding)
    }
    isSmoothed = try run.flag("antialias")
    leavesOutside = try run.flag("exclude_outside")
    cubic = Double(try run.float("cubic_coeff_a", -0.75))
    outside = try run.float("extrapolation_value", 0)
  }

  func samples(
    _ run: ONNXNodeRun, input: Int, output: Int, scale: Double, region: (Double, Double)?
  ) throws(InputError) -> [Sample] {
    let factor = isSmoothed ? min(scale, 1) : 1
    let reach = mode == .cubic ? 2.0 : 1.0
    try run.take(bytes: output * (Int(2 * reach / factor) + 8) * 16)
    try run.spend(output, Int(2 * reach / factor) + 8)
    guard coordinates != "tf_crop_and_resize" || region != nil else { throw run.fault("its region is missing") }
    return (0..<output).map { index in
      let place = place(Double(index), Double(input), Double(output), scale, region ?? (0, 1))
      if coordinates == "tf_crop_and_resize", place < 0 || place > Double(input - 1) {
        return Sample(places: [], weights: [])
      }
      return mode == .nearest ? nearest(place, input) : weighted(place, input, factor, reach)
    }
  }

  /// Where the entry `x` of the output lies in the input.
  private func place(_ x: Double, _ input: Double, _ size: Double, _ scale: Double, _ region: (Double, Double))
    -> Double
  {
    let output = scale * input
    switch coordinates {
    case "align_corners": return output == 1 ? 0 : x * (input - 1) / (output - 1)
    case "asymmetric": return x / scale
    case "pytorch_half_pixel": return output == 1 ? -0.5 : (x + 0.5) / scale - 0.5
    case "half_pixel_symmetric": return input / 2 * (1 - size / output) + (x + 0.5) / scale - 0.5
    case "tf_crop_and_resize":
      let width = (region.1 - region.0) * (input - 1)
      return region.0 * (input - 1) + (output == 1 ? width / 2 : x * width / (output - 1))
    default: return (x + 0.5) / scale - 0.5
    }
  }

  private func nearest(_ place: Double, _ input: Int) -> Sample {
    let rounded =
      switch rounding {
      case "floor": place.rounded(.down)
      case "ceil": place.rounded(.up)
      case "round_prefer_ceil": (place + 0.5).rounded(.down)
      default: (place - 0.5).rounded(.up)
      }
    return Sample(places: [Int(min(max(rounded, 0), Double(input - 1)))], weights: [1])
  }

  /// Neighbours by a triangle or a cubic, which is wider where several entries become one.
  private func weighted(_ place: Double, _ input: Int, _ factor: Double, _ reach: Double) -> Sample {
    let first = ((place - reach / factor).rounded(.down) + 1)
    let last = ((place + reach / factor).rounded(.up) - 1)
    var (places, weights) = ([Int](), [Double]())
    var neighbour = first
    while neighbour <= last {
      let isOutside = neighbour < 0 || neighbour > Double(input - 1)
      let distance = ((neighbour - place) * factor).magnitude
      places.append(Int(min(max(neighbour, 0), Double(input - 1))))
      weights.append(isOutside && leavesOutside ? 0 : mode == .cubic ? cubicWeight(distance) : max(1 - distance, 0))
      neighbour += 1
    }
    let sum = weights.reduce(0, +)
    return Sample(places: places, weights: sum == 0 ? weights : weights.map { $0 / sum })
  }

  private func cubicWeight(_ x: Double) -> Double {
    if x <= 1 { return ((cubic + 2) * x - (cubic + 3)) * x * x + 1 }
    return x < 2 ? ((cubic * x - 5 * cubic) * x + 8 * cubic) * x - 4 * cubic : 0
  }
}
