/// What a convolution's or linear layer's kernel does beside its own work: a rectifier, and 2x2 max pooling.
struct Fusion {
  /// The last node that the stage computes.
  var last: Int
  var stage = Stage.Fused()

  /// The fusions of a graph by their first node, and the nodes that are computed by an earlier one's kernel. A node
  /// is taken in only if nobody else reads the value before it.
  static func plan(_ graph: Graph, _ live: [Int]) -> (heads: [Int: Fusion], absorbed: Set<Int>) {
    var readers: [Int: [Int]] = [:]
    for index in live { for input in graph.nodes[index].inputs { readers[input, default: []].append(index) } }
    func onlyReader(of index: Int) -> Int? {
      index != graph.output && readers[index]?.count == 1 ? readers[index]?.first : nil
    }
    var heads: [Int: Fusion] = [:]
    var absorbed = Set<Int>()
    for index in live {
      let isConvolution = graph.nodes[index].operation is Convolution2d
      guard isConvolution || graph.nodes[index].operation is LinearOperation else { continue }
      var fusion = Fusion(last: index)
      while let next = onlyReader(of: fusion.last) {
        let operation = graph.nodes[next].operation
        if operation is Rectify, !fusion.stage.rectified {
          fusion.stage.rectified = true
        } else if isConvolution, !fusion.stage.maxPooled, let pool = operation as? MaxPool,
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
