/// One kind of node: the shape of its result, what it costs, and how it becomes steps of a program.
package protocol Operation: Sendable {
  /// The field's name for it: "Conv2d".
  var name: String { get }
  var parameters: [Parameter] { get }
  /// The shape of the result, or what the inputs should have been.
  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape
  /// Multiply-adds for one image, forward.
  func multiplyAdds(inputs: [Shape], output: Shape) -> Int
  /// Adds the forward steps to the program and says how the backward ones are added.
  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage
}

extension Operation {
  package var parameters: [Parameter] { [] }
  package func multiplyAdds(inputs: [Shape], output: Shape) -> Int { 0 }
}

/// The image batch itself, the first node of each graph.
struct Input: Operation {
  let name = "Input"

  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    preconditionFailure("the input's shape is given")
  }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    preconditionFailure("the input is gathered, not computed")
  }
}
