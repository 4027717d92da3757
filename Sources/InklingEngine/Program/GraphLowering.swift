import InklingKernelInterface

/// Turns a graph's nodes into a builder's steps, forward and then back, fusing what one kernel can do.
final class GraphLowering {
  private let graph: Graph
  private let builder: ProgramBuilder
  private let observations: [Observation]
  private let fuses: Bool
  private var stages: [(stage: Stage, nodes: [Int], lowered: LoweredStage)] = []
  private(set) var outputs: [Int: Buffer] = [:]
  private var wanting: Set<Int> = []

  /// - Parameters:
  ///   - observations: what is written out; no kernel computes past such a node.
  ///   - fuses: whether one kernel does what follows its operation, where it can.
  init(_ graph: Graph, _ builder: ProgramBuilder, observations: [Observation], fuses: Bool) {
    self.graph = graph
    self.builder = builder
    self.observations = observations
    self.fuses = fuses
  }

  /// Adds the forward steps.
  func forward(_ input: Buffer) {
    let live = graph.live
    wanting = nodesWantingGradients(live)
    let fusions = fusions(live)
    outputs[0] = input
    observe(0, input, isGradient: false)
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
      observe(fusion.last, lowered.output, isGradient: false)
      stages.append((stage, node.inputs, lowered))
    }
  }

  /// The buffer of an output.
  func value(of output: Int) -> Buffer {
    guard let buffer = outputs[output] else { preconditionFailure("the output \(output) has no value") }
    return buffer
  }

  private func fusions(_ live: [Int]) -> (heads: [Int: Fusion], absorbed: Set<Int>) {
    guard fuses else { return ([:], []) }
    return Fusion.plan(
      graph, live, visible: Set(observations.map(\.node)),
      foldsNormalization: !builder.isTraining && !builder.hasBackward)
  }

  /// Adds the backward steps, from the gradients with respect to the outputs.
  func backward(_ gradients: [(node: Int, gradient: Gradient)]) {
    var pending: [Int: [Gradient]] = [:]
    for (node, gradient) in gradients { pending[node, default: []].append(gradient) }
    for (stage, nodes, lowered) in stages.reversed() {
      // Below the lowest trainable parameter nothing is computed.
      guard let parts = pending.removeValue(forKey: stage.node), wanting.contains(stage.node) else { continue }
      let total = sum(parts, stage.name)
      observe(stage.node, total.buffer, isGradient: true)
      guard stage.wantsGradient.contains(true) || stage.parameters.all.contains(where: builder.isTrainable) else {
        continue
      }
      for (node, part) in zip(nodes, lowered.backward(total)) {
        if let part { pending[node, default: []].append(part) }
      }
    }
    if wanting.contains(0), let parts = pending[0] {
      observe(0, sum(parts, graph.nodes[0].name).buffer, isGradient: true)
    }
  }

  /// Writes a value or gradient out, before a later step changes it in place.
  private func observe(_ node: Int, _ buffer: Buffer, isGradient: Bool) {
    guard let place = observations.firstIndex(of: Observation(node: node, isGradient: isGradient)) else { return }
    let label = "\(graph.nodes[node].name) \(isGradient ? "gradient" : "value") out"
    let bind: @Sendable (MemoryPlan) -> Step.Work = { plan in
      let from = plan[buffer]
      return { copyRows(of: $0.address(from), buffer.count, to: $0.source.observed?[place], $0) }
    }
    if isGradient {
      builder.backward(label, reads: [buffer], writes: [], bind: bind)
    } else {
      builder.forward(label, reads: [buffer], writes: [], bind: bind)
    }
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

  /// The nodes on whose value a trainable parameter, or a node whose gradient is wanted, has a say.
  private func nodesWantingGradients(_ live: [Int]) -> Set<Int> {
    var wanting = Set<Int>()
    if !builder.hasBackward { return wanting }
    let observed = Set(observations.filter(\.isGradient).map(\.node))
    for index in live {
      let node = graph.nodes[index]
      if observed.contains(index) || graph.parameters(of: index).all.contains(where: builder.isTrainable)
        || node.inputs.contains(where: wanting.contains)
      {
        wanting.insert(index)
      }
    }
    return wanting
  }
}
