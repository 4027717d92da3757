import InklingFiles

/// - Parameter takesImages: whether an output of any shape will do.
func checkProgram(
  _ graph: Graph, _ normalization: Normalization, takesImages: Bool = false
) throws(InputError) {
  guard normalization.scale.count == graph.inputShape.channels else {
    throw InputError(
      .usage, "the normalization does not fit the images", expected: "\(graph.inputShape.channels) channels",
      found: "\(normalization.scale.count)")
  }
  guard takesImages || graph.outputShape.dimensions.count == 1 else {
    throw InputError(
      .usage, "the model's output is not one logit a class", expected: "features", found: "\(graph.outputShape)",
      remedy: "end it with a Linear layer")
  }
}
