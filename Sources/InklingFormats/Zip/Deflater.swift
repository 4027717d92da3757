import InklingCZlib

/// zlib's deflate (RFC 1951) at its default level.
enum Deflater {
  private static let pieceLimit = 1 << 30

  /// The packed bytes; nil when zlib finds no memory.
  static func deflate(_ bytes: [UInt8]) -> [UInt8]? {
    // At a fixed address, since zlib's state points back to it.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    guard
      deflateInit2_(
        stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        CInt(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { deflateEnd(stream) }
    var result: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var used = 0
    return bytes.withUnsafeBufferPointer { input in
      while true {
        let inputCount = min(input.count - used, pieceLimit)
        let isLast = used + inputCount == input.count
        let (code, written) = piece.withUnsafeMutableBufferPointer { output in
          // zlib only reads from next_in; its C declaration lacks the const.
          stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + used })
          stream.pointee.avail_in = UInt32(inputCount)
          stream.pointee.next_out = output.baseAddress
          stream.pointee.avail_out = UInt32(output.count)
          let code = InklingCZlib.deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
          return (code, output.count - Int(stream.pointee.avail_out))
        }
        used += inputCount - Int(stream.pointee.avail_in)
        result += piece[..<written]
        if code == Z_STREAM_END { return result }
        if code != Z_OK { return nil }
      }
    }
  }
}
