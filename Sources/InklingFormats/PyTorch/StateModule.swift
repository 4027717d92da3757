import InklingFiles

/// The tensors of one module of a state dict, and what they make it.
struct StateModule: Equatable {
  enum Kind: Equatable {
    case convolution(outputs: Int, inputsPerGroup: Int, kernel: [Int], hasBias: Bool)
    case linear(inputs: Int, outputs: Int, hasBias: Bool)
    case batchNorm(features: Int, hasScale: Bool)
    case norm(shape: [Int])
    case prelu(slopes: Int)
  }

  let name: String
  let kind: Kind

  private static let known: Set = ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"]

  /// All modules in the order of their first tensors.
  ///
  /// - Throws: `InputError` of kind `.usage` for a tensor that no plain layer has.
  static func modules(of arrays: [NamedArray]) throws(InputError) -> [StateModule] {
    var order: [String] = []
    var shapes: [String: [String: [Int]]] = [:]
    for array in arrays {
      let point = array.name.lastIndex(of: ".")
      let module = point.map { String(array.name[..<$0]) } ?? ""
      let parameter = point.map { String(array.name[array.name.index(after: $0)...]) } ?? array.name
      guard known.contains(parameter), !module.isEmpty else { throw noChain("the tensor '\(array.name)' is of none") }
      if shapes[module] == nil { order.append(module) }
      shapes[module, default: [:]][parameter] = array.shape
    }
    var modules: [StateModule] = []
    for name in order {
      guard let kind = kind(of: shapes[name] ?? [:]) else {
        throw noChain("the tensors of '\(name)' have the shapes of none")
      }
      modules.append(StateModule(name: name, kind: kind))
    }
    return modules
  }

  private static func kind(of shapes: [String: [Int]]) -> Kind? {
    let (weight, bias) = (shapes["weight"], shapes["bias"])
    if let mean = shapes["running_mean"] {
      guard mean.count == 1, shapes["running_var"] == mean, weight ?? mean == mean, bias == weight else { return nil }
      return .batchNorm(features: mean[0], hasScale: weight != nil)
    }
    guard let weight, weight.allSatisfy({ $0 > 0 }), shapes["running_var"] == nil else { return nil }
    if let bias, bias == weight { return weight.count <= 3 ? .norm(shape: weight) : nil }
    let hasBias = bias != nil
    guard !hasBias || bias == [weight.first ?? 0] else { return nil }
    switch weight.count {
    case 4:
      return .convolution(
        outputs: weight[0], inputsPerGroup: weight[1], kernel: [weight[2], weight[3]], hasBias: hasBias)
    case 2: return .linear(inputs: weight[1], outputs: weight[0], hasBias: hasBias)
    case 1: return hasBias ? nil : .prelu(slopes: weight[0])
    default: return nil
    }
  }

  static func noChain(_ why: String) -> InputError {
    InputError(
      .usage, "no plain chain of layers can be proposed for these tensors: \(why)",
      remedy: "name the network with --as or --model")
  }
}
