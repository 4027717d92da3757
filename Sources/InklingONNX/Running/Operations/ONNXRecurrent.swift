import InklingFiles
import InklingFormats

extension ONNXOperation {
  private static let attributes: Set<String> = [
    "activation_alpha", "activation_beta", "activations", "clip", "direction", "hidden_size", "layout",
  ]

  static let recurrent: [String: ONNXOperation] = [
    "LSTM": ONNXOperation(3...8, attributes.union(["input_forget"])) { run throws(InputError) in
      try run.require("input_forget", .integer(0))
      return try recurrence(run, gates: 4, activations: ["Sigmoid", "Tanh", "Tanh"])
    },
    "GRU": ONNXOperation(3...6, attributes.union(["linear_before_reset"])) { run throws(InputError) in
      try recurrence(run, gates: 3, activations: ["Sigmoid", "Tanh"])
    },
    "RNN": ONNXOperation(3...6, attributes) { run throws(InputError) in
      try recurrence(run, gates: 1, activations: ["Tanh"])
    },
  ]

  /// X [T, N, I], W [D, G H, I], R [D, G H, H], B [D, 2 G H], lengths [N], h and c [D, N, H], P [D, 3 H].
  private static func recurrence(
    _ run: ONNXNodeRun, gates: Int, activations: [String]
  ) throws(InputError) -> [ONNXTensor] {
    var (x, _) = try run.floats(0, rank: 3...3)
    let ((w, weights), (r, recurrent)) = (try run.floats(1, rank: 3...3), try run.floats(2, rank: 3...3))
    let direction = try run.text("direction", "forward")
    guard ["forward", "reverse", "bidirectional"].contains(direction) else {
      throw run.fault("a direction that is not known", found: direction)
    }
    let directions = direction == "bidirectional" ? 2 : 1
    let names = [[String]](repeating: activations, count: directions).flatMap { $0 }
    try run.require("activations", .texts(names))
    for name in ["activation_alpha", "activation_beta", "clip"] where run.has(name) {
      throw run.fault("its attribute is not followed", found: name)
    }
    let isBatchFirst = try run.flag("layout")
    for _ in 0..<2 { try run.take(x.shape) }
    if isBatchFirst { x = x.transposed([1, 0, 2]) }
    let (hidden, features) = (r.shape[2], x.shape[2])
    guard try run.integer("hidden_size", hidden) == hidden, w.shape == [directions, gates * hidden, features],
      r.shape == [directions, gates * hidden, hidden], hidden > 0
    else { throw run.fault("weights that do not fit", found: "\(w.shape) and \(r.shape)") }
    let (steps, batch) = (x.shape[0], x.shape[1])
    func part(_ index: Int, _ shape: [Int]) throws(InputError) -> [Float]? {
      guard run.optional(index) != nil else { return nil }
      let (tensor, numbers) = try run.floats(index)
      let turned = isBatchFirst && tensor.rank == 3 ? tensor.transposed([1, 0, 2]) : tensor
      guard turned.shape == shape else {
        throw run.fault("its input \(index) does not fit", expected: "\(shape)", found: "\(tensor.shape)")
      }
      return turned.rank == 3 ? turned.floatList : numbers
    }
    let lengths = try sequenceLengths(run, batch, steps)
    var cell = ONNXRecurrentCell(
      gates: gates, hidden: hidden, features: features, batch: batch, steps: steps, lengths: lengths,
      resetsLate: try run.flag("linear_before_reset"))
    let state = try part(5, [directions, batch, hidden])
    let memory = gates == 4 ? try part(6, [directions, batch, hidden]) : nil
    let biases = try part(3, [directions, 2 * gates * hidden])
    let peepholes = gates == 4 ? try part(7, [directions, 3 * hidden]) : nil
    let all = [steps, directions, batch, hidden]
    try run.take(all)
    for _ in 0..<2 { try run.take([directions, batch, hidden]) }
    try run.take([steps, batch, gates * hidden])
    try run.spend(directions, steps * batch, gates * hidden, hidden + features)
    try run.take(bytes: ONNXMatrixProduct.scratch(inner: max(hidden, features)) + 64 * batch * gates * hidden)
    var outputs = [Float](repeating: 0, count: all.reduce(1, *))
    var (lastStates, lastMemories) = ([Float](), [Float]())
    for index in 0..<directions {
      func slice(_ numbers: [Float], _ count: Int) -> [Float] { Array(numbers[index * count..<(index + 1) * count]) }
      cell.weights = slice(weights, gates * hidden * features)
      cell.recurrent = slice(recurrent, gates * hidden * hidden)
      cell.bias = biases.map { slice($0, 2 * gates * hidden) }
      cell.peepholes = peepholes.map { slice($0, 3 * hidden) }
      cell.state = state.map { slice($0, batch * hidden) } ?? [Float](repeating: 0, count: batch * hidden)
      cell.memory = memory.map { slice($0, batch * hidden) } ?? [Float](repeating: 0, count: batch * hidden)
      cell.run(x.floatList, isReverse: direction == "reverse" || index == 1) { step, row, numbers in
        let start = ((step * directions + index) * batch + row) * hidden
        outputs.replaceSubrange(start..<start + hidden, with: numbers)
      }
      lastStates += cell.state
      lastMemories += cell.memory
    }
    let made = [
      ONNXTensor(x.type, all, rounding: outputs),
      ONNXTensor(x.type, [directions, batch, hidden], rounding: lastStates),
      ONNXTensor(x.type, [directions, batch, hidden], rounding: lastMemories),
    ].prefix(gates == 4 ? 3 : 2)
    guard isBatchFirst else { return Array(made) }
    return made.map { $0.rank == 4 ? $0.transposed([2, 0, 1, 3]) : $0.transposed([1, 0, 2]) }
  }

  private static func sequenceLengths(_ run: ONNXNodeRun, _ batch: Int, _ steps: Int) throws(InputError) -> [Int] {
    guard let tensor = run.optional(4) else { return [Int](repeating: steps, count: batch) }
    guard tensor.shape == [batch], tensor.integerList.count == batch,
      tensor.integerList.allSatisfy({ (0...Int64(steps)).contains($0) })
    else { throw run.fault("its lengths do not fit", expected: "\(batch) numbers up to \(steps)") }
    return tensor.integerList.map { Int($0) }
  }
}
