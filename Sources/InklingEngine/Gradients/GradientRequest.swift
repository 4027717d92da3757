import InklingFiles

/// Which gradients and activations a `GradientProgram` gives.
///
///     GradientRequest(input: true)                                     // saliency
///     GradientRequest(input: false, activations: ["conv2"])            // Grad-CAM
///     GradientRequest(input: false, parameters: .all)                  // histograms of gradients
///     GradientRequest(input: false, activations: ["conv1"], activationGradients: false)  // feature maps alone
public struct GradientRequest: Sendable, Equatable {
  /// Whose gradients are wanted.
  public enum Parameters: Sendable, Equatable {
    case none
    /// Of all that are learned and not frozen.
    case all
    /// Of these, by PyTorch's names.
    case named(Set<String>)
  }

  /// Whether the gradient by the network's input is wanted.
  public var input: Bool
  public var parameters: Parameters
  /// The nodes whose values are wanted, by the names in `Graph.activationNames`.
  public var activations: [String]
  /// Whether the gradients by those values are wanted too.
  public var activationGradients: Bool

  public init(
    input: Bool = true, parameters: Parameters = .none, activations: [String] = [], activationGradients: Bool = true
  ) {
    self.input = input
    self.parameters = parameters
    self.activations = activations
    self.activationGradients = activationGradients
  }

  /// Whether there is anything to go back for.
  var hasGradients: Bool { input || parameters != .none || (activationGradients && !activations.isEmpty) }

  /// The names of the parameters, nil for all.
  ///
  /// - Throws: `InputError` (usage) for a name that no learned parameter has, or a frozen one.
  func parameterNames(in graph: Graph, frozen: Set<String>) throws(InputError) -> Set<String>? {
    switch parameters {
    case .none: return []
    case .all: return nil
    case .named(let names):
      let known = graph.parameters.filter { $0.role == .learned && !frozen.contains($0.name) }.map(\.name)
      let unknown = names.subtracting(known).sorted()
      guard unknown.isEmpty else {
        throw InputError(
          .usage, "the model learns no such parameter", expected: NameList.text(known), found: NameList.text(unknown))
      }
      return names
    }
  }

  /// What the program writes out, the values first.
  ///
  /// - Throws: `InputError` (usage) for a name that is no node's, or several nodes'.
  func observations(in graph: Graph) throws(InputError) -> [Observation] {
    var nodes: [Int] = []
    for name in activations { nodes.append(try graph.node(called: name)) }
    let gradients = (activationGradients ? nodes : []) + (input ? [0] : [])
    var observations: [Observation] = nodes.map { Observation(node: $0, isGradient: false) }
    observations += gradients.map { Observation(node: $0, isGradient: true) }
    return observations
  }
}
