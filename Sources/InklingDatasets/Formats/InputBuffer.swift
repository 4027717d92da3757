import InklingFiles

/// A small piece of a file in memory: what was read ahead and not used yet.
struct InputBuffer: ~Copyable {
  private let storage: UnsafeMutableRawBufferPointer
  private var range = 0..<0
  /// The count of bytes of the file that were read so far, used or not.
  private(set) var bytesRead = 0

  init(capacity: Int = 1 << 16) {
    storage = .allocate(byteCount: capacity, alignment: 64)
  }

  deinit { storage.deallocate() }

  var isEmpty: Bool { range.isEmpty }

  /// The offset in the file of the first unused byte.
  var offset: Int { bytesRead - range.count }

  /// The unused bytes; valid until the next call that changes the buffer.
  var unused: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[range]) }

  /// Reads the next piece when everything is used. The buffer stays empty only at the end of the file.
  mutating func refillIfEmpty(from file: borrowing OpenFile) throws(InputError) {
    guard isEmpty else { return }
    let count = try file.fill(storage)
    range = 0..<count
    bytesRead += count
  }

  /// Marks the first `count` unused bytes as used.
  mutating func use(_ count: Int) { range = range.lowerBound + count..<range.upperBound }
}
