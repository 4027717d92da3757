// What the losses' heads have in common.

extension BlockHeader {
  /// Whether some lane's target is not one label alone.
  var isMixed: Bool {
    for lane in 0..<16 where shares[lane] != 1 { return true }
    return false
  }
}

/// A lane without an image has no say.
func setLossScales(_ context: borrowing BlockContext) {
  let header = context.header
  for lane in 0..<16 { header.lossScales[lane] = lane < context.count ? context.source.lossScale : 0 }
}

/// Each image's row of targets to elements; lanes without an image repeat the first's. Nil without targets, and the
/// elements are then zero.
func loadTargets(
  _ count: Int, into elements: UnsafeMutableRawPointer, _ context: borrowing BlockContext
) -> UnsafeRawPointer? {
  let values = elements.assumingMemoryBound(to: Float.self)
  guard let targets = context.source.targets.numbers else {
    for place in 0..<count * 16 { values[place] = 0 }
    return nil
  }
  for lane in 0..<16 {
    let image = context.first + (lane < context.count ? lane : 0)
    let row = targets + (context.source.indices.map { Int($0[image]) } ?? image) * count
    for element in 0..<count { values[element * 16 + lane] = row[element] }
  }
  return UnsafeRawPointer(elements)
}

/// There is no class to be right about.
func clearPredictions(_ context: borrowing BlockContext) {
  let header = context.header
  for lane in 0..<16 { header.predictions[lane] = -1 }
}

/// The block's losses and predictions to the batch's.
func storeLosses(_ context: borrowing BlockContext) {
  let header = context.header
  for lane in 0..<context.count {
    context.source.losses?[context.first + lane] = header.losses[lane]
    context.source.predictions?[context.first + lane] = header.predictions[lane]
  }
}
