extension Inflater {
  /// What is wrong with the data, and where in the packed bytes.
  struct Fault: Error {
    let words: String
    let offset: Int
  }

  /// The `count` bytes that `packed`, which has no container, unpacks to.
  ///
  /// - Throws: `Fault` when it is damaged, unpacks to another count, or has bytes left behind its end.
  static func inflate(_ packed: [UInt8], count: Int) throws(Fault) -> [UInt8] {
    let inflater = Inflater(.none)
    // One byte more than is right shows data that goes on.
    return try [UInt8](unsafeUninitializedCapacity: count + 1) { (buffer, written) throws(Fault) in
      let output = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<(count + 1)])
      var (used, outcome) = (0, Outcome.unfinished)
      packed.withUnsafeBytes { input in
        var isMoving = true
        while outcome == .unfinished, isMoving {
          let step = inflater.inflate(
            UnsafeRawBufferPointer(rebasing: input[used...]),
            into: UnsafeMutableRawBufferPointer(rebasing: output[written...]))
          used += step.used
          written += step.written
          outcome = step.outcome
          isMoving = step.used > 0 || step.written > 0
        }
      }
      guard outcome != .ended || used != packed.count || written != count else { return }
      let words =
        switch outcome {
        case .ended: written == count ? "bytes behind its end" : "\(written) bytes instead of \(count)"
        case .unfinished: written > count ? "more than \(count) bytes" : "an early end"
        case .damaged(let words): words
        }
      throw Fault(words: words, offset: used)
    }
  }
}
