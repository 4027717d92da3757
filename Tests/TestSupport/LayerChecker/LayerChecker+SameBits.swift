import InklingEngine

// What must not change a single bit.
extension LayerChecker {
  /// The same probe again, a new probe, and one that has worked on other numbers before.
  func repetitionFailures(_ set: InstructionSet) throws -> [String] {
    let some = images(0..<21)
    let used = try probe(set)
    let first = try used(some)
    var failures = differences(try used(some), first, "\(set.rawValue), run again")
    failures += differences(try probe(set)(some), first, "\(set.rawValue), in a new program")
    var other = images(0..<Self.imageCount)
    other.input = other.input.map { 7 - 3 * $0 }
    other.outputGradient = other.outputGradient.map { 5 - 2 * $0 }
    _ = try used(other)
    return try failures + differences(used(some), first, "\(set.rawValue), after other images")
  }

  func threadFailures(_ set: InstructionSet) throws -> [String] {
    let some = images(0..<50)
    let one = try probe(set)(some)
    return try [2, 3, 4].flatMap { threads in
      try differences(probe(set, threads: threads)(some), one, "\(set.rawValue), \(threads) threads")
    }
  }

  /// The instruction sets that round once give the same bits.
  func instructionSetFailures() throws -> [String] {
    let fused = instructionSets.filter { $0 != .portable }
    guard let first = fused.first else { return [] }
    let expected = try probe(first)(images(0..<37))
    return try fused.dropFirst().flatMap { set in
      try differences(probe(set)(images(0..<37)), expected, "\(set.rawValue) against \(first.rawValue)")
    }
  }

  /// An image's output and input gradient, whatever the batch's size and the image's place and neighbours.
  func batchFailures(_ set: InstructionSet) throws -> [String] {
    let whole = try probe(set)(batch)
    let orders = [1, 15, 16, 17, 33].map { Array(0..<$0) } + [Array((0..<Self.imageCount).reversed()), [40]]
    return try orders.flatMap { order in
      let pass = try probe(set, batchSize: order.count)(batch.picking(order))
      return order.indices.compactMap { place in
        let image = order[place]
        let isSame =
          bits(row(place, of: pass.output, order.count)) == bits(row(image, of: whole.output, Self.imageCount))
          && bits(row(place, of: pass.inputGradient, order.count))
            == bits(row(image, of: whole.inputGradient, Self.imageCount))
        return isSame ? nil : "\(set.rawValue), image \(image) differs at place \(place) of \(order.count)"
      }
    }
  }

  /// The parameters' gradients of a batch of four shards, against those of two or four parts of it, added by the tree: what
  /// as many machines would get. A batch normalisation's are added lane by lane over all blocks before the lanes are, so
  /// machines would exchange lanes, which a probe does not show: `RankTests` holds them.
  func partFailures(_ set: InstructionSet) throws -> [String] {
    if graph.parameters.isEmpty || graph.parameters.contains(where: { $0.role == .statistic }) { return [] }
    let batch = batch.picking((0..<230).map { $0 * 37 % Self.imageCount })
    let whole = try probe(set, batchSize: batch.count)(batch).parameterGradients
    return try [2, 4].flatMap { parts in
      let size = 256 / parts
      let probe = try probe(set, batchSize: size)
      let gradients = try (0..<parts).map { part in
        try probe(batch.picking(Array(part * size..<min((part + 1) * size, batch.count)))).parameterGradients
      }
      let sums = parts == 2 ? gradients : [0, 2].map { zip(gradients[$0], gradients[$0 + 1]).map(sum) }
      return zip(whole, zip(sums[0], sums[1]).map(sum)).compactMap { whole, parted in
        bits(whole.values[...]) == bits(parted.values[...])
          ? nil : "\(set.rawValue), in \(parts) parts: gradient of \(whole.name) differs"
      }
    }
  }

  private func sum(_ left: NamedTensor, _ right: NamedTensor) -> NamedTensor {
    NamedTensor(name: left.name, shape: left.shape, values: zip(left.values, right.values).map(+))
  }

  private func differences(_ actual: LayerPass, _ expected: LayerPass, _ what: String) -> [String] {
    func compare(_ actual: [Float], _ expected: [Float], _ name: String) -> [String] {
      bits(actual[...]) == bits(expected[...]) ? [] : ["\(what): \(name) differs"]
    }
    var failures = compare(actual.output, expected.output, "output")
    failures += compare(actual.inputGradient, expected.inputGradient, "input gradient")
    for (actual, expected) in zip(actual.parameterGradients, expected.parameterGradients) {
      failures += compare(actual.values, expected.values, "gradient of \(expected.name)")
    }
    return failures
  }

  private func bits(_ values: ArraySlice<Float>) -> [UInt32] { values.map(\.bitPattern) }
}
