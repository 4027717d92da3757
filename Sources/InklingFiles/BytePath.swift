import InklingPlatform

/// A path as the system has it: bytes, which need not be UTF-8.
public struct BytePath: Sendable, Hashable, CustomStringConvertible {
  /// The bytes, none of them zero.
  public let bytes: [UInt8]

  /// A path that is text.
  public init(_ text: String) { bytes = Array(text.utf8.prefix { $0 != 0 }) }

  /// A path of any bytes up to the first that is zero, where the system's paths end.
  public init(bytes: [UInt8]) { self.bytes = Array(bytes.prefix { $0 != 0 }) }

  /// Whether it is UTF-8, as names must be of all that is opened by a text.
  package var isText: Bool { String(validating: bytes, as: UTF8.self) != nil }

  /// The path as people read it: each byte that is no UTF-8 as an escape, such as "\xe9".
  public var description: String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = ""
    var decoder = UTF8()
    var rest = bytes[...]
    while !rest.isEmpty {
      var iterator = rest.makeIterator()
      if case .scalarValue(let scalar) = decoder.decode(&iterator) {
        text.unicodeScalars.append(scalar)
        rest = rest.dropFirst(UTF8.width(scalar))
      } else {
        text += "\\x" + (rest[rest.startIndex] < 16 ? "0" : "") + String(rest[rest.startIndex], radix: 16)
        rest = rest.dropFirst()
      }
      decoder = UTF8()
    }
    return text
  }

  /// The path of an entry of this folder.
  package func appending(_ name: [UInt8]) -> BytePath {
    BytePath(bytes: bytes + (bytes.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]) + name)
  }

  /// Calls `body` with the path as the system takes it.
  package func withSystemPath<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result? {
    (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { $0.baseAddress.map(body) }
  }
}

extension UTF8 {
  /// The bytes that a scalar takes.
  fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0..<0x80: 1
    case 0x80..<0x800: 2
    case 0x800..<0x1_0000: 3
    default: 4
    }
  }
}

/// What the system says of a path, links followed.
package struct PathStatus: Sendable, Equatable {
  /// What tells one file or folder from every other of the machine.
  package struct Identity: Sendable, Hashable {
    private let device: UInt64
    private let number: UInt64

    fileprivate init(_ status: stat) {
      device = UInt64(truncatingIfNeeded: status.st_dev)
      number = UInt64(truncatingIfNeeded: status.st_ino)
    }
  }

  package let kind: FileStatus.Kind
  package let identity: Identity

  /// Nil where there is nothing, or nothing that may be looked at.
  package init?(of path: BytePath) {
    var status = stat()
    guard path.withSystemPath({ stat($0, &status) }) == 0 else { return nil }
    identity = Identity(status)
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    default: kind = .other
    }
  }
}

extension Folder {
  /// The names of a folder's entries as bytes, in their order, without `.` and `..`; nil when it cannot be read.
  package static func names(in folder: BytePath) -> [[UInt8]]? {
    guard let opened = folder.withSystemPath({ opendir($0) }), let stream = opened else { return nil }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name != [0x2E], name != [0x2E, 0x2E] { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
