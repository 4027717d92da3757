import InklingEngine
import InklingFiles
import InklingFormats
import InklingONNX

extension ONNXImporter {
  /// Reads one node.
  mutating func read(_ node: ONNXNode) throws(InputError) {
    guard node.isONNX else {
      throw fault("the \(node.label) is of another domain than ONNX's", found: String(node.domain.prefix(60)))
    }
    guard !node.outputs.isEmpty, node.outputs.dropFirst().allSatisfy({ $0.isEmpty || !isUsed($0) }) else {
      throw refusal(node, "more than its first output is read")
    }
    if node.operation == "DequantizeLinear" { quantization.add(node, values) }
    if try computeConstant(node) { return }
    try checkAttributes(node)
    try followWholes(node)
    if try !readArranged(node) { try operate(node) }
  }

  /// Makes a node's value, whose inputs lie in the graph's order.
  mutating func operate(_ node: ONNXNode) throws(InputError) {
    switch node.operation {
    case "Conv": try convolution(node)
    case "Gemm": try gemm(node)
    case "MatMul": try matMul(node)
    case "Add", "Sub", "Mul", "Div": try arithmetic(node)
    case "BatchNormalization": try batchNormalization(node)
    case "InstanceNormalization": try instanceNormalization(node)
    case "GroupNormalization": try groupNormalization(node)
    case "LayerNormalization": try layerNormalization(node)
    case "MaxPool", "AveragePool": try pooling(node)
    case "GlobalAveragePool", "GlobalMaxPool", "ReduceMean", "ReduceMax": try globalPooling(node)
    case "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose": try reshaping(node)
    case "Identity", "Dropout", "Cast": try identity(node)
    case "Concat": try concatenation(node)
    case "Pad": try padding(node)
    case "Slice": try slice(node)
    case "Shape": try dimensions(node)
    case "QuantizeLinear": try quantize(node)
    case "DequantizeLinear": try dequantize(node)
    default: try activation(node)
    }
  }

  private func isUsed(_ name: String) -> Bool {
    model.graph.nodes.contains { $0.inputs.contains(name) } || model.graph.outputs.contains { $0.name == name }
  }

  /// Operations that only move numbers about: what they make of a shape is one.
  private static let moving: Set = ["Gather", "Slice", "Concat", "Unsqueeze", "Squeeze", "Cast", "Identity"]

  /// Computes a node whose inputs are all known; false when they are not.
  private mutating func computeConstant(_ node: ONNXNode) throws(InputError) -> Bool {
    var arrays: [NamedArray] = []
    var isShape = false
    for name in Set(node.inputs) where !name.isEmpty {
      switch values[name] {
      case .constant(let array), .dimensions(let array):
        if case .dimensions = values[name] { isShape = true }
        var named = array
        named.name = name
        arrays.append(named)
      default: return false
      }
    }
    if isShape, node.operation == "Reshape" || !Self.moving.contains(node.operation) {
      throw refusal(node, "it computes with the size of the batch")
    }
    let one = ONNXModel(
      graph: ONNXGraph(
        name: "constant", nodes: [node], initializers: arrays, inputs: [],
        outputs: [ONNXValueInfo(name: node.outputs[0], elementType: nil, shape: nil)]),
      operatorSet: model.operatorSet, formatVersion: model.formatVersion, producerName: "", producerVersion: "",
      metadata: [])
    guard let result = try ONNXRunner(one, path: path).run([]).first else { return false }
    // Sizes without the batch's are plain numbers.
    if isShape, try result.integers().contains(0) {
      set(node, .dimensions(result))
    } else {
      set(node, .constant(result))
    }
    return true
  }

  private mutating func identity(_ node: ONNXNode) throws(InputError) {
    if node.operation == "Cast" {
      // Float, float16 and bfloat16.
      guard let to = node.attribute("to"), [.integer(1), .integer(10), .integer(16)].contains(to) else {
        throw refusal(
          node, "it makes another type than floats of the images", found: "\(node.integer("to", default: 0))")
      }
      if to != .integer(1), !wholes.contains(node.inputs.first ?? "") { try requireHalf(node, to) }
    }
    if let mode = value(node, 2), node.operation == "Dropout", case .constant(let array) = mode,
      try array.integers().contains(1)
    {
      throw refusal(node, "it drops in predictions too")
    }
    if node.operation == "Dropout", !notes.contains(Graph.dropoutNote) { notes.append(Graph.dropoutNote) }
    guard let value = value(node, 0) else { throw refusal(node, "it reads nothing") }
    set(node, value)
  }

