import InklingFiles

extension LayerSpecification {
  /// Reads a list of layers; what is wrong is added to `faults`.
  static func list(_ node: DocumentNode, path: String, faults: DocumentFaults) -> [LayerSpecification] {
    guard let elements = node.elements else {
      faults.add(path, at: node.place, "should be a list of layers, but is \(node.found)")
      return []
    }
    guard elements.count <= largestCount else {
      faults.add(path, at: node.place, "has \(elements.count) layers: more than \(largestCount)")
      return []
    }
    let layers = elements.enumerated().map { index, element in
      (layer: LayerSpecification(reading: element, path: "\(path).\(index)", faults: faults), place: element.place)
    }
    var names: Set<String> = []
    for (index, (layer, place)) in layers.enumerated() {
      if let name = layer?.name, !names.insert(name).inserted {
        faults.add("\(path).\(index).name", at: place, "is given to two layers: \(name)")
      }
    }
    return layers.compactMap(\.layer)
  }

  static let largestCount = 1000
  static let sizes = 1...4096

  /// A word ("relu"), or one word with its options (`conv: {out: 8, kernel: 5}`, `max_pool: 2`); nil with a fault.
  init?(reading node: DocumentNode, path: String, faults: DocumentFaults) {
    let word: String
    let options: DocumentNode
    if let text = node.text {
      (word, options) = (text, DocumentNode(.null, place: node.place))
    } else if let entries = node.entries, entries.count == 1 {
      (word, options) = (entries[0].key, entries[0].value)
    } else {
      faults.add(path, at: node.place, "should be one layer, such as 'conv: {out: 8, kernel: 5}', but is \(node.found)")
      return nil
    }
    guard Self.words.contains(word) else {
      faults.add(path, at: node.place, "is no layer: \(word); \(NearestName.hint(word, among: Self.words))")
      return nil
    }
    let before = faults.all.count
    let kind: Kind?
    var name: String?
    if word == "residual", options.elements != nil {
      kind = .residual(Self.list(options, path: "\(path).residual", faults: faults))
    } else if word == "concatenate", options.elements != nil {
      kind = .concatenate(Self.branches(options, path: "\(path).concatenate", faults: faults))
    } else {
      let reader = MappingReader(Self.expanded(options, word), path: "\(path).\(word)", faults: faults)
      name = reader.layerName()
      kind = reader.kind(word)
      reader.finish()
    }
    guard let kind, faults.all.count == before else { return nil }
    self.init(kind, name: name)
  }

  static func branches(_ node: DocumentNode, path: String, faults: DocumentFaults) -> [[LayerSpecification]] {
    let branches = node.elements ?? []
    if branches.count < 2 { faults.add(path, at: node.place, "needs two branches or more, each a list of layers") }
    return branches.enumerated().map { list($1, path: "\(path).\($0)", faults: faults) }
  }

  /// A single value is the layer's main option.
  private static func expanded(_ options: DocumentNode, _ word: String) -> DocumentNode {
    guard options.text != nil || options.elements != nil, let key = mainOption(of: word) else { return options }
    return DocumentNode(.mapping([.init(key, options)]), place: options.place)
  }

  private static func mainOption(of word: String) -> String? {
    switch word {
    case "conv", "linear": "out"
    case "max_pool", "avg_pool": "kernel"
    case "group_norm": "groups"
    case "dropout", "dropout2d": "p"
    case "residual": "layers"
    case "concatenate": "branches"
    default: LayerSpecification.Activation.Function(rawValue: word).flatMap(\.option)?.name
    }
  }
}

extension LayerSpecification.Activation.Function {
  /// The name and the range of the number that the function has.
  var option: (name: String, range: NumberRange)? {
    switch self {
    case .leakyReLU: ("negative_slope", .from(0, to: 1))
    case .elu: ("alpha", .above(0, atMost: 100))
    case .softplus: ("beta", .above(0, atMost: 100))
    case .prelu: ("init", .from(-1, to: 1))
    case .relu, .gelu, .geluTanh, .silu, .sigmoid, .tanh, .hardswish, .hardsigmoid: nil
    }
  }
}

