/// What a model answers to labelled images.
package struct LabeledOutputs: Sendable {
  /// The class with the largest logit for each image.
  package internal(set) var predictions: [Int32]
  /// [N, classes] row-major; empty unless asked for.
  package internal(set) var logits: [Float]
  /// The sum of the images' cross-entropies, in nats.
  package internal(set) var lossSum = 0.0

  init(count: Int, logits: Int) {
    predictions = Array(repeating: 0, count: count)
    self.logits = Array(repeating: 0, count: logits)
  }

  /// The places to write to; none for logits that were not asked for.
  mutating func withPointers(_ body: (UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Float>?) -> Void) {
    predictions.withUnsafeMutableBufferPointer { predictions in
      logits.withUnsafeMutableBufferPointer { logits in
        body(predictions.baseAddress, logits.isEmpty ? nil : logits.baseAddress)
      }
    }
  }
}
