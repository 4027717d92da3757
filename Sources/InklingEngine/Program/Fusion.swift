/// What a convolution's, linear layer's or batch normalisation's kernel does beside its own work: a rectifier, and 2x2
/// max pooling.
struct Fusion {
  /// The last node that the stage computes.
  var last: Int
  var stage = Stage.Fused()

  /// The fusions of a graph by their first node, and the nodes that are computed by an earlier one's kernel. A node
  /// is taken in only if nobody else reads the value before it.
  ///
  /// - Parameters:
  ///   - visible: nodes whose values are asked for, so that no kernel may go past them.
  ///   - foldsNormalization: whether a batch normalisation becomes part of the weights before it, which needs fixed
  ///     statistics.
  static func plan(
    _ graph: Graph, _ live: [Int], visible: Set<Int> = [], foldsNormalization: Bool = false
  ) -> (heads: [Int: Fusion], absorbed: Set<Int>) {
    var readers: [Int: [Int]] = [:]
    for index in live { for input in graph.nodes[index].inputs { readers[input, default: []].append(index) } }
    let outputs = Set(graph.outputs.map(\.node))
    func onlyReader(of index: Int) -> Int? {
      !outputs.contains(index) && !visible.contains(index) && readers[index]?.count == 1 ? readers[index]?.first : nil
    }
    var heads: [Int: Fusion] = [:]
    var absorbed = Set<Int>()
    for index in live where !absorbed.contains(index) {
      guard let reach = Reach(of: graph.nodes[index].operation) else { continue }
      var fusion = Fusion(last: index)
      while let next = onlyReader(of: fusion.last),
        fusion.takes(next, graph, reach, foldsNormalization: foldsNormalization && fusion.last == index)
      {
        fusion.last = next
        absorbed.insert(next)
      }
      heads[index] = fusion
    }
    return (heads, absorbed)
  }

  /// What an operation's kernel can do beside its own work.
  private struct Reach {
    let pools: Bool
    let hasWeights: Bool

    init?(of operation: Graph.Operation) {
      switch operation {
      case .conv2d: (pools, hasWeights) = (true, true)
      case .linear: (pools, hasWeights) = (false, true)
      case .batchNorm1d, .batchNorm2d: (pools, hasWeights) = (true, false)
      default: return nil
      }
    }
  }

  /// Takes in the node `next`, which reads the last one, if the kernel can do it.
  private mutating func takes(_ next: Int, _ graph: Graph, _ reach: Reach, foldsNormalization: Bool) -> Bool {
    switch graph.nodes[next].operation {
    case .batchNorm1d(let norm), .batchNorm2d(let norm):
      guard foldsNormalization, reach.hasWeights else { return false }
      stage.normalization = FusedNormalization(eps: norm.eps, parameters: graph.parameters(of: next))
    case .relu:
      guard !stage.rectified else { return false }
      stage.rectified = true
    case .maxPool2d(let pool):
      guard reach.pools, !stage.maxPooled, pool.canFuse(into: graph.shapes[last]) else { return false }
      stage.maxPooled = true
    default: return false
    }
    return true
  }
}
