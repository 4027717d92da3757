import InklingEngine
package import InklingFiles

extension TrainedModel {
  /// Images with the model's answers, at least eight: its golden inputs, and made-up ones where it has fewer.
  ///
  /// - Throws: `InputError` of kind `.malformed` for weights that give no finite answer; as `predictor(threads:)`.
  package func golden() throws(InputError) -> [GoldenInput] {
    guard goldenInputs.count < GoldenInput.fewest else { return goldenInputs }
    let images = Self.madeUpImages(of: graph.inputShape.count)
    return goldenInputs
      + (try Self.golden(session(threads: 1), Array(images[goldenInputs.count...])))
  }

  /// Images of so many bytes that are of nothing.
  package static func madeUpImages(of size: Int) -> [[UInt8]] {
    (0..<GoldenInput.fewest).map { number in
      (0..<size).map { UInt8(truncatingIfNeeded: ($0 &* 37 &+ number &* 101) &* ($0 >> 3)) }
    }
  }
}
