package import InklingFiles

/// How many threads compute.
package enum ThreadCount {
  /// The most that may be asked for.
  private static let most = 1024

  /// The processors that the process may use, as far as a batch keeps them busy: a thread takes sixteen images at a time.
  package static func useful(batchSize: Int = .max) -> Int {
    min(Processors.count, most, max(1, batchSize / 16 + (batchSize % 16 == 0 ? 0 : 1)))
  }

  /// - Parameter wanted: nil takes those that are useful.
  /// - Throws: `InputError` (usage) for a number out of range.
  package static func checked(_ wanted: Int?, batchSize: Int = .max) throws(InputError) -> Int {
    guard let wanted else { return useful(batchSize: batchSize) }
    guard (1...most).contains(wanted) else {
      throw InputError(.usage, "the number of threads is out of range", expected: "1 to \(most)", found: "\(wanted)")
    }
    return wanted
  }

  /// So many threads as were asked for, but no more than there are processors: those would take turns, and each batch would
  /// wait for the last of them. The weights are the same for any number. What is out of range stays, and is refused by
  /// `checked`.
  package static func withinProcessors(_ wanted: Int?) -> Int? {
    wanted.map { (1...most).contains($0) ? min($0, Processors.count) : $0 }
  }

  /// What to say of threads that compute, when they are not as many as were asked for; nil where they are, and where
  /// `note(threads:batchSize:)` has said already that so many are of no use.
  package static func note(computing threads: Int, of asked: Int, batchSize: Int = .max) -> String? {
    let expected = min(asked, Processors.count)
    if threads < expected {
      return "the system gave \(threads) of \(expected) threads; the result is the same, it only takes longer"
    }
    guard threads < asked, note(threads: asked, batchSize: batchSize) == nil else { return nil }
    return
      "\(asked) threads would take turns on \(Processors.count == 1 ? "one processor" : "\(Processors.count) processors"), so "
      + "as many compute as there are processors; the result is the same"
  }

  /// What to say when more threads were asked for than a batch has blocks; nil otherwise.
  package static func note(threads: Int, batchSize: Int) -> String? {
    let blocks = max(1, batchSize / 16 + (batchSize % 16 == 0 ? 0 : 1))
    guard threads > blocks else { return nil }
    return
      "\(threads) threads are no faster than \(blocks): a batch of \(batchSize) \(batchSize == 1 ? "image" : "images") "
      + "is \(blocks) \(blocks == 1 ? "block" : "blocks") of sixteen, and a block is one thread's work"
  }
}