  private mutating func dimensions(_ node: ONNXNode) throws(InputError) {
    guard node.attributes.isEmpty || node.attributes.allSatisfy({ $0.name == "start" && $0.value == .integer(0) })
    else {
      throw refusal(node, "it gives a part of a shape by its attributes")
    }
    let sides = try dimensions(read: node)
    let numbers = ([0] + sides).map { Int64($0) }
    set(node, .dimensions(NamedArray(name: "shape", shape: [numbers.count], integers: numbers)))
  }

  private mutating func concatenation(_ node: ONNXNode) throws(InputError) {
    let inputs = try node.inputs.indices.map { place throws(InputError) in try operand(node, place) }
    let rank = shapes[inputs[0]].dimensions.count + 1
    let axis = node.integer("axis", default: 1)
    guard axis == 1 || axis == 1 - rank else { throw refusal(node, "it goes along another axis than the channels") }
    try add(.concatenate, inputs, for: node)
  }

  private mutating func padding(_ node: ONNXNode) throws(InputError) {
    guard node.text("mode", default: "constant") == "constant" else {
      throw refusal(node, "it pads with other numbers than a constant", found: node.text("mode", default: ""))
    }
    var pads = try constant(node, 1, "amount").integers().map { Int($0) }
    var number: Float = 0
    if value(node, 2) != nil { number = try constant(node, 2, "number").floats().first ?? 0 }
    let index = try operand(node)
    let rank = shapes[index].dimensions.count + 1
    if value(node, 3) != nil {
      let axes = try constant(node, 3, "axes").integers().map { Int($0) }
      guard pads.count == axes.count * 2, axes.allSatisfy({ -rank..<rank ~= $0 }) else {
        throw refusal(node, "its axes and amounts do not fit")
      }
      var all = [Int](repeating: 0, count: 2 * rank)
      for (place, axis) in axes.enumerated() {
        let axis = axis < 0 ? axis + rank : axis
        (all[axis], all[rank + axis]) = (pads[place], pads[axes.count + place])
      }
      pads = all
    }
    guard rank == 4, pads.count == 8, pads[0] == 0, pads[1] == 0, pads[4] == 0, pads[5] == 0 else {
      throw refusal(node, "it pads something else than rows and columns")
    }
    try add(
      .constantPad2d(.init(left: pads[3], right: pads[7], top: pads[2], bottom: pads[6], value: number)), [index],
      for: node)
  }

  /// Rows and columns that are cut off.
  private mutating func slice(_ node: ONNXNode) throws(InputError) {
    let index = try operand(node)
    let dimensions = [0] + shapes[index].dimensions
    let (starts, ends) = (try constant(node, 1, "start").integers(), try constant(node, 2, "end").integers())
    let axes =
      value(node, 3) == nil ? starts.indices.map { Int64($0) } : try constant(node, 3, "axes").integers()
    let steps = value(node, 4) == nil ? starts.map { _ in 1 } : try constant(node, 4, "steps").integers()
    guard starts.count == ends.count, axes.count == starts.count, steps.count == starts.count,
      steps.allSatisfy({ $0 == 1 }), dimensions.count == 4
    else { throw refusal(node, "it takes every second element, or no images") }
    var cut = [0, 0, 0, 0]
    var cutAxes: Set<Int> = []
    for place in starts.indices {
      let axis = Int(clamping: axes[place] < 0 ? axes[place] + 4 : axes[place])
      guard axis == 2 || axis == 3 else { throw refusal(node, "it cuts something else than rows and columns") }
      guard cutAxes.insert(axis).inserted else { throw refusal(node, "it names an axis twice") }
      let size = Int64(dimensions[axis])
      func bound(_ number: Int64) -> Int64 { min(max(number < 0 ? number + size : number, 0), size) }
      cut[axis == 2 ? 0 : 2] = Int(bound(starts[place]))
      cut[axis == 2 ? 1 : 3] = Int(size - bound(ends[place]))
    }
    try add(
      .constantPad2d(.init(left: -cut[2], right: -cut[3], top: -cut[0], bottom: -cut[1], value: 0)), [index], for: node)
  }
}

extension ONNXNode {
  func integer(_ name: String, default standard: Int) -> Int {
    if case .integer(let number) = attribute(name) { return Int(clamping: number) }
    return standard
  }

  func float(_ name: String, default standard: Float) -> Float {
    if case .float(let number) = attribute(name) { return number }
    return standard
  }

  func text(_ name: String, default standard: String) -> String {
    if case .text(let text) = attribute(name) { return String(text.prefix(60)) }
    return standard
  }

  func integers(_ name: String) -> [Int]? {
    if case .integers(let numbers) = attribute(name) { return numbers.map { Int(clamping: $0) } }
    return nil
  }
}
