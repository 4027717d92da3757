/// Where in its frames (RFC 9113, 4.1) a client is.
struct HTTP2FrameProgress {
  private static let (data, headers, continuation) = (0, 1, 9) as (UInt8, UInt8, UInt8)
  private static let endHeaders: UInt8 = 4

  /// Bytes to skip: the preface at first.
  private var left = 24
  /// What there is of the nine bytes before a frame.
  private var head: [UInt8] = []
  private var isData = false
  /// Whether header fields have begun, and this is their last frame.
  private var (isInFields, isLast) = (false, false)

  /// Whether something has begun that is not DATA.
  var isUnfinished: Bool { isInFields || !head.isEmpty || left > 0 && !isData }

  mutating func read(_ bytes: some Collection<UInt8>) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(left > 0 ? left : 9 - head.count)
      rest = rest.dropFirst(piece.count)
      if left > 0 {
        left -= piece.count
      } else {
        head += piece
        if head.count == 9 { begin() }
      }
      if left == 0, head.isEmpty, isLast { (isInFields, isLast) = (false, false) }
    }
  }

  private mutating func begin() {
    left = Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])
    let kind = head[3]
    isData = kind == Self.data
    if kind == Self.headers || kind == Self.continuation {
      isInFields = true
      isLast = head[4] & Self.endHeaders != 0
    }
    head.removeAll(keepingCapacity: true)
  }
}
