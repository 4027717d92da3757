import Foundation

/// A pipe that holds little and is read no further than somebody waits: who writes more has to wait in the middle of it.
final class HeldErrors {
  /// Lines of an epoch that go into the pipe before its writer waits: a page of memory, which is the least that Linux gives.
  static let lines = 60

  private let pipe = Pipe()
  private var text: [UInt8] = []

  /// For the process.
  var writing: FileHandle { pipe.fileHandleForWriting }

  init() {
    #if os(Linux)
      // F_SETPIPE_SZ, which Swift does not know by name.
      _ = fcntl(writing.fileDescriptor, 1031, 1)
    #endif
  }

  /// Leaves the writing to the process: its end is the pipe's end.
  func begin() { try? pipe.fileHandleForWriting.close() }

  /// Reads byte by byte until there is `words`, or no more.
  func read(to words: String) throws {
    let words = Array(words.utf8)
    while !text.suffix(words.count).elementsEqual(words), let byte = try next() { text.append(byte) }
  }

  /// Everything to the end.
  func rest() throws -> String {
    text += try pipe.fileHandleForReading.readToEnd() ?? Data()
    return String(decoding: text, as: UTF8.self)
  }

  private func next() throws -> UInt8? { try pipe.fileHandleForReading.read(upToCount: 1)?.first }
}
