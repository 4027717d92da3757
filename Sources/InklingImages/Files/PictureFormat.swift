/// What a picture file is, by its first bytes: a name says nothing.
public enum PictureFormat: Sendable, CaseIterable {
  /// The formats that are read: of WebP and GIF the first frame, of PNM all six kinds (PBM, PGM, PPM).
  case png, jpeg, webp, bmp, gif, pnm
  /// The formats that are told apart, but not read.
  case tiff, heif

  /// Nil for bytes that begin as none of them.
  public init?(_ bytes: some RandomAccessCollection<UInt8>) {
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
    case .png: [[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]]
    case .jpeg: [[0xFF, 0xD8, 0xFF]]
    case .webp: [Array("RIFF".utf8) + [nil, nil, nil, nil] + Array("WEBP".utf8)]
    case .bmp: [Array("BM".utf8)]
    case .gif: [Array("GIF87a".utf8), Array("GIF89a".utf8)]
    case .pnm: ["P1", "P2", "P3", "P4", "P5", "P6"].map { Array($0.utf8) }
    case .tiff: [[0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A]]
    case .heif: ["heic", "heix", "mif1", "msf1", "avif"].map { [nil, nil, nil, nil] + Array("ftyp\($0)".utf8) }
    }
  }
}
