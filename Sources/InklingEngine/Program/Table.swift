/// Constant offsets that kernels read, at an address that lasts as long as the program.
///
/// `@unchecked Sendable`: written once by `init`, only read afterwards.
final class Table<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  let pointer: UnsafePointer<Element>
  let count: Int

  init(_ elements: [Element]) {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
    memory.initialize(from: elements, count: elements.count)
    pointer = UnsafePointer(memory)
    count = elements.count
  }

  deinit { pointer.deallocate() }
}

/// Zeroed memory on a 64-byte boundary, for elements of sixteen lanes.
///
/// `@unchecked Sendable`: who writes where is decided by the program (a thread its arena, a block its memory, an
/// update its rows), with barriers between.
package final class AlignedMemory: @unchecked Sendable {
  package let start: UnsafeMutableRawPointer
  package let bytes: Int

  package init(bytes: Int) {
    self.bytes = max(bytes, 64)
    start = .allocate(byteCount: self.bytes, alignment: 64)
    start.initializeMemory(as: UInt8.self, repeating: 0, count: self.bytes)
  }

  deinit { start.deallocate() }

  var floats: UnsafeMutablePointer<Float> { start.assumingMemoryBound(to: Float.self) }
}
