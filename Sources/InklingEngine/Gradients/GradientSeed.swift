import InklingFiles
public import InklingTargets

/// What a `GradientProgram` differentiates.
public enum GradientSeed: Sendable, Equatable {
  /// One output of every image, such as a class's logit. Those of a graph with several outputs are counted through.
  case output(Int)
  /// One output of each image: the number of each.
  case outputs([Int])
  /// Any function of the outputs, by its gradient with respect to them: `[N, outputs]` row-major.
  case gradient([Float])
  /// The program's loss against an answer for each image, as a training step takes it: the mean over the batch, or the
  /// sum.
  case loss(Targets)

  /// The gradient by the outputs, of anything but a loss.
  ///
  /// - Throws: `InputError` (usage) for an output that there is not, or other counts than the images'.
  func rows(count: Int, outputs size: Int) throws(InputError) -> [Float] {
    let numbers: [Int]
    switch self {
    case .loss: preconditionFailure("a loss has its own gradient")
    case .gradient(let rows):
      return rows
    case .output(let number): numbers = Array(repeating: number, count: count)
    case .outputs(let given): numbers = given
    }
    try Self.require(numbers.count == count, "outputs", "\(count), one an image", "\(numbers.count)")
    var rows = [Float](repeating: 0, count: count * size)
    for (image, number) in numbers.enumerated() {
      try Self.require(number >= 0 && number < size, "output", "0 to \(size - 1)", "\(number)")
      rows[image * size + number] = 1
    }
    return rows
  }

  private static func require(
    _ isRight: Bool, _ what: String, _ expected: String, _ found: String
  ) throws(InputError) {
    guard !isRight else { return }
    throw InputError(
      .usage, "the model has no such \(what) to take a gradient of", expected: expected, found: found)
  }
}
