extension LabeledImages {
  /// For each class, the indices of `perClass` different images drawn at random, in rising order, or of all when there are
  /// fewer.
  ///
  /// - Precondition: `perClass >= 0`.
  public func samples(perClass: Int, seed: UInt64 = 0) -> [[Int]] {
    let indices = ClassIndices(of: self)
    return classNames.indices.map { indices.samples(of: $0, count: perClass, seed: seed, split: 0) }
  }
}
