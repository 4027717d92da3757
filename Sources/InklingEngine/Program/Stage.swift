/// A node (or several fused into one) on its way to become steps.
package struct Stage {
  /// The layer's name.
  let name: String
  let node: Int
  let inputs: [Buffer]
  let inputShapes: [Shape]
  /// The shape after everything fused.
  let outputShape: Shape
  let parameters: NodeParameters
  /// Which inputs want a gradient.
  let wantsGradient: [Bool]
  var fused = Fused()

  /// What follows the operation and is done by its kernel.
  struct Fused {
    var rectified = false
    var maxPooled = false
    /// In predictions: a batch normalisation right behind, whose factors are multiplied into the weights.
    var normalization: FusedNormalization?
  }

  /// - Precondition: the operation has one.
  var weight: ParameterDescription { parameters.required("weight") }
  /// Nil for an operation without one.
  var bias: ParameterDescription? { parameters["bias"] }
}

/// A batch normalisation that another operation's kernel does.
struct FusedNormalization {
  let eps: Float
  let parameters: NodeParameters
}

/// A gradient buffer. A shared one is read by somebody else too and must not be changed in place.
package struct Gradient {
  let buffer: Buffer
  var isShared = false
}

/// What lowering a stage leaves: its output, and the way back.
package struct LoweredStage {
  let output: Buffer
  /// Adds the backward steps: from the gradient with respect to the output to those with respect to the inputs (nil
  /// for one that is not wanted).
  let backward: (Gradient) -> [Gradient?]
}
