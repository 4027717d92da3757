/// Turns a graph's nodes into a builder's steps, forward and then back, fusing what one kernel can do.
final class GraphLowering {
  private let graph: Graph
  private let builder: ProgramBuilder
  private let wantsInputGradient: Bool
  private let fuses: Bool
  private var stages: [(stage: Stage, nodes: [Int], lowered: LoweredStage)] = []
  private(set) var outputs: [Int: Buffer] = [:]
  private var wanting: Set<Int> = []

  /// - Parameter fuses: whether one kernel does what follows its operation, where it can.
  init(_ graph: Graph, _ builder: ProgramBuilder, wantsInputGradient: Bool, fuses: Bool) {
    self.graph = graph
    self.builder = builder
    self.wantsInputGradient = wantsInputGradient
    self.fuses = fuses
  }

  /// Adds the forward steps.
  func forward(_ input: Buffer) {
    let live = graph.live
    wanting = nodesWantingGradients(live)
    let fusions = fuses ? Fusion.plan(graph, live, foldsNormalization: !builder.isTraining) : (heads: [:], absorbed: [])
    outputs[0] = input
    for index in live where index != 0 && !fusions.absorbed.contains(index) {
      let fusion = fusions.heads[index] ?? Fusion(last: index)
      let node = graph.nodes[index]
      let inputs = node.inputs.map { input -> Buffer in
        guard let buffer = outputs[input] else { preconditionFailure("node \(input) has no value yet") }
        return buffer
      }
      let stage = Stage(
        name: node.name, node: fusion.last, inputs: inputs, inputShapes: graph.inputShapes(of: index),
        outputShape: graph.shapes[fusion.last], parameters: graph.parameters(of: index),
        wantsGradient: node.inputs.map(wanting.contains), fused: fusion.stage)
      let lowered = node.operation.rule.lower(stage, into: builder)
      outputs[fusion.last] = lowered.output
      stages.append((stage, node.inputs, lowered))
    }
  }

  /// The buffer of an output.
  func value(of output: Int) -> Buffer {
    guard let buffer = outputs[output] else { preconditionFailure("the output \(output) has no value") }
    return buffer
  }

  /// Adds the backward steps, from the gradients with respect to the outputs, and returns the buffer of the input's
  /// gradient, if it is wanted.
  func backward(_ gradients: [(node: Int, gradient: Gradient)]) -> Buffer? {
    var pending: [Int: [Gradient]] = [:]
    for (node, gradient) in gradients { pending[node, default: []].append(gradient) }
    for (stage, nodes, lowered) in stages.reversed() {
      // Below the lowest trainable parameter nothing is computed.
      guard let parts = pending.removeValue(forKey: stage.node), wanting.contains(stage.node) else { continue }
      for (node, part) in zip(nodes, lowered.backward(sum(parts, stage.name))) {
        if let part { pending[node, default: []].append(part) }
      }
    }
    guard wantsInputGradient, let parts = pending[0] else { return nil }
    return sum(parts, graph.nodes[0].name).buffer
  }

  /// The sum of the gradients that a value's readers send back, added in the readers' order from the last to the
  /// first.
  private func sum(_ parts: [Gradient], _ name: String) -> Gradient {
    var total = parts[0]
    for part in parts.dropFirst() {
      let (left, right) = (total.buffer, part.buffer)
      let result = builder.buffer(left.count)
      let kernels = builder.kernels
      builder.backward("\(name) gradient sum", reads: [left, right], writes: [result]) { plan in
        let (a, b, to, count) = (plan[left], plan[right], plan[result], result.count)
        return { kernels.add($0.address(a), $0.address(b), $0.address(to), count) }
      }
      total = Gradient(buffer: result)
    }
    return total
  }

  /// The nodes on whose value a trainable parameter (or the input, if its gradient is wanted) has a say.
  private func nodesWantingGradients(_ live: [Int]) -> Set<Int> {
    var wanting = Set<Int>()
    if !builder.isTraining { return wanting }
    for index in live {
      let node = graph.nodes[index]
      let isWantedInput = index == 0 && wantsInputGradient
      if isWantedInput || graph.parameters(of: index).all.contains(where: builder.isTrainable)
        || node.inputs.contains(where: wanting.contains)
      {
        wanting.insert(index)
      }
    }
    return wanting
  }
}
