import InklingEngine
import InklingFiles

/// Puts a program's steps one behind the other.
struct QuantizedProgramBuilder {
  private let model: QuantizedModel
  private let graph: Graph
  private let operations: QuantizedOperations
  /// The nodes that read each node.
  private var readers: [Int: [Int]] = [:]
  /// Rectifiers and poolings that the layer before them does.
  private var absorbed: Set<Int> = []
  private(set) var steps: [QuantizedStep] = []
  private(set) var places: [Int: Int] = [:]
  private var slots: [QuantizedSlot] = []

  init(_ model: QuantizedModel, _ operations: QuantizedOperations) {
    self.model = model
    self.operations = operations
    graph = model.graph
    for node in graph.live { for input in graph.nodes[node].inputs { readers[input, default: []].append(node) } }
  }

  private mutating func slot(_ form: QuantizedForm, _ elements: Int) -> Int {
    slots.append(QuantizedSlot(form: form, elements: elements))
    return slots.count - 1
  }

  /// A slot for a node's value.
  private mutating func place(_ node: Int, _ form: QuantizedForm) -> Int {
    let slot = slot(form, graph.shapes[node].count)
    places[node] = slot
    return slot
  }

  mutating func add(_ node: Int) throws(InputError) {
    let operation = graph.nodes[node].operation
    guard let first = graph.nodes[node].inputs.first else { return addInput(node) }
    guard let from = places[first] else { return }
    if absorbed.contains(node) {
      places[node] = from
      return
    }
    switch operation {
    case .flatten, .dropout, .dropout2d: places[node] = from
    case .conv2d, .linear: try addLayer(node, first, from)
    case .maxPool2d, .adaptiveMaxPool2d: addLargest(node, first, from)
    case .groupNorm(let norm) where first == 0 && countsPixels: addNormalization(node, norm, from)
    default: addOther(node, from)
    }
  }

  private mutating func addInput(_ node: Int) {
    let raw = QuantizationRange(scale: 1, zeroPoint: 0)
    let pixels = slot(.bytes(raw), graph.inputShape.count)
    steps.append(.gather(to: pixels))
    if countsPixels {
      places[node] = pixels
      return
    }
    let (scale, shift) = (model.normalization.scale, model.normalization.shift)
    let to = place(node, QuantizedForm(model.ranges[node]))
    guard let range = model.ranges[node] else {
      steps.append(.node(node, from: [pixels], to: to))
      return
    }
    let tables = scale.indices.map { channel in
      (0...255).map { range.byte(Float($0) * scale[channel] + shift[channel]) }
    }
    steps.append(.lookup(tables: tables, plane: graph.inputShape.plane, from: pixels, to: to))
  }

  /// Whether the pixels' bytes are only counted: by normalisations, in a picture that has more pixels than there are bytes.
  private var countsPixels: Bool {
    let all = readers[0] ?? []
    return model.ranges[0] == nil && !all.isEmpty && graph.inputShape.plane >= 256
      && all.allSatisfy { reader in
        if case .groupNorm = graph.nodes[reader].operation { model.ranges[reader] != nil } else { false }
      }
  }

  /// Puts a normalisation behind the pixels themselves.
  private mutating func addNormalization(_ node: Int, _ norm: Graph.Operation.GroupNorm, _ from: Int) {
    guard let range = model.ranges[node] else { return }
    let normalization = QuantizedNormalization(
      norm, operations.parameters[node] ?? [], of: model.normalization, graph.inputShape, to: range)
    steps.append(.normalize(normalization, from: from, to: place(node, .bytes(range))))
  }

