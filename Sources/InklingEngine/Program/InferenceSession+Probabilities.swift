import InklingMathematics

extension InferenceSession {
  /// The probability of each class for each of the images, `[N, classes]` row-major: the softmax of the logits, whose
  /// rows sum to one.
  ///
  ///     p[i] = exp(z[i] - max z) / sum over j of exp(z[j] - max z)
  ///
  /// A logit that is not finite makes its whole row NaN. What a network's own softmax or sigmoid gives is taken as it is.
  ///
  /// - Precondition: `images` holds a whole number of images.
  public func probabilities(images: [UInt8]) -> [Double] {
    graph.probabilities(of: logits(images: images))
  }
}

/// The softmax of each row of `[N, classes]` logits, in double precision. A logit that is not finite makes its row NaN.
package func softmaxRows(_ logits: [Float], classes: Int) -> [Double] {
  precondition(
    classes > 0 && logits.count.isMultiple(of: classes), "\(logits.count) logits are not whole rows of \(classes)")
  var values = logits.map(Double.init)
  values.withUnsafeMutableBufferPointer { values in
    for start in stride(from: 0, to: values.count, by: classes) {
      var largest = -Double.infinity
      var isFinite = true
      for place in start..<start + classes {
        isFinite = isFinite && values[place].isFinite
        largest = max(largest, values[place])
      }
      var sum = 0.0
      for place in start..<start + classes {
        values[place] = isFinite ? Elementary.exponential(values[place] - largest) : .nan
        sum += values[place]
      }
      for place in start..<start + classes { values[place] /= sum }
    }
  }
  return values
}
