import InklingEngine
import InklingTestSupport
import Testing

/// A linear layer's gradients, bit for bit: image by image inside a shard of 64, and the shards by the tree.
@Suite struct LinearShardTests {
  /// One shard, whole and not; several, of which the last has one image, one block, all.
  static let counts = [1, 16, 50, 64, 65, 80, 128, 129, 200, 256, 300, 450]
  static let sizes = [(3, 5), (13, 33), (7, 130)]

  @Test(arguments: counts, sizes) func bitForBit(count: Int, size: (Int, Int)) throws {
    let (inputs, outputs) = size
    var random = RandomTensors(seed: 7)
    let (x, dy) = (random.floats(count * inputs), random.floats(count * outputs))
    let graph = try Graph(tracing: Linear(inputs, outputs), input: Shape(inputs))
    let parameters = graph.parameters.map {
      NamedTensor(name: $0.name, shape: $0.shape, values: random.floats($0.count))
    }
    for set in InstructionSet.available {
      let probe = try GraphProbe(graph, instructionSet: set, threads: 2, batchSize: count)
      let gradients = try probe.run(input: x, outputGradient: dy, parameters: parameters).parameterGradients
      let weight = (0..<outputs * inputs).map { place in
        tree(count) { sum, image in
          let (a, b) = (x[image * inputs + place % inputs], dy[image * outputs + place / inputs])
          return set.rounding == "fused" ? sum.addingProduct(a, b) : sum + a * b
        }
      }
      let bias = (0..<outputs).map { output in tree(count) { $0 + dy[$1 * outputs + output] } }
      #expect(gradients[0].values == weight, "\(set)")
      #expect(gradients[1].values == bias, "\(set)")
    }
  }

  /// The plain form: a list of shards' sums, of which neighbours are added until one is left.
  private func tree(_ count: Int, _ add: (Float, Int) -> Float) -> Float {
    var sums = stride(from: 0, to: count, by: 64).map { (first: Int) -> Float in
      (first..<min(first + 64, count)).reduce(0, add)
    }
    while sums.count > 1 {
      sums = stride(from: 0, to: sums.count, by: 2).map { $0 + 1 < sums.count ? sums[$0] + sums[$0 + 1] : sums[$0] }
    }
    return sums[0]
  }
}
