/// As JSON an operation is one object: its `kind`, and beside it its attributes under PyTorch's names in snake_case, all
/// of them, since a default might change.
///
///     {"kind": "MaxPool2d", "kernel_size": [2, 2], "stride": [2, 2], "padding": [0, 0], ...}
extension Graph.Operation: Codable {
  /// What an operation is called, in a file too.
  enum Kind: String, Codable, CaseIterable {
    case input = "Input"
    case conv2d = "Conv2d"
    case linear = "Linear"
    case maxPool2d = "MaxPool2d"
    case avgPool2d = "AvgPool2d"
    case adaptiveAvgPool2d = "AdaptiveAvgPool2d"
    case adaptiveMaxPool2d = "AdaptiveMaxPool2d"
    case batchNorm1d = "BatchNorm1d"
    case batchNorm2d = "BatchNorm2d"
    case groupNorm = "GroupNorm"
    case layerNorm = "LayerNorm"
    case relu = "ReLU"
    case leakyReLU = "LeakyReLU"
    case elu = "ELU"
    case gelu = "GELU"
    case silu = "SiLU"
    case sigmoid = "Sigmoid"
    case tanh = "Tanh"
    case hardswish = "Hardswish"
    case hardsigmoid = "Hardsigmoid"
    case hardtanh = "Hardtanh"
    case softplus = "Softplus"
    case prelu = "PReLU"
    case softmax = "Softmax"
    case logSoftmax = "LogSoftmax"
    case dropout = "Dropout"
    case dropout2d = "Dropout2d"
    case flatten = "Flatten"
    case constantPad2d = "ConstantPad2d"
    case add = "Add"
    case concatenate = "Concatenate"
  }

  var kind: Kind { parts.kind }

  private var parts: (kind: Kind, attributes: (any Encodable)?) {
    switch self {
    case .input(let attributes): (.input, attributes)
    case .conv2d(let attributes): (.conv2d, attributes)
    case .linear(let attributes): (.linear, attributes)
    case .maxPool2d(let attributes): (.maxPool2d, attributes)
    case .avgPool2d(let attributes): (.avgPool2d, attributes)
    case .adaptiveAvgPool2d(let attributes): (.adaptiveAvgPool2d, attributes)
    case .adaptiveMaxPool2d(let attributes): (.adaptiveMaxPool2d, attributes)
    case .batchNorm1d(let attributes): (.batchNorm1d, attributes)
    case .batchNorm2d(let attributes): (.batchNorm2d, attributes)
    case .groupNorm(let attributes): (.groupNorm, attributes)
    case .layerNorm(let attributes): (.layerNorm, attributes)
    case .relu: (.relu, nil)
    case .leakyReLU(let attributes): (.leakyReLU, attributes)
    case .elu(let attributes): (.elu, attributes)
    case .gelu(let attributes): (.gelu, attributes)
    case .silu: (.silu, nil)
    case .sigmoid: (.sigmoid, nil)
    case .tanh: (.tanh, nil)
    case .hardswish: (.hardswish, nil)
    case .hardsigmoid: (.hardsigmoid, nil)
    case .hardtanh(let attributes): (.hardtanh, attributes)
    case .softplus(let attributes): (.softplus, attributes)
    case .prelu(let attributes): (.prelu, attributes)
    case .softmax(let attributes): (.softmax, attributes)
    case .logSoftmax(let attributes): (.logSoftmax, attributes)
    case .dropout(let attributes): (.dropout, attributes)
    case .dropout2d(let attributes): (.dropout2d, attributes)
    case .flatten: (.flatten, nil)
    case .constantPad2d(let attributes): (.constantPad2d, attributes)
    case .add: (.add, nil)
    case .concatenate: (.concatenate, nil)
    }
  }

  private enum CodingKeys: String, CodingKey { case kind }

  /// Writes the kind, and all attributes beside it.
  public func encode(to encoder: any Encoder) throws {
    let (kind, attributes) = parts
    try attributes?.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
  }

  /// - Throws: `DecodingError` for an unknown kind, and for a key that is missing, unknown or of another type. Ranges are
  ///   the graph's to check.
  public init(from decoder: any Decoder) throws {
    let kind = try decoder.container(keyedBy: CodingKeys.self).decode(Kind.self, forKey: .kind)
    func attributes<Attributes: OperationAttributes>() throws -> Attributes {
      try decoder.refuseKeys(besides: Attributes.CodingKeys.allCases.map(\.stringValue) + [CodingKeys.kind.rawValue])
      return try Attributes(from: decoder)
    }
    func plain(_ operation: Graph.Operation) throws -> Graph.Operation {
      try decoder.refuseKeys(besides: [CodingKeys.kind.rawValue])
      return operation
    }
    self =
      switch kind {
      case .input: .input(try attributes())
      case .conv2d: .conv2d(try attributes())
      case .linear: .linear(try attributes())
      case .maxPool2d: .maxPool2d(try attributes())
      case .avgPool2d: .avgPool2d(try attributes())
      case .adaptiveAvgPool2d: .adaptiveAvgPool2d(try attributes())
      case .adaptiveMaxPool2d: .adaptiveMaxPool2d(try attributes())
      case .batchNorm1d: .batchNorm1d(try attributes())
      case .batchNorm2d: .batchNorm2d(try attributes())
      case .groupNorm: .groupNorm(try attributes())
      case .layerNorm: .layerNorm(try attributes())
      case .relu: try plain(.relu)
      case .leakyReLU: .leakyReLU(try attributes())
      case .elu: .elu(try attributes())
      case .gelu: .gelu(try attributes())
      case .silu: try plain(.silu)
      case .sigmoid: try plain(.sigmoid)
      case .tanh: try plain(.tanh)
      case .hardswish: try plain(.hardswish)
      case .hardsigmoid: try plain(.hardsigmoid)
      case .hardtanh: .hardtanh(try attributes())
      case .softplus: .softplus(try attributes())
      case .prelu: .prelu(try attributes())
      case .softmax: .softmax(try attributes())
      case .logSoftmax: .logSoftmax(try attributes())
      case .dropout: .dropout(try attributes())
      case .dropout2d: .dropout2d(try attributes())
      case .flatten: try plain(.flatten)
      case .constantPad2d: .constantPad2d(try attributes())
      case .add: try plain(.add)
      case .concatenate: try plain(.concatenate)
      }
  }
}

/// The attributes of a kind of operation that has some.
protocol OperationAttributes: Codable, Sendable, Hashable {
  associatedtype CodingKeys: CodingKey & CaseIterable
}

extension Decoder {
  /// - Throws: `DecodingError` for a key that nobody reads: what it asks for would not be done.
  func refuseKeys(besides known: [String]) throws {
    let unknown = try container(keyedBy: AnyKey.self).allKeys.first { !known.contains($0.stringValue) }
    guard let unknown else { return }
    throw DecodingError.dataCorrupted(
      .init(codingPath: codingPath + [unknown], debugDescription: "no such key; known are \(known)"))
  }
}

private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
