import InklingFiles

/// The form of `torch.save` before version 1.6: five pickles (a magic number, the version, the machine, the values, the
/// keys of the storages), then every storage with its count of numbers.
struct LegacyReader {
  /// 0x1950A86A20F9469CFC6C
  private static let magicNumber: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
  private static let version = 1001

  let bytes: [UInt8]
  let path: String?

  /// - Throws: `InputError` of kind `.malformed`.
  func read() throws(InputError) -> (Pickle, StorageSource) {
    var position = 0
    guard try next(&position).root == .largeInteger(Self.magicNumber) else {
      throw fault(
        "not a file of torch.save", at: 0, expected: "its magic number", found: "another pickle",
        remedy: "save a state dict with torch.save")
    }
    guard try next(&position).root == .integer(Self.version) else {
      throw fault("the file's version is unknown", at: position, expected: "\(Self.version)")
    }
    let machine = try next(&position)
    if machine.object(machine.root)?.value("little_endian") != .bool(true) {
      throw fault(
        "the file's byte order is not read", at: position, expected: "little",
        remedy: "save it on a little-endian machine")
    }
    let pickle = try next(&position)
    return (pickle, .legacy(bytes, ranges: try ranges(of: pickle, at: position), path: path))
  }

  private func next(_ position: inout Int) throws(InputError) -> Pickle {
    let (pickle, end) = try Unpickler(bytes, at: position, allowing: .pyTorch, path: path).load()
    position = end
    return pickle
  }

  /// Where each storage's numbers are.
  private func ranges(of pickle: Pickle, at start: Int) throws(InputError) -> [String: Range<Int>] {
    let sizes = try elementSizes(in: pickle, at: start)
    var position = start
    let keys = try next(&position)
    guard let items = keys.sequence(keys.root) else { throw fault("the list of storages is none", at: start) }
    var ranges: [String: Range<Int>] = [:]
    for item in items {
      guard case .text(let key) = item, let size = sizes[key] else {
        throw fault("the list of storages names one that no tensor has", at: position)
      }
      guard bytes.count - position >= 8 else { throw cutOff(key, at: position) }
      let count = ZipFields(bytes[position..<position + 8]).long(0)
      position += 8
      guard let count, count <= (bytes.count - position) / size else { throw cutOff(key, at: position) }
      guard ranges.updateValue(position..<position + count * size, forKey: key) == nil else {
        throw fault("the list of storages has one twice", at: position)
      }
      position += count * size
    }
    guard position == bytes.count else { throw fault("bytes follow the last storage", at: position) }
    return ranges
  }

  /// The size of one number of each storage that the pickle names.
  private func elementSizes(in pickle: Pickle, at offset: Int) throws(InputError) -> [String: Int] {
    var sizes: [String: Int] = [:]
    for object in pickle.objects where object.kind == .persistent {
      let storage = try NamedStorage(of: object, in: pickle, path: path)
      guard let size = storage.elementSize, sizes.updateValue(size, forKey: storage.key) ?? size == size else {
        throw fault("a storage has two types or none", at: offset, found: "'\(storage.key.prefix(100))'")
      }
    }
    return sizes
  }

  private func cutOff(_ key: String, at offset: Int) -> InputError {
    fault(
      "a storage is cut off", at: offset, expected: "all of '\(key.prefix(100))'",
      found: "\(bytes.count - offset) bytes", remedy: "get the file again")
  }

  private func fault(
    _ what: String, at offset: Int, expected: String? = nil, found: String? = nil, remedy: String? = nil
  ) -> InputError {
    InputError(.malformed, what, path: path, offset: offset, expected: expected, found: found, remedy: remedy)
  }
}
