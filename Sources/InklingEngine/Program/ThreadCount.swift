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

  /// What to say when more threads were asked for than a batch has blocks; nil otherwise.
  package static func note(threads: Int, batchSize: Int) -> String? {
    let blocks = max(1, batchSize / 16 + (batchSize % 16 == 0 ? 0 : 1))
    guard threads > blocks else { return nil }
    return
      "\(threads) threads are no faster than \(blocks): a batch of \(batchSize) \(batchSize == 1 ? "image" : "images") "
      + "is \(blocks) \(blocks == 1 ? "block" : "blocks") of sixteen, and a block is one thread's work"
  }
}
