/// What to train next: asynchronous successive halving (Li et al., "A system for massively parallel hyperparameter
/// tuning", 2020) with one worker. With a single rung it is random search.
///
/// A trial goes on to the next rung as soon as it is among the best `1 / factor` of those that have reached its own;
/// while none is, another setting is tried. The choice depends on the trials' results alone.
struct SuccessiveHalving {
  /// Epochs, rising.
  let rungs: [Int]
  let factor: Int
  let monitor: Monitor
  /// How many settings are tried.
  let trials: Int

  /// The number of the trial to train, and up to which epoch; nil when all is done.
  func next(_ done: [Trial]) -> (number: Int, epochs: Int)? {
    // A trial that was killed on its way is finished first.
    if let begun = done.first(where: { $0.rungs.isEmpty && $0.failure == nil }) { return (begun.number, rungs[0]) }
    for rung in rungs.indices.dropLast().reversed() {
      let ranked = ranking(done, at: rung)
      let best = ranked.prefix(ranked.count / factor)
      if let next = best.first(where: { $0.rungs.count == rung + 1 && $0.failure == nil }) {
        return (next.number, rungs[rung + 1])
      }
    }
    return done.count < trials ? (done.count, rungs[0]) : winner(done)
  }

  /// The best of those that went furthest, while it is not at the end: a search ends with a result for the whole run.
  private func winner(_ done: [Trial]) -> (number: Int, epochs: Int)? {
    let deepest = done.filter { $0.failure == nil }.map(\.rungs.count).max() ?? 0
    guard deepest > 0, deepest < rungs.count else { return nil }
    return ranking(done, at: deepest - 1).first { $0.failure == nil }.map { ($0.number, rungs[deepest]) }
  }

  /// The trials that have reached a rung, the best first; equal ones in the order of their numbers.
  private func ranking(_ done: [Trial], at rung: Int) -> [Trial] {
    done.filter { $0.rungs.count > rung }.sorted { left, right in
      let (a, b) = (left.rungs[rung], right.rungs[rung])
      if a.isBetter(than: b, by: monitor) { return true }
      return !b.isBetter(than: a, by: monitor) && left.number < right.number
    }
  }
}
