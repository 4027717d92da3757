public import InklingFiles

/// A ZIP archive (PKWARE's APPNOTE) for reading: stored and deflated members, zip64, data descriptors.
///
/// Opening it checks all that its directory says: names that lead nowhere else, sizes, members that do not overlap,
/// headers that say the same as the directory. What is encrypted, in several parts or packed in another way is refused.
public struct ZipFile: Sendable {
  /// What the directory says about one member.
  public struct Member: Sendable, Equatable {
    /// The name, with "/" between folders; never absolute, never with "..".
    public let name: String
    /// The size in bytes once unpacked.
    public let size: Int
    /// The size in bytes in the archive.
    public let packedSize: Int
    /// The CRC-32 of the unpacked bytes.
    public let checksum: UInt32
    /// Whether it is deflated (RFC 1951); stored as it is otherwise.
    public let isDeflated: Bool
    let headerOffset: Int
    /// Where its data begins in the archive.
    package let dataOffset: Int
    let end: Int

    /// Whether it only stands for a folder.
    public var isFolder: Bool { name.hasSuffix("/") }
  }

  /// The archive's path, for errors; nil for bytes that are in no file.
  public var path: String? { source.path }
  /// The members in the directory's order.
  public let members: [Member]
  let source: ZipSource
  private let indices: [String: Int]

  /// Opens a file, of which only the directory and the headers are read.
  ///
  /// - Throws: `InputError`: `.missing` for no such file, `.malformed` for one that is no whole ZIP archive, lies, or
  ///   is beyond the limits.
  public init(contentsOf path: String, limits: Limits = Limits()) throws(InputError) {
    try self.init(of: ZipSource(contentsOf: path), limits: limits)
  }

  /// Opens an archive in memory; `path` is for errors only.
  ///
  /// - Throws: `InputError` of kind `.malformed` for one that is no whole ZIP archive, lies, or is beyond the limits.
  public init(bytes: [UInt8], path: String? = nil, limits: Limits = Limits()) throws(InputError) {
    try self.init(of: ZipSource(bytes: bytes, path: path), limits: limits)
  }

  /// An archive behind bytes that are open already.
  init(of source: ZipSource, limits: Limits = Limits()) throws(InputError) {
    self.source = source
    members = try ZipDirectory(of: source, limits: limits).members()
    indices = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1.name, $0) })
  }

  /// Whether bytes begin as an archive does.
  public static func isZip(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6])
  }

  /// Whether there is a member of this name.
  public func contains(_ name: String) -> Bool { indices[name] != nil }

  /// The member of this name; nil when there is none.
  public func member(_ name: String) -> Member? { indices[name].map { members[$0] } }

  /// The unpacked bytes of a member.
  ///
  /// - Throws: `InputError`: `.missing` when there is no such member, `.malformed` when its length or checksum is
  ///   wrong, `.unavailable` when there is not enough memory, `.broken` for faults of the disk.
  public func read(_ name: String) throws(InputError) -> [UInt8] {
    let member = try requireMember(name)
    try Memory.require(
      member.size, for: "the member '\(name)'", path: path, remedy: "free some memory or raise its limit (ulimit -v)")
    let bytes =
      member.isDeflated
      ? try inflated(member) : try source.bytes(member.size, at: member.dataOffset)
    guard ZipChecksum.crc32(of: bytes) == member.checksum else {
      throw source.fault("the checksum of the member '\(name)' is wrong", at: member.dataOffset)
    }
    return bytes
  }

  func requireMember(_ name: String) throws(InputError) -> Member {
    if let member = member(name) { return member }
    throw InputError(
      .missing, "the ZIP archive has no such member", path: path, expected: "'\(name)'",
      found: NameList.text(members.prefix(100).map(\.name)))
  }

  private func inflated(_ member: Member) throws(InputError) -> [UInt8] {
    let packed = try source.bytes(member.packedSize, at: member.dataOffset)
    do throws(Inflater.Fault) {
      return try Inflater.inflate(packed, count: member.size)
    } catch {
      throw source.fault(
        "the data of the member '\(member.name)' is damaged", at: member.dataOffset + error.offset, found: error.words)
    }
  }
}

extension ZipFile {
  /// What an archive may claim before anything is unpacked.
  public struct Limits: Sendable {
    /// Deflate cannot pack more than this many bytes into one (zlib's technical notes).
    static let largestRatio = 1032

    /// The most members.
    public var members = 1 << 16
    /// The most bytes of one unpacked member.
    public var memberSize = 1 << 31
    /// Bytes that a member may unpack to however well it is packed.
    public var plainSize = 1 << 26
    /// How many times its size a larger member may unpack to.
    public var ratio = 100
    /// The most bytes of all unpacked members together.
    public var totalSize = 1 << 32
    /// The most bytes of the directory.
    public var directorySize = 1 << 24

    /// 65,536 members, 2 GiB each, 4 GiB together; beyond 64 MiB at most a hundred times what is packed.
    public init() {}
  }
}
