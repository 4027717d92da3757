public import InklingFiles

/// What an image file is, by its first bytes: a name says nothing.
public enum ImageFormat: Sendable, CaseIterable {
  /// The formats that are told apart; PGM and PNG can be read.
  case pgm, png, jpeg, gif, bmp, webp, tiff

  /// Nil for bytes that begin as none of them.
  public init?(_ bytes: [UInt8]) {
    let format = Self.allCases.first { format in
      format.signatures.contains { signature in
        bytes.count >= signature.count && zip(bytes, signature).allSatisfy { $1 == nil || $0 == $1 }
      }
    }
    guard let format else { return nil }
    self = format
  }

  /// The name in prose.
  public var title: String {
    switch self {
    case .webp: "WebP"
    default: "\(self)".uppercased()
    }
  }

  /// Ways in which a file begins; nil stands for any byte.
  private var signatures: [[UInt8?]] {
    switch self {
    case .pgm: [Array("P5".utf8), Array("P2".utf8)]
    case .png: [[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]]
    case .jpeg: [[0xFF, 0xD8, 0xFF]]
    case .gif: [Array("GIF87a".utf8), Array("GIF89a".utf8)]
    case .bmp: [Array("BM".utf8)]
    case .webp: [Array("RIFF".utf8) + [nil, nil, nil, nil] + Array("WEBP".utf8)]
    case .tiff: [[0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A]]
    }
  }
}

extension GrayImage {
  /// The image in the file at `path`, PGM or PNG, as its first bytes say.
  ///
  /// - Throws: `InputError`: `.missing` when there is no such file, `.malformed` for one that is damaged, of another
  ///   format, or no image.
  public static func read(_ path: String) throws(InputError) -> GrayImage {
    try decode(try FileBytes.read(path), path: path)
  }

  /// The image in `bytes`; `path` is named in errors.
  public static func decode(_ bytes: [UInt8], path: String? = nil) throws(InputError) -> GrayImage {
    let format = ImageFormat(bytes)
    switch format {
    case .pgm: return try PGMFile.decode(bytes, path: path)
    case .png: return try PNGFile.decode(bytes, path: path)
    case .jpeg, .gif, .bmp, .webp, .tiff, nil:
      let first = bytes.prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
      throw InputError(
        .malformed, format == nil ? "the file is no image that can be read" : "such an image cannot be read yet",
        path: path, offset: 0, expected: "PNG or PGM", found: format?.title ?? "a file that begins with \(first)",
        remedy: format == nil ? nil : "convert it to PNG")
    }
  }
}
