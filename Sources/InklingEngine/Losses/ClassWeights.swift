import InklingFiles

/// Checks one weight a class and makes them ready for a kernel.
///
/// - Throws: `InputError` (usage) for a wrong number of weights, or a weight that is negative or not finite.
func classWeightTable(_ weight: [Float]?, classes: Int, _ loss: String) throws(InputError) -> Table<Float>? {
  guard let weight else { return nil }
  guard weight.count == classes else {
    throw InputError(
      .usage, "\(loss) needs one weight a class", expected: "\(classes) weights", found: "\(weight.count)")
  }
  for value in weight where !(value >= 0 && value.isFinite) {
    throw InputError(
      .usage, "\(loss) cannot use this class weight", expected: "a finite number >= 0", found: "\(value)")
  }
  return Table(weight)
}

/// - Throws: `InputError` (usage) unless the output is a vector.
func requireFeatures(_ output: Shape, _ loss: String) throws(InputError) {
  guard output.dimensions.count == 1 else {
    throw InputError(
      .usage, "\(loss) cannot take the model's output", expected: "features", found: "\(output)",
      remedy: "end the model with a Flatten or Linear layer")
  }
}
