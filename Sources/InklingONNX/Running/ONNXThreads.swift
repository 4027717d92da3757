import InklingFiles

/// Work on all processors, where there is enough of it.
enum ONNXThreads {
  /// Runs `body` for each number below `count`; `work` is the numbers computed in all.
  static func perform(_ count: Int, work: Int, _ body: @Sendable (Int) -> Void) {
    if work < 1 << 16 { for index in 0..<count { body(index) } } else { SystemThread.perform(count, body) }
  }
}
