import InklingMathematics

/// What answers to images with a network: in float32 (`InferenceSession`), or on bytes.
package protocol AnsweringSession: Sendable {
  /// The network.
  var graph: Graph { get }
  /// The threads that compute.
  var threads: Int { get }
  /// The instructions that its kernels use.
  var instructionSet: InstructionSet { get }
  /// The outputs for each of the images, `[N, classes]` row-major.
  func logits(images: [UInt8]) -> [Float]
  /// The classes and losses of labelled images, or of those at `indices` alone, in that order.
  func outputs(images: [UInt8], labels: [Int32], at indices: [Int32]?, withLogits: Bool) -> LabeledOutputs
}

extension InferenceSession: AnsweringSession {}

extension LabeledOutputs {
  /// The classes and losses that `[N, classes]` logits give: the largest, the first of equals, and the cross-entropy.
  package init(logits: [Float], labels: [Int32], classes: Int, keepsLogits: Bool) {
    self.init(count: labels.count, logits: 0)
    for (image, label) in labels.enumerated() {
      let row = logits[image * classes..<(image + 1) * classes]
      let largest = row.indices.reduce(row.startIndex) { row[$1] > row[$0] ? $1 : $0 }
      let top = Double(row[largest])
      let sum = row.reduce(0.0) { $0 + Elementary.exponential(Double($1) - top) }
      predictions[image] = Int32(largest - row.startIndex)
      lossSum += Elementary.logarithm(sum) + top - Double(row[row.startIndex + Int(label)])
    }
    if keepsLogits { self.logits = logits }
  }
}
