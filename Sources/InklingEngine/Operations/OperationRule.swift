/// How one kind of operation behaves: what it takes and holds, the shape of its result, what it costs, and how it becomes
/// steps of a program.
protocol OperationRule: Sendable {
  /// What is wrong with the attributes alone, whatever the inputs are ("stride is 0x1, not 1 to 4096"); nil for nothing.
  /// Nothing else may be asked of a rule that has one.
  var fault: String? { get }
  /// How many inputs it takes.
  var inputCounts: ClosedRange<Int> { get }
  /// What it learns and keeps, in the order of PyTorch's `state_dict`.
  var parameters: [ParameterForm] { get }
  /// The shape of the result, or what the inputs should have been.
  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape
  /// Multiply-adds for one image, forward.
  func multiplyAdds(inputs: [Shape], output: Shape) -> Int
  /// Adds the forward steps to the program and says how the backward ones are added.
  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage
}

extension OperationRule {
  var fault: String? { nil }
  var inputCounts: ClosedRange<Int> { 1...1 }
  var parameters: [ParameterForm] { [] }
  func multiplyAdds(inputs: [Shape], output: Shape) -> Int { 0 }
}

/// One parameter of an operation: what it is called in its layer ("weight"), its shape, its usual first values, and who
/// changes it.
struct ParameterForm {
  let name: String
  let shape: [Int]
  let initializer: Parameter.Initializer
  var role = Parameter.Role.learned
}

extension Parameter {
  convenience init(_ form: ParameterForm) {
    self.init(shape: form.shape, initializer: form.initializer, role: form.role)
  }
}

extension Graph.Operation {
  /// What one kind of operation is.
  struct Form {
    let name: String
    let rule: any OperationRule
    let attributes: (any Encodable)?

    init(_ name: String, _ rule: any OperationRule, _ attributes: (any Encodable)? = nil) {
      self.name = name
      self.rule = rule
      self.attributes = attributes
    }
  }

  /// PyTorch's class where there is one: "Conv2d".
  public var name: String { form.name }
  var rule: any OperationRule { form.rule }

  /// A layer's parameters, in their order.
  ///
  /// - Precondition: the attributes have no fault.
  func makeParameters() -> [Parameter] {
    requireSound()
    return rule.parameters.map { Parameter($0) }
  }

  /// Traps with the attribute that is wrong.
  func requireSound() {
    if let fault = rule.fault { preconditionFailure("\(name)'s \(fault)") }
  }
}

/// The image batch, the first node of each graph.
extension Graph.Operation {
  /// The image batch, the first node of each graph.
  public struct Input: Sendable, Hashable {
    /// The shape of one image, without the batch.
    public var shape: Shape
    /// Images of this shape.
    public init(shape: Shape) { self.shape = shape }
  }
}

extension Graph.Operation.Input: OperationAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable { case shape }
}

extension Graph.Operation.Input: OperationRule {
  var inputCounts: ClosedRange<Int> { 0...0 }

  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape { shape }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    preconditionFailure("the input is gathered, not computed")
  }
}
