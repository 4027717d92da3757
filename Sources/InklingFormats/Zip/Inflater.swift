import InklingCZlib

/// zlib's inflate: unpacks one stream of deflate data (RFC 1951) piece by piece.
package struct Inflater: ~Copyable {
  /// What surrounds the deflate data, as zlib's "window bits".
  package enum Container: CInt {
    /// A header, a CRC-32 and a length, which are checked (RFC 1952).
    case gzip = 31
    /// Nothing.
    case none = -15
  }

  package enum Outcome: Equatable {
    /// A buffer ran out: the input's or the output's.
    case unfinished
    /// The stream ended, and its checksum is right where the container has one.
    case ended
    /// The data is wrong: zlib's words.
    case damaged(String)
  }

  /// At a fixed address, since zlib's state points back to it.
  private let stream: UnsafeMutablePointer<z_stream>

  package init(_ container: Container) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // A failure (no memory) leaves no state behind, and the first call of inflate says so.
    inflateInit2_(stream, container.rawValue, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Unpacks from `input` into `output` until one of them runs out or the stream ends.
  ///
  /// - Returns: how many bytes were used and written, and how it stands.
  package func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> (used: Int, written: Int, outcome: Outcome) {
    let inputCount = min(input.count, Int(CInt.max))
    let outputCount = min(output.count, Int(CInt.max))
    // zlib only reads from next_in; its C declaration lacks the const.
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(inputCount)
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(outputCount)
    let code = InklingCZlib.inflate(stream, Z_NO_FLUSH)
    let used = inputCount - Int(stream.pointee.avail_in)
    let written = outputCount - Int(stream.pointee.avail_out)
    switch code {
    case Z_OK, Z_BUF_ERROR: return (used, written, .unfinished)
    case Z_STREAM_END: return (used, written, .ended)
    default:
      let words = stream.pointee.msg.map { String(cString: $0) } ?? String(cString: zError(code))
      return (used, written, .damaged(words))
    }
  }

  /// Gets ready for the next stream behind the one that ended.
  package func reset() { inflateReset(stream) }
}
