import InklingFiles

/// Work on many rows at once, on all processors. Each row is written by one thread, so nothing depends on their number.
enum RowTask {
  /// Calls `body` with parts of the rows that do not overlap.
  static func perform(_ rows: Int, part: Int = 64, _ body: @Sendable (Range<Int>) -> Void) {
    SystemThread.perform((rows + part - 1) / part) { number in
      body(number * part..<min((number + 1) * part, rows))
    }
  }
}

/// Memory that several threads write to, each to places of its own.
///
/// `@unchecked Sendable`: whoever makes it sees to it that no two threads touch one place.
struct SharedMemory<Element>: @unchecked Sendable {
  let start: UnsafeMutablePointer<Element>

  init(_ start: UnsafeMutablePointer<Element>) { self.start = start }
}

extension Array {
  /// Calls `body` with the elements' memory, to be written by several threads. The array is not empty.
  mutating func withSharedMemory(_ body: (SharedMemory<Element>) -> Void) {
    precondition(!isEmpty, "shared memory of no elements")
    withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      body(SharedMemory(start))
    }
  }
}
