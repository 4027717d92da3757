import InklingFiles

extension SafetensorsFile.Header {
  /// Checks that every tensor's bytes fit its shape and that together they cover the data, once.
  ///
  /// - Parameter dataSize: the bytes behind the header; nil where they are not known yet.
  func checkLayout(dataStart: Int, dataSize: Int?, path: String?) throws(InputError) {
    var end = 0
    for place in placesInFile {
      let entry = entries[place]
      try Self.checkSize(of: entry, path: path)
      guard entry.dataOffsets.lowerBound == end else {
        throw InputError(
          .malformed, "tensor '\(entry.name)' does not begin where the data before it ends", path: path,
          offset: entry.position, expected: "data_offsets from \(end)", found: "\(entry.dataOffsets.lowerBound)")
      }
      end = entry.dataOffsets.upperBound
      if let dataSize, end > dataSize { throw truncated(dataStart: dataStart, found: dataSize, path: path) }
    }
    guard end <= Int.max - dataStart else {
      throw InputError(
        .malformed, "impossible data_offsets", path: path, expected: "less than 2^63 bytes", found: "\(end)")
    }
    if let dataSize, end < dataSize { throw surplus(dataStart: dataStart, found: "\(dataSize)", path: path) }
  }

  /// Bytes behind the header.
  var dataSize: Int { entries.reduce(0) { max($0, $1.dataOffsets.upperBound) } }

  /// Indices of the entries in the order of their data.
  private var placesInFile: [Int] {
    entries.indices.sorted { left, right in
      let (left, right) = (entries[left].dataOffsets, entries[right].dataOffsets)
      return (left.lowerBound, left.upperBound) < (right.lowerBound, right.upperBound)
    }
  }

  /// - Parameter found: bytes of data that are there.
  func truncated(dataStart: Int, found: Int, path: String?) -> InputError {
    let places = placesInFile
    let entry = places.first { entries[$0].dataOffsets.upperBound > found }.map { entries[$0] }
    return InputError(
      .malformed, "truncated data of tensor '\(entry?.name ?? "")'", path: path, offset: dataStart + found,
      expected: "\(entry?.dataOffsets.upperBound ?? dataSize) bytes of data", found: "\(found)",
      remedy: "make or download it again")
  }

  func surplus(dataStart: Int, found: String, path: String?) -> InputError {
    InputError(
      .malformed, "bytes that belong to no tensor", path: path, offset: dataStart + dataSize,
      expected: "\(dataSize) bytes of data", found: found)
  }

  private static func checkSize(of entry: SafetensorsFile.Entry, path: String?) throws(InputError) {
    // As in the reference, whose products are of 64 bits without a sign.
    var bits: UInt64? = 1
    for factor in entry.shape + [entry.dataType.bitCount] {
      guard let (product, overflows) = bits?.multipliedReportingOverflow(by: UInt64(factor)) else { break }
      bits = overflows ? nil : product
    }
    if let bits, bits % 8 != 0 {
      throw InputError(
        .malformed, "tensor '\(entry.name)' ends inside a byte", path: path, offset: entry.position,
        expected: "a whole number of bytes", found: "\(bits) bits")
    }
    guard let bits, bits / 8 == UInt64(entry.dataOffsets.count) else {
      throw InputError(
        .malformed, "tensor '\(entry.name)' does not fill its data_offsets", path: path, offset: entry.position,
        expected: "\(bits.map { "\($0 / 8)" } ?? "more than 2^60") bytes for shape \(entry.shape.prefix(16)) of "
          + entry.dataType.rawValue, found: "\(entry.dataOffsets.count)")
    }
  }
}
