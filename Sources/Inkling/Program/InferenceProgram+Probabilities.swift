#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension InferenceProgram {
  /// The probability of each class for each of the images, `[N, classes]` row-major: the softmax of the logits, whose
  /// rows sum to one.
  ///
  ///     p[i] = exp(z[i] - max z) / sum over j of exp(z[j] - max z)
  ///
  /// A logit that is not finite makes its whole row NaN.
  ///
  /// - Precondition: `images` holds a whole number of images.
  public func probabilities(images: [UInt8]) -> [Double] {
    let classes = graph.outputShape.count
    let logits = logits(images: images)
    return stride(from: 0, to: logits.count, by: classes).flatMap { start in
      let row = logits[start..<start + classes].map(Double.init)
      guard row.allSatisfy(\.isFinite) else { return [Double](repeating: .nan, count: classes) }
      let largest = row.max() ?? 0
      let weights = row.map { exp($0 - largest) }
      let sum = weights.reduce(0, +)
      return weights.map { $0 / sum }
    }
  }
}
