import InklingFiles

/// One parameter of a graph: its name in PyTorch's `state_dict`, its shape, how its first values are drawn, and who
/// changes it. The values live in the program.
public struct ParameterDescription: Sendable, Hashable, Codable {
  /// The path of the properties that lead to it from the model: "conv1.weight".
  public var name: String
  /// PyTorch's shape and order: `[out, in / groups, kh, kw]` for a convolution, `[out, in]` for a linear layer.
  public var shape: [Int]
  /// The distribution of the first values.
  public var initializer: Parameter.Initializer
  /// Who changes the values: the optimiser, or the layer itself.
  public var role: Parameter.Role

  /// A parameter to be checked by `Graph(nodes:parameters:output:)`; learned unless told otherwise.
  public init(name: String, shape: [Int], initializer: Parameter.Initializer, role: Parameter.Role = .learned) {
    self.name = name
    self.shape = shape
    self.initializer = initializer
    self.role = role
  }

  /// The number of its values.
  public var count: Int { shape.reduce(1, *) }
}

extension ParameterDescription {
  private enum CodingKeys: String, CodingKey, CaseIterable { case name, shape, initializer, role }

  /// - Throws: `DecodingError` for a key that is missing, unknown or of another type.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try container.decode(String.self, forKey: .name), shape: try container.decode([Int].self, forKey: .shape),
      initializer: try container.decode(Parameter.Initializer.self, forKey: .initializer),
      role: try container.decode(Parameter.Role.self, forKey: .role))
  }
}

extension Parameter.Role: Codable {}

/// As JSON `{"uniform": bound}` or `{"constant": value}`.
extension Parameter.Initializer: Codable {
  private enum CodingKeys: String, CodingKey { case uniform, constant }

  /// Reads the JSON form above.
  ///
  /// - Throws: `DecodingError` for another key, several, or none. Whether the number will do is the graph's to check.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: [CodingKeys.uniform.rawValue, CodingKeys.constant.rawValue])
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard container.allKeys.count == 1 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "neither one bound nor one constant"))
    }
    if let bound = try container.decodeIfPresent(Float.self, forKey: .uniform) {
      self = .uniform(bound: bound)
    } else {
      self = .constant(try container.decode(Float.self, forKey: .constant))
    }
  }

  /// Writes the JSON form above.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .uniform(let bound): try container.encode(bound, forKey: .uniform)
    case .constant(let value): try container.encode(value, forKey: .constant)
    }
  }

  /// Whether a program can draw from it.
  var isValid: Bool {
    switch self {
    case .uniform(let bound): bound >= 0 && (2 * bound).isFinite
    case .constant(let value): value.isFinite
    }
  }
}

/// A traced model's parameters, each under a name that no other has.
struct NamedParameters {
  private(set) var descriptions: [ParameterDescription] = []
  private var names: [ObjectIdentifier: String] = [:]

  init(_ parameters: [(name: String, parameter: Parameter)]) {
    var taken = Set(parameters.map(\.name))
    var used: Set<String> = []
    for (name, parameter) in parameters {
      var own = name
      var number = 2
      // Two properties of one path are possible with a mirror of one's own.
      while used.contains(own) || (own != name && taken.contains(own)) {
        own = "\(name)_\(number)"
        number += 1
      }
      used.insert(own)
      taken.insert(own)
      names[ObjectIdentifier(parameter)] = own
      descriptions.append(
        ParameterDescription(
          name: own, shape: parameter.shape, initializer: parameter.initializer, role: parameter.role))
    }
  }

  /// - Precondition: it is one of these.
  func name(of parameter: Parameter) -> String {
    guard let name = names[ObjectIdentifier(parameter)] else { preconditionFailure("a parameter without a name") }
    return name
  }
}
