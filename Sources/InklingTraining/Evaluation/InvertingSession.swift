import InklingEngine

/// Answers to images that are drawn the other way round than the model's: each byte x becomes 255 - x.
struct InvertingSession: AnsweringSession {
  let session: any AnsweringSession

  var graph: Graph { session.graph }
  var threads: Int { session.threads }
  var instructionSet: InstructionSet { session.instructionSet }

  func logits(images: [UInt8]) -> [Float] { session.logits(images: images.map { ~$0 }) }

  func outputs(images: [UInt8], labels: [Int32], at indices: [Int32]?, withLogits: Bool) -> LabeledOutputs {
    guard let indices else {
      return session.outputs(images: images.map { ~$0 }, labels: labels, at: nil, withLogits: withLogits)
    }
    let size = graph.inputShape.count
    var chosen: [UInt8] = []
    chosen.reserveCapacity(indices.count * size)
    for index in indices { chosen += images[Int(index) * size..<(Int(index) + 1) * size].lazy.map { ~$0 } }
    return session.outputs(
      images: chosen, labels: indices.map { labels[Int($0)] }, at: nil, withLogits: withLogits)
  }
}
