/// What a convolution's, linear layer's or batch normalisation's kernel does beside its own work: a rectifier, and 2x2
/// max pooling.
struct Fusion {
  /// The last node that the stage computes.
  var last: Int
  var stage = Stage.Fused()

  /// The fusions of a graph by their first node, and the nodes that are computed by an earlier one's kernel. A node
  /// is taken in only if nobody else reads the value before it.
  ///
  /// - Parameter foldsNormalization: whether a batch normalisation becomes part of the weights before it, which needs
  ///   fixed statistics.
  static func plan(
    _ graph: Graph, _ live: [Int], foldsNormalization: Bool = false
  ) -> (heads: [Int: Fusion], absorbed: Set<Int>) {
    var readers: [Int: [Int]] = [:]
    for index in live { for input in graph.nodes[index].inputs { readers[input, default: []].append(index) } }
    func onlyReader(of index: Int) -> Int? {
      index != graph.output && readers[index]?.count == 1 ? readers[index]?.first : nil
    }
    var heads: [Int: Fusion] = [:]
    var absorbed = Set<Int>()
    for index in live where !absorbed.contains(index) {
      let isConvolution = graph.nodes[index].operation is Convolution2d
      let isNormalization = graph.nodes[index].operation is BatchNormalization
      let poolsItself = isConvolution || isNormalization
      let hasWeights = isConvolution || graph.nodes[index].operation is LinearOperation
      guard hasWeights || isNormalization else { continue }
      var fusion = Fusion(last: index)
      while let next = onlyReader(of: fusion.last) {
        let operation = graph.nodes[next].operation
        if foldsNormalization, hasWeights, fusion.last == index, let normalization = operation as? BatchNormalization {
          fusion.stage.normalization = normalization
        } else if operation is Rectify, !fusion.stage.rectified {
          fusion.stage.rectified = true
        } else if poolsItself, !fusion.stage.maxPooled, let pool = operation as? MaxPool,
          pool.canFuse(into: graph.nodes[fusion.last].shape)
        {
          fusion.stage.maxPooled = true
        } else {
          break
        }
        fusion.last = next
        absorbed.insert(next)
      }
      heads[index] = fusion
    }
    return (heads, absorbed)
  }
}
