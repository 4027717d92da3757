public import InklingFiles

extension RunConfiguration {
  static let largestThreads = 1024

  /// Checks what stands beside the recipe. The recipe itself is `LoadedRecipe`'s matter.
  ///
  /// - Throws: `InputError` of kind `.usage` whose sentence names the option, its range and what was given.
  public func validate() throws(InputError) {
    try Self.check(
      "--threads", threads, in: 1...Self.largestThreads, remedy: "give as many as the machine has processors")
    if let checkpointEvery {
      try Self.check(
        "--checkpoint-every", checkpointEvery, in: 1...Int.max, remedy: "leave it out to save once an epoch")
    }
    if let name { try RunName.validate(name) }
  }

  private static func check(
    _ option: String, _ value: Int, in range: ClosedRange<Int>, remedy: String
  ) throws(InputError) {
    guard !range.contains(value) else { return }
    let expected =
      range.upperBound == .max
      ? "at least \(range.lowerBound)" : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    throw InputError(.usage, "\(option) is out of range", expected: expected, found: "\(value)", remedy: remedy)
  }
}
