/// Constants at an address that lasts as long as the table.
///
/// `@unchecked Sendable`: written once by `init`, only read afterwards.
final class LastingTable<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  let pointer: UnsafePointer<Element>

  init(_ elements: [Element]) {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
    memory.initialize(from: elements, count: elements.count)
    pointer = UnsafePointer(memory)
  }

  deinit { pointer.deallocate() }
}
