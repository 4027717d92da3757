import InklingFiles

/// What describes one group or data set (section IV.A): a list of messages, in one piece or several.
struct HDF5ObjectHeader {
  /// The messages that are read, by the numbers of the specification.
  enum Kind: Int {
    case dataspace = 1
    case linkInfo = 2
    case datatype = 3
    case link = 6
    case externalFiles = 7
    case layout = 8
    case filters = 11
    case attribute = 12
    case continuation = 16
    case symbolTable = 17
    case attributeInfo = 21
  }

  /// One of them.
  struct Message {
    let kind: Kind
    /// Whether it only says where the message is.
    let isShared: Bool
    let contents: HDF5Cursor
  }

  private(set) var messages: [Message] = []
  private var messageCount = 0
  private var continuations: [(address: Int, count: Int)] = []
  private let reader: HDF5Reader
  private static let part = "an object header"

  init(_ reader: HDF5Reader, at address: Int?) throws(InputError) {
    self.reader = reader
    let start = try reader.cursor(at: address, count: 4, Self.part)
    if reader.bytes[start.position] == 1 { try readOld(start.position) } else { try readNew(start.position) }
  }

  /// The only message of a kind; nil where there is none.
  func only(_ kind: Kind) throws(InputError) -> Message? {
    let found = messages.filter { $0.kind == kind }
    guard found.count <= 1 else {
      throw found[1].contents.damage(expected: "one message of kind \(kind.rawValue)", found: "\(found.count)")
    }
    return found.first
  }

  private mutating func readOld(_ address: Int) throws(InputError) {
    var prefix = try reader.cursor(at: address, count: 16, Self.part)
    try prefix.skip(8)
    let count = try prefix.word()
    try readOldPiece(reader.cursor(at: address + 16, count: count, Self.part))
    try followContinuations { header, piece throws(InputError) in try header.readOldPiece(piece) }
  }

  private mutating func readOldPiece(_ piece: HDF5Cursor) throws(InputError) {
    var piece = piece
    while piece.left >= 8 {
      let kind = try piece.short()
      let size = try piece.short()
      let flags = try piece.byte()
      try piece.skip(3)
      try add(kind, flags, piece.part(size))
    }
  }

  private mutating func readNew(_ address: Int) throws(InputError) {
    var prefix = try reader.cursor(at: address, count: min(34, reader.bytes.count - address), Self.part)
    try prefix.signature("OHDR")
    _ = try prefix.byte(2...2, "version")
    let flags = try prefix.byte()
    if flags & 0x20 != 0 { try prefix.skip(16) }
    if flags & 0x10 != 0 { try prefix.skip(4) }
    let count = try prefix.length(1 << (flags & 3))
    guard count <= reader.bytes.count else { throw prefix.damage(found: "\(count) bytes of messages") }
    let start = prefix.position
    var piece = try reader.cursor(at: start, count: count + 4, Self.part)
    let hasOrder = flags & 4 != 0
    let messages = try piece.part(count)
    try piece.checksum(from: address)
    try readNewMessages(messages, hasOrder)
    try followContinuations { header, piece throws(InputError) in try header.readNewPiece(piece, hasOrder) }
  }

  private mutating func readNewPiece(_ piece: HDF5Cursor, _ hasOrder: Bool) throws(InputError) {
    var piece = piece
    let start = piece.position
    try piece.signature("OCHK")
    let messages = try piece.part(piece.left - 4)
    try piece.checksum(from: start)
    try readNewMessages(messages, hasOrder)
  }

  private mutating func readNewMessages(_ piece: HDF5Cursor, _ hasOrder: Bool) throws(InputError) {
    var piece = piece
    // Less than a message's own fields is a gap.
    while piece.left >= (hasOrder ? 6 : 4) {
      let kind = try piece.byte()
      let size = try piece.short()
      let flags = try piece.byte()
      if hasOrder { try piece.skip(2) }
      try add(kind, flags, piece.part(size))
    }
  }

  private mutating func add(_ number: Int, _ flags: Int, _ contents: HDF5Cursor) throws(InputError) {
    messageCount += 1
    guard messageCount <= HDF5Limits.messages else {
      throw contents.damage(expected: "at most \(HDF5Limits.messages) messages")
    }
    guard let kind = Kind(rawValue: number) else {
      // Those that a reader must know, it says, if it is of a newer kind than ours.
      guard number <= 23 || flags & 0x80 == 0 else { throw contents.damage(found: "a message of kind \(number)") }
      return
    }
    if kind == .continuation {
      var contents = contents
      guard let address = try contents.address() else { throw contents.damage(found: "a continuation without address") }
      continuations.append((address, try contents.length()))
    } else {
      messages.append(Message(kind: kind, isShared: flags & 2 != 0, contents: contents))
    }
  }

  private mutating func followContinuations(
    _ read: (inout Self, HDF5Cursor) throws(InputError) -> Void
  ) throws(InputError) {
    var seen: Set<Int> = []
    while let (address, count) = continuations.popLast() {
      let piece = try reader.cursor(at: address, count: count, Self.part)
      guard seen.insert(address).inserted else { throw piece.damage(found: "a continuation of itself") }
      try read(&self, piece)
    }
  }
}
