public import InklingEngine

/// One case of the manifest: what PyTorch was asked, and where its answer is.
///
/// Every accessor with a default answers the default only when the attribute is absent; one of the wrong type throws.
public struct GoldenCase: Sendable, Equatable, CustomStringConvertible {
  /// "layers", "losses", "optimizers", "schedules", "trajectories", "files" or "metrics".
  public let kind: String
  public let name: String
  /// PyTorch's class or function: "Conv2d".
  public let op: String
  /// The call's arguments under PyTorch's names.
  public let arguments: [String: JSONValue]
  /// The case's other members in the manifest, such as a trajectory's "losses".
  public let figures: [String: JSONValue]
  /// The safetensors file with the tensors; nil for a case of figures alone (schedules).
  public let path: String?

  public var description: String { "\(kind)/\(name)" }

  /// The tensors by name: "input", "weight", "output", "grad_input", ...
  public func tensors() throws -> [String: NamedTensor] {
    guard let path else { throw GoldenError("golden \(self) has no file of tensors") }
    let tensors = try Safetensors(contentsOf: path).tensors
    return Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0) })
  }

  public func int(_ attribute: String, default value: Int) throws -> Int {
    try read(attribute, "a whole number", \.int) ?? value
  }

  public func double(_ attribute: String, default value: Double) throws -> Double {
    try read(attribute, "a number", \.double) ?? value
  }

  public func bool(_ attribute: String, default value: Bool) throws -> Bool {
    try read(attribute, "true or false", \.bool) ?? value
  }

  /// Height and width: [3, 5], or 3 for both.
  public func pair(_ attribute: String, default value: (Int, Int)) throws -> (Int, Int) {
    try read(attribute, "a whole number or two", \.pair) ?? value
  }

  /// Height and width of an attribute that must be there.
  public func pair(_ attribute: String) throws -> (Int, Int) {
    guard let value = try read(attribute, "a whole number or two", \.pair) else {
      throw GoldenError("golden \(self) has no attribute \(attribute)")
    }
    return value
  }

  /// A list of numbers among the case's figures: "losses", "learning_rates".
  public func numbers(_ figure: String) throws -> [Double] {
    guard let numbers = figures[figure]?.doubles else {
      throw GoldenError("golden \(self) has no list of numbers \(figure)")
    }
    return numbers
  }

  private func read<Value>(_ attribute: String, _ type: String, _ value: (JSONValue) -> Value?) throws -> Value? {
    guard let argument = arguments[attribute], argument != .null else { return nil }
    guard let result = value(argument) else {
      throw GoldenError("attribute \(attribute) of golden \(self) is not \(type) but \(argument)")
    }
    return result
  }
}

extension JSONValue {
  fileprivate var pair: (Int, Int)? {
    if let int { return (int, int) }
    guard let array, array.count == 2, let first = array[0].int, let second = array[1].int else { return nil }
    return (first, second)
  }
}

/// Why a golden cannot be used, in a sentence.
public struct GoldenError: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