extension MappingReader {
  fileprivate func layerName() -> String? {
    guard let name = string("name") else { return nil }
    let isName = { (byte: UInt8) in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }
    guard !name.isEmpty, name.utf8.count <= 60, name.utf8.allSatisfy(isName) else {
      fault(
        "name", "is no name for a layer: expected 1 to 60 letters, digits and underscores, found \(name.prefix(60))")
      return nil
    }
    return name
  }

  fileprivate func kind(_ word: String) -> LayerSpecification.Kind? {
    switch word {
    case "conv": return convolution().map { .convolution($0) }
    case "max_pool": return pooling().map { .maxPool($0) }
    case "avg_pool": return pooling().map { .averagePool($0) }
    case "global_average_pool": return .globalAveragePool
    case "batch_norm": return .batchNorm
    case "group_norm":
      require("groups")
      return int("groups", in: LayerSpecification.sizes).map { .groupNorm(groups: $0) }
    case "layer_norm": return .layerNorm
    case "dropout": return .dropout(double("p", in: .from(0, below: 1)) ?? 0.5)
    case "dropout2d": return .dropout2d(double("p", in: .from(0, below: 1)) ?? 0.5)
    case "flatten": return .flatten
    case "linear":
      require("out")
      return width().map { .linear($0, bias: bool("bias") ?? true) }
    case "residual":
      require("layers")
      return node("layers").map {
        .residual(LayerSpecification.list($0, path: path(of: "layers"), faults: faults))
      }
    case "concatenate":
      require("branches")
      return node("branches").map {
        .concatenate(LayerSpecification.branches($0, path: path(of: "branches"), faults: faults))
      }
    default:
      return LayerSpecification.Activation.Function(rawValue: word).map { function in
        .activation(.init(function: function, value: function.option.flatMap { double($0.name, in: $0.range) }))
      }
    }
  }

  private func convolution() -> LayerSpecification.Convolution? {
    require("out")
    require("kernel")
    let out = width()
    let kernel = extent("kernel", in: 1...64)
    let same = node("padding")?.text == "same"
    let padding = same ? .same : LayerSpecification.Padding.by(extent("padding", in: 0...64) ?? 0)
    let options = (
      stride: extent("stride", in: 1...64) ?? 1, dilation: extent("dilation", in: 1...64) ?? 1,
      groups: int("groups", in: LayerSpecification.sizes) ?? 1, bias: bool("bias") ?? true
    )
    guard let out, let kernel else { return nil }
    return .init(
      out: out, kernel: kernel, stride: options.stride, padding: padding, dilation: options.dilation,
      groups: options.groups, bias: options.bias)
  }

  private func pooling() -> LayerSpecification.Pooling? {
    require("kernel")
    let kernel = extent("kernel", in: 1...64)
    let stride = extent("stride", in: 1...64)
    let padding = extent("padding", in: 0...32) ?? 0
    guard let kernel else { return nil }
    guard 2 * padding.height <= kernel.height, 2 * padding.width <= kernel.width else {
      fault("padding", "is more than half of the kernel \(kernel): found \(padding)")
      return nil
    }
    return .init(kernel: kernel, stride: stride, padding: padding)
  }

  private func width() -> LayerSpecification.Width? {
    if node("out")?.text == "classes" { return .classes }
    return int("out", in: LayerSpecification.sizes).map { .features($0) }
  }

  /// A number, or a list of a height and a width.
  private func extent(_ key: String, in range: ClosedRange<Int>) -> Extent2d? {
    guard node(key)?.elements != nil else {
      return int(key, in: range).map { Extent2d($0, $0) }
    }
    guard let sides = ints(key, in: range) else { return nil }
    guard sides.count == 2 else {
      fault(key, "should be one number, or a height and a width, but has \(sides.count) numbers")
      return nil
    }
    return Extent2d(sides[0], sides[1])
  }
}
