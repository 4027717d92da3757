import InklingPlatform

/// What a write would put another file in the place of.
enum ReplacedPath {
  /// Links that are followed at most, as Linux does.
  private static let mostLinks = 40

  /// What may not be replaced at a path, in words: a folder, a device or a pipe, or a link that leads to one. `/dev/stdout`
  /// is such a link also where it leads to a file. nil for a file, for a link to one, and for nothing.
  static func obstacle(at path: String) -> String? {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      return status.st_mode & S_IFMT == S_IFDIR ? "a directory" : "a device or a pipe"
    }
    var place = path
    for _ in 0..<mostLinks {
      guard let target = target(ofLink: place) else { return nil }
      place = target.hasPrefix("/") ? target : "\(DurableFile.folder(of: place))/\(target)"
      if place.hasPrefix("/proc/") || place.hasPrefix("/dev/") && !place.hasPrefix("/dev/shm/") {
        return "a link to a process's own files"
      }
    }
    return nil
  }

  /// What a symbolic link says; nil for anything else.
  private static func target(ofLink path: String) -> String? {
    let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      count = buffer.withMemoryRebound(to: CChar.self) { max(readlink(path, $0.baseAddress!, $0.count), 0) }
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
