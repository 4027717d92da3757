import InklingCZlib

/// zlib's inflate: unpacks one stream of deflate data (RFC 1951) of known length.
enum Inflater {
  /// What is wrong with the data, and where in the packed bytes.
  struct Fault: Error {
    let words: String
    let offset: Int
  }

  /// zlib counts a buffer in 32 bits.
  private static let pieceLimit = 1 << 30

  /// The `count` bytes that `packed` unpacks to.
  ///
  /// - Throws: `Fault` when it is damaged, unpacks to another count, or has bytes left behind its end.
  static func inflate(_ packed: [UInt8], count: Int) throws(Fault) -> [UInt8] {
    // At a fixed address, since zlib's state points back to it.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    guard inflateInit2_(stream, -15, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw Fault(words: "no memory for zlib", offset: 0)
    }
    defer { inflateEnd(stream) }
    // One byte more than is right shows data that goes on.
    return try [UInt8](unsafeUninitializedCapacity: count + 1) { (buffer, written) throws(Fault) in
      var outcome = (code: CInt(Z_OK), used: 0)
      let output = UnsafeMutableBufferPointer(rebasing: buffer[..<(count + 1)])
      packed.withUnsafeBufferPointer { input in
        outcome = run(stream, input, output, &written)
      }
      if outcome.code != Z_STREAM_END || outcome.used != packed.count || written != count {
        let words: String
        switch outcome.code {
        case Z_STREAM_END where written == count: words = "bytes behind its end"
        case Z_STREAM_END: words = "\(written) bytes instead of \(count)"
        case Z_OK, Z_BUF_ERROR: words = written > count ? "more than \(count) bytes" : "an early end"
        default: words = stream.pointee.msg.map { String(cString: $0) } ?? String(cString: zError(outcome.code))
        }
        throw Fault(words: words, offset: outcome.used)
      }
    }
  }

  private static func run(
    _ stream: UnsafeMutablePointer<z_stream>, _ input: UnsafeBufferPointer<UInt8>,
    _ output: UnsafeMutableBufferPointer<UInt8>,
    _ written: inout Int
  ) -> (code: CInt, used: Int) {
    var used = 0
    while true {
      let inputCount = min(input.count - used, pieceLimit)
      let outputCount = min(output.count - written, pieceLimit)
      // zlib only reads from next_in; its C declaration lacks the const.
      stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + used })
      stream.pointee.avail_in = UInt32(inputCount)
      stream.pointee.next_out = output.baseAddress.map { $0 + written }
      stream.pointee.avail_out = UInt32(outputCount)
      let code = InklingCZlib.inflate(stream, Z_NO_FLUSH)
      let (taken, given) = (inputCount - Int(stream.pointee.avail_in), outputCount - Int(stream.pointee.avail_out))
      used += taken
      written += given
      if code != Z_OK || taken == 0 && given == 0 { return (code, used) }
    }
  }
}
