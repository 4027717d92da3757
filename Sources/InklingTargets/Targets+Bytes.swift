extension Targets {
  /// All of it as bytes, for a digest: labels below 256 as one byte each, what else there is behind its kind's name, in
  /// little-endian numbers of four bytes.
  package var bytes: [UInt8] {
    switch self {
    case .labels(let labels) where labels.allSatisfy { $0 < 256 }: labels.map { UInt8($0) }
    case .labels(let labels): Array("labels".utf8) + Self.bytes(labels)
    case .numbers(let rows):
      Array("numbers".utf8) + Self.bytes([Int32(rows.width)])
        + rows.values.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
    case .sequences(let sequences):
      Array("sequences".utf8) + Self.bytes([Int32(sequences.longest)] + sequences.lengths + sequences.labels)
    case .heads(let heads): heads.flatMap { Array("head \($0.output)".utf8) + $0.targets.bytes }
    }
  }

  private static func bytes(_ numbers: [Int32]) -> [UInt8] {
    numbers.flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) }
  }
}
