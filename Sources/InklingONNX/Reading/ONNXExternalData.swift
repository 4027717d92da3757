import InklingFiles
import InklingFormats
import InklingPlatform

/// Tensors that a model keeps in other files: regular files below its own folder, reached through no link.
final class ONNXExternalData {
  private let folder: String?
  private let limit: Int
  private var taken = 0

  init(folder: String?, limit: Int) { (self.folder, self.limit) = (folder, limit) }

  /// The bytes that `external_data` (location, offset, length) names.
  func bytes(
    _ entries: [ONNXModel.Entry], count: Int, tensor: String, _ reader: ProtobufReader
  ) throws(InputError) -> [UInt8] {
    func fault(_ what: String, expected: String? = nil, found: String? = nil) -> InputError {
      reader.fault("\(what) of the tensor '\(tensor.prefix(60))'", at: nil, expected: expected, found: found)
    }
    func number(_ key: String) throws(InputError) -> Int? {
      guard let text = entries.last(where: { $0.key == key })?.value else { return nil }
      guard let number = Int(text), number >= 0 else {
        throw fault("the \(key)", expected: "a count of bytes", found: text)
      }
      return number
    }
    guard let folder else {
      throw fault("the file", expected: "a model in memory to hold its tensors", found: "a tensor in another file")
    }
    let location = entries.last { $0.key == "location" }?.value ?? ""
    let (offset, length) = (try number("offset") ?? 0, try number("length") ?? count)
    guard length == count else { throw fault("the length", expected: "\(count) bytes", found: "\(length)") }
    guard count <= limit - taken else {
      throw fault("the bytes", expected: "at most \(limit) outside the model's file", found: "more")
    }
    let file = try open(location, in: folder, fault)
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw fault("the file", expected: "a regular file", found: location)
    }
    let (end, overflows) = offset.addingReportingOverflow(count)
    guard !overflows, end <= Int(status.st_size) else {
      throw fault(
        "the file", expected: "at least \(overflows ? "2^63" : "\(end)") bytes",
        found: "\(status.st_size) in \(location)")
    }
    taken += count
    return try read(file, count, offset) {
      fault("the file", expected: "\(count) bytes", found: "fewer in \(location)")
    }
  }

  /// Opens folder by folder, so that no part of the way is a link.
  private func open(
    _ location: String, in folder: String, _ fault: (String, String?, String?) -> InputError
  ) throws(InputError) -> CInt {
    let all = location.split(separator: "/", omittingEmptySubsequences: false)
    // The folder itself leads nowhere else; at the end it is no file.
    let parts = all.dropLast().filter { $0 != "." } + all.suffix(1)
    guard !location.isEmpty, location.utf8.count < 4096, !location.utf8.contains(0), parts.count <= 64,
      parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." })
    else { throw fault("the file", "a path below the model's folder", location) }
    var descriptor = InklingPlatform.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    for (index, part) in parts.enumerated() {
      guard descriptor >= 0 else { break }
      let kind = index == parts.count - 1 ? O_NONBLOCK : O_DIRECTORY
      let next = openat(descriptor, String(part), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | kind)
      close(descriptor)
      descriptor = next
    }
    guard descriptor >= 0 else {
      throw fault("the file", "a file below the model's folder, behind no link", location)
    }
    return descriptor
  }

  private func read(
    _ file: CInt, _ count: Int, _ offset: Int, _ short: () -> InputError
  ) throws(InputError) -> [UInt8] {
    try Memory.require(count, for: "a tensor", remedy: "free some memory")
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count, let base = buffer.baseAddress {
        let read = pread(file, base + filled, count - filled, off_t(offset + filled))
        if read > 0 { filled += read } else if read == 0 || errno != EINTR { break }
      }
    }
    guard bytes.count == count else { throw short() }
    return bytes
  }
}
