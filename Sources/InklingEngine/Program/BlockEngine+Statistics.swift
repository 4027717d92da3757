// The running statistics of given weights, measured on batches: PyTorch's `torch.optim.swa_utils.update_bn`.

extension BlockEngine {
  /// Whether some running statistics are taken from the batches that are trained on.
  var measuresStatistics: Bool { !program.statisticsUpdates.isEmpty }

  /// Works as if `other` were the weights, and puts the weights back.
  func withWeights<Result>(_ other: AlignedMemory, _ body: () -> Result) -> Result {
    let own = AlignedMemory(bytes: weights.bytes)
    own.start.copyMemory(from: weights.start, byteCount: weights.bytes)
    weights.start.copyMemory(from: other.start, byteCount: weights.bytes)
    weightsChanged()
    let result = body()
    weights.start.copyMemory(from: own.start, byteCount: weights.bytes)
    weightsChanged()
    return result
  }

  /// Forward as in training, as far as the last statistics of a batch, of which the running ones take this share.
  func measureStatistics(_ source: BatchSource, share: Float) {
    (phaseLimit, isMeasuring) = (program.statisticsPhases, true)
    run(source, rule: nil)
    (phaseLimit, isMeasuring) = (program.phases.count, false)
    var context = updateContext(nil, blocks: (source.count + 15) / 16)
    context.statisticsShare = share
    for update in program.statisticsUpdates { update.run(context) }
  }
}
