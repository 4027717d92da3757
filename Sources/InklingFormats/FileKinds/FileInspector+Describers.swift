import InklingFiles

extension FileInspector {
  @Sendable static func safetensors(_ path: String) throws(InputError) -> FileDescription.Contents {
    let file = try SafetensorsFile(contentsOf: path)
    return .init(
      tensors: file.entries.map { .init(name: $0.name, dtype: $0.dataType.rawValue, shape: $0.shape) },
      metadata: file.metadata)
  }

  @Sendable static func npy(_ path: String) throws(InputError) -> FileDescription.Contents {
    let file = try OpenFile(reading: path)
    let header = try NPYHeader(file.next(FileKind.headSize + 12), path: path)
    let name = NPY.arrayName(of: path)
    _ = try header.dataSize(fileSize: file.size() ?? 0, name: name, path: path)
    return .init(tensors: [.init(name: name, dtype: header.elementType.rawValue, shape: header.shape)])
  }

  /// Rows, columns and their names.
  @Sendable static func csv(_ path: String) throws(InputError) -> FileDescription.Contents {
    var scanner = try CSVScanner(FileBytes.read(path), separator: ",", path: path)
    var metadata: [String: String] = [:]
    var rows = 0
    while try scanner.next() {
      if metadata.isEmpty {
        metadata["columns"] = "\(scanner.fields.count)"
        if scanner.looksLikeHeader {
          let names = try scanner.fields.prefix(16).map { field throws(InputError) in
            String(try scanner.text(of: field).prefix(64))
          }
          metadata["header"] = names.joined(separator: ",") + (scanner.fields.count > 16 ? ",..." : "")
          continue
        }
      }
      rows += 1
    }
    metadata["rows"] = "\(rows)"
    return .init(metadata: metadata)
  }

  @Sendable static func idx(_ path: String) throws(InputError) -> FileDescription.Contents {
    let (head, size) = try head(of: path)
    guard let (type, shape) = FileKind.idx(head, size: size) else { return .init() }
    return .init(tensors: [.init(name: "data", dtype: type.rawValue, shape: shape)])
  }

  /// Width and height.
  @Sendable static func png(_ path: String) throws(InputError) -> FileDescription.Contents {
    let (head, _) = try head(of: path)
    guard head.count >= 24 else {
      throw InputError(.malformed, "truncated header", path: path, offset: head.count, expected: "24 bytes")
    }
    func number(_ start: Int) -> String { "\(head[start..<start + 4].reduce(0) { $0 << 8 | Int($1) })" }
    return .init(metadata: ["width": number(16), "height": number(20)])
  }
}
