import InklingKernelInterface

@testable import InklingEngine

extension BlockProgram {
  /// A program with one head, on the first output.
  init(
    _ graph: Graph, kernels: KernelTable, sums: (any BatchSumKernels)? = nil, isTraining: Bool,
    batchSize: Int = Shards.images, source: (Buffer) -> Bind,
    head: @escaping (_ output: Buffer, _ gradient: Buffer?) -> Bind
  ) throws(GraphError) {
    try self.init(
      graph, kernels: kernels, sums: sums, isTraining: isTraining, batchSize: batchSize, source: source,
      heads: [Head(node: graph.output, bind: head)])
  }
}
