import InklingFiles

/// The list of members at the end of an archive (APPNOTE 4.3.12), held against what stands before each member.
struct ZipDirectory {
  private static let entrySize = 46

  private let source: ZipSource
  private let limits: ZipFile.Limits

  init(of source: ZipSource, limits: ZipFile.Limits) { (self.source, self.limits) = (source, limits) }

  /// All members, in the directory's order.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  func members() throws(InputError) -> [ZipFile.Member] {
    let end = try ZipEndRecord(of: source)
    guard end.count <= limits.members else {
      throw source.fault(
        "the ZIP archive has too many members", expected: "at most \(limits.members)", found: "\(end.count)",
        remedy: nil)
    }
    guard end.count <= end.length / Self.entrySize, end.length <= limits.directorySize else {
      throw source.fault(
        "the ZIP archive's directory has a wrong size", at: end.offset,
        expected: "room for \(end.count) members in at most \(limits.directorySize) bytes", found: "\(end.length)")
    }
    let directory = try source.bytes(end.length, at: end.offset)
    var members: [ZipFile.Member] = []
    var names: Set<String> = []
    var (position, total) = (0, 0)
    for _ in 0..<end.count {
      let member = try entry(of: directory, at: &position, directoryOffset: end.offset)
      guard names.insert(member.name).inserted else {
        throw source.fault("the ZIP archive has two members of one name", found: "'\(member.name)'")
      }
      try checkSize(of: member, total: &total)
      members.append(member)
    }
    guard position == directory.count else {
      throw source.fault(
        "the ZIP archive's directory is longer than its members", at: end.offset + position,
        expected: "\(end.count) members", found: "\(directory.count - position) more bytes")
    }
    try checkOverlap(of: members, end: end.offset)
    return members
  }

  private func entry(
    of directory: [UInt8], at position: inout Int, directoryOffset: Int
  ) throws(InputError) -> ZipFile.Member {
    let place = directoryOffset + position
    guard directory.count - position >= Self.entrySize else {
      throw source.fault("the ZIP archive's directory is cut off", at: place)
    }
    let fields = ZipFields(directory[position..<position + Self.entrySize])
    guard fields.hasSignature(1, 2) else {
      throw source.fault("the ZIP archive's directory is damaged", at: place, expected: "an entry")
    }
    let nameEnd = position + Self.entrySize + fields.short(28)
    let extraEnd = nameEnd + fields.short(30)
    let end = extraEnd + fields.short(32)
    guard end <= directory.count else {
      throw source.fault("the ZIP archive's directory is cut off", at: place)
    }
    let rawName = directory[position + Self.entrySize..<nameEnd]
    let name = try ZipName(rawName, of: source, at: place).text
    guard
      let numbers = Zip64.resolved(
        [fields.word(24), fields.word(20), fields.word(42)], extra: ZipFields(directory[nameEnd..<extraEnd]))
    else { throw source.fault("the zip64 field of the member '\(name)' is wrong or missing", at: place) }
    position = end
    let entry = ZipEntry(
      name: name, rawName: rawName, flags: fields.short(8), method: fields.short(10), checksum: fields.word(16),
      size: numbers[0], packedSize: numbers[1], offset: numbers[2])
    guard fields.short(34) == 0 else {
      throw source.fault("the ZIP archive is one of several parts", at: place, remedy: "join the parts")
    }
    return try entry.member(of: source, directoryOffset: directoryOffset)
  }

  private func checkSize(of member: ZipFile.Member, total: inout Int) throws(InputError) {
    let (sum, overflows) = total.addingReportingOverflow(member.size)
    guard member.size <= limits.memberSize, !overflows, sum <= limits.totalSize else {
      throw source.fault(
        "the ZIP archive unpacks to too much",
        expected: "at most \(limits.totalSize) bytes, "
          + "\(limits.memberSize) for one member", found: "\(member.size) for '\(member.name)'", remedy: nil)
    }
    total = sum
    // Behind the division so that nothing overflows.
    if member.isDeflated, member.size / ZipFile.Limits.largestRatio > member.packedSize {
      throw source.fault(
        "the member '\(member.name)' claims to unpack to more than is possible",
        expected: "at most \(ZipFile.Limits.largestRatio) times its \(member.packedSize) bytes",
        found: "\(member.size) bytes")
    }
    // What is small does no harm; what is large and packs so well is nothing but repetition.
    if member.isDeflated, member.size > limits.plainSize, member.size / limits.ratio > member.packedSize {
      throw source.fault(
        "the member '\(member.name)' would unpack to far more than it is",
        expected: "at most \(limits.plainSize) bytes, or \(limits.ratio) times its \(member.packedSize)",
        found: "\(member.size)", remedy: "store it without packing it")
    }
  }

  /// Two members that share bytes are a bomb or a lie.
  private func checkOverlap(of members: [ZipFile.Member], end: Int) throws(InputError) {
    let sorted = members.sorted { $0.headerOffset < $1.headerOffset }
    for (index, member) in sorted.enumerated() {
      let limit = index + 1 < sorted.count ? sorted[index + 1].headerOffset : end
      guard member.end <= limit else {
        throw source.fault(
          "members of the ZIP archive overlap", at: limit, expected: "'\(member.name)' to end there",
          found: "it ends at byte \(member.end)")
      }
    }
  }
}