  private mutating func addLayer(_ node: Int, _ first: Int, _ from: Int) throws(InputError) {
    let name = graph.nodes[node].name
    guard let range = slots[from].form.range, let weights = model.weights[graph.nodes[node].parameters[0]] else {
      throw InputError(
        .malformed, "the quantised model has no range for the input of \(name.prefix(100))",
        expected: "a positive scale")
    }
    var last = node
    let rectifier = next(after: node).flatMap { graph.nodes[$0].operation == .relu ? $0 : nil }
    if let rectifier { last = rectifier }
    let form = QuantizedForm(model.ranges[last])
    let pooling = form == .numbers ? nil : next(after: last).flatMap { isPlainPooling($0) ? $0 : nil }
    let layer = QuantizedLayer(
      graph.nodes[node].operation, weights, from: range, inputShape: graph.shapes[first],
      outputShape: graph.shapes[node], rectifies: rectifier != nil, pools: pooling != nil, to: form)
    guard layer.isSound else {
      throw InputError(
        .malformed, "the scales around \(name.prefix(100)) do not go together",
        expected: "a product that float32 holds")
    }
    for node in [rectifier, pooling].compactMap(\.self) { absorbed.insert(node) }
    places[node] = slot(form, graph.shapes[pooling ?? node].count)
    let scratch = slot(.bytes(range), layer.scratch / 16)
    if let to = places[node] { steps.append(.layer(layer, from: from, to: to, scratch: scratch)) }
  }

  /// The node that alone reads a node's value.
  private func next(after node: Int) -> Int? {
    guard node != graph.output, let all = readers[node], all.count == 1 else { return nil }
    return all[0]
  }

  /// Windows of two by two, side by side, all of them whole.
  private func isPlainPooling(_ node: Int) -> Bool {
    guard case .maxPool2d(let pool) = graph.nodes[node].operation else { return false }
    let (input, output) = (graph.shapes[graph.nodes[node].inputs[0]], graph.shapes[node])
    return pool.kernelSize == 2 && pool.stride == 2 && pool.padding == 0 && pool.dilation == 1
      && output.height == input.height / 2 && output.width == input.width / 2
  }

  private mutating func addLargest(_ node: Int, _ first: Int, _ from: Int) {
    guard case .bytes = slots[from].form,
      let pooling = QuantizedPooling(graph.nodes[node].operation, graph.shapes[first], graph.shapes[node])
    else { return addOther(node, from) }
    steps.append(.largest(pooling, from: from, to: place(node, slots[from].form)))
  }

  /// By tables where it is a function of each byte, else image by image.
  private mutating func addOther(_ node: Int, _ from: Int) {
    let sources = graph.nodes[node].inputs.compactMap { places[$0] }
    let form = QuantizedForm(model.ranges[node])
    let to = place(node, form)
    if let own = slots[from].form.range, let range = form.range, let function = operations.function(node) {
      let tables = (0..<function.channels).map { channel in
        (0...255).map { range.byte(function.of(own.number(UInt8($0)), channel)) }
      }
      let plane = function.channels == 1 ? graph.shapes[node].count : graph.shapes[node].plane
      steps.append(.lookup(tables: tables, plane: plane, from: from, to: to))
    } else {
      steps.append(.node(node, from: sources, to: to))
    }
  }

  // MARK: Memory

  /// The slots with their places, first fit: those whose lives do not meet share memory. And the bytes of all.
  func placedSlots() -> ([QuantizedSlot], Int) {
    var lives = [ClosedRange<Int>?](repeating: nil, count: slots.count)
    for (time, step) in steps.enumerated() {
      for slot in step.slots { lives[slot] = (lives[slot]?.lowerBound ?? time)...time }
    }
    if let output = places[graph.output], let life = lives[output] { lives[output] = life.lowerBound...steps.count }
    var (slots, taken, bytes) = (self.slots, [(life: ClosedRange<Int>, bytes: Range<Int>)](), 0)
    for index in slots.indices {
      guard let life = lives[index] else { continue }
      var start = 0
      let others = taken.filter { $0.life.overlaps(life) }.map(\.bytes).sorted { $0.lowerBound < $1.lowerBound }
      for other in others {
        if start + slots[index].bytes <= other.lowerBound { break }
        start = max(start, other.upperBound)
      }
      slots[index].offset = start
      taken.append((life, start..<start + slots[index].bytes))
      bytes = max(bytes, start + slots[index].bytes)
    }
    return (slots, bytes)
  }
}
