/// A node's parameters by the names that its layer gives them: "weight", "running_mean".
struct NodeParameters {
  /// In the operation's order.
  let all: [ParameterDescription]
  private let names: [String]

  init(_ all: [ParameterDescription], names: [String]) {
    self.all = all
    self.names = names
  }

  /// Nil when the layer goes without one, such as a bias.
  subscript(name: String) -> ParameterDescription? { names.firstIndex(of: name).map { all[$0] } }

  /// - Precondition: every layer of the kind has it.
  func required(_ name: String) -> ParameterDescription {
    guard let parameter = self[name] else { preconditionFailure("no \(name) among \(names)") }
    return parameter
  }
}
