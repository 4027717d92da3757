package import InklingFiles

extension Graph.Operation {
  /// The shape of the operation's value, for whoever makes a graph node by node.
  ///
  /// - Throws: `InputError` of kind `.malformed` for attributes or shapes that it does not take.
  package func shape(of inputs: [Shape]) throws(InputError) -> Shape {
    if let fault = rule.fault {
      throw InputError(.malformed, "a network has an operation that is not possible", found: "\(name), whose \(fault)")
    }
    do throws(ShapeMismatch) {
      return try rule.outputShape(of: inputs)
    } catch {
      throw InputError(
        .malformed, "a network has an operation that does not fit", expected: "\(name) of \(error.needed)",
        found: inputs.prefix(4).map(\.description).joined(separator: " and "))
    }
  }

  /// The operation's parameters, in PyTorch's order.
  package func parameters(named base: String) -> [ParameterDescription] {
    rule.parameters.map {
      ParameterDescription(name: "\(base).\($0.name)", shape: $0.shape, initializer: $0.initializer, role: $0.role)
    }
  }
}
