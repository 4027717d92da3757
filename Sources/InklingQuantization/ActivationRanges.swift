import InklingEngine
import InklingFiles

/// The values that each node of a graph has on images.
struct ActivationRanges {
  /// The smallest and largest of each node that the output depends on, after the calibration's cuts.
  private(set) var bounds: [Int: (smallest: Float, largest: Float)] = [:]

  /// Images that go through the network at once, with all of their activations: as many as these numbers hold.
  private static let (fewest, most, numbers) = (16, 64, 1 << 26)
  private static let bins = 4096

  /// - Throws: `InputError`: `.usage` for images that are none, `.malformed` when a value is not finite.
  init(
    _ network: FoldedNetwork, _ normalization: Normalization, images: [UInt8], _ calibration: Calibration
  ) throws(InputError) {
    let graph = network.graph
    let names = graph.activationNames
    let program = try GradientProgram(
      graph, parameters: network.parameters, normalization: normalization,
      request: GradientRequest(input: false, activations: names, activationGradients: false))
    let size = graph.live.reduce(0) { $0 + graph.shapes[$1].count }
    let step = min(max(Self.numbers / size, Self.fewest), Self.most) * graph.inputShape.count
    func forEach(_ body: (Int, [Float]) throws(InputError) -> Void) throws(InputError) {
      for start in stride(from: 0, to: images.count, by: step) {
        let some = Array(images[start..<min(start + step, images.count)])
        let activations = try program.activations(at: .images(some)).activations
        for (name, node) in zip(names, graph.live) { try body(node, activations[name]?.values ?? []) }
      }
    }
    try forEach { (node, values) throws(InputError) in
      var (low, high) = bounds[node] ?? (0, 0)
      for value in values { (low, high) = (min(low, value), max(high, value)) }
      guard low.isFinite, high.isFinite, values.allSatisfy({ !$0.isNaN }) else {
        throw InputError(
          .malformed, "the network cannot be quantised", expected: "finite values for the calibration images",
          found: "none in \(graph.nodes[node].name.prefix(100))")
      }
      bounds[node] = (low, high)
    }
    guard case .percentile(let share) = calibration else { return }
    var counts: [Int: [Int]] = [:]
    try forEach { (node, values) throws(InputError) in
      let (low, high) = bounds[node] ?? (0, 0)
      guard high > low else { return }
      let factor = Float(Self.bins) / (high - low)
      var histogram = counts[node] ?? Array(repeating: 0, count: Self.bins)
      for value in values { histogram[min(max(Int((value - low) * factor), 0), Self.bins - 1)] += 1 }
      counts[node] = histogram
    }
    for (node, histogram) in counts { cut(node, histogram, share) }
  }

  /// Takes off as many bins on either side as hold less than the share of the values that may be cut.
  private mutating func cut(_ node: Int, _ histogram: [Int], _ share: Double) {
    guard let (low, high) = bounds[node] else { return }
    let allowed = Int(Double(histogram.reduce(0, +)) * (1 - share))
    func empty(_ counts: some Sequence<Int>) -> Int {
      var (bins, sum) = (0, 0)
      for count in counts {
        sum += count
        if sum > allowed { break }
        bins += 1
      }
      return bins
    }
    let width = (high - low) / Float(Self.bins)
    let (first, last) = (empty(histogram), empty(histogram.reversed()))
    guard first + last < Self.bins else { return }
    bounds[node] = (low + Float(first) * width, high - Float(last) * width)
  }
}
