import InklingCFreeType
import InklingFiles
import InklingPlatform

/// A font file that FreeType has open: TrueType, OpenType, Type 1, or the first font of a collection. For one thread.
struct FontFile: ~Copyable {
  /// The largest file that is opened, in bytes: the fonts of whole scripts have 20 to 40 MB.
  static let largest = 256 << 20

  let path: String
  /// "DejaVu Sans"; the path when the font does not say.
  let family: String
  private let library: FT_Library
  private let face: FT_Face

  /// - Throws: `InputError`: `.missing` when the file cannot be read, `.malformed` when it is no font with outlines.
  init(_ path: String) throws(InputError) {
    let status = try FileStatus(of: path)
    guard status.kind == .file, status.size <= Self.largest else {
      throw InputError(
        .malformed, "a font file is too large, or no file", path: path, expected: "at most \(Self.largest) bytes",
        found: status.kind == .file ? "\(status.size) bytes" : "something else")
    }
    var library: FT_Library?
    guard FT_Init_FreeType(&library) == 0, let library else {
      throw InputError(.unavailable, "there is not enough memory for fonts")
    }
    var face: FT_Face?
    let fault = FT_New_Face(library, path, 0, &face)
    guard fault == 0, let face else {
      FT_Done_FreeType(library)
      throw InputError(
        .malformed, "a font file cannot be read", path: path, expected: "a TrueType, OpenType or Type 1 font",
        found: "fault \(fault) of FreeType", remedy: "take it out of the folder, or download it again")
    }
    let flags = Int(face.pointee.face_flags)
    guard flags & Int(FT_FACE_FLAG_SCALABLE) != 0, flags & Int(FT_FACE_FLAG_TRICKY) == 0, face.pointee.units_per_EM > 0
    else {
      FT_Done_Face(face)
      FT_Done_FreeType(library)
      throw InputError(
        .malformed, "a font has no outlines that can be scaled", path: path, expected: "a font of outlines",
        remedy: "take it out of the folder")
    }
    self.path = path
    self.library = library
    self.face = face
    family = face.pointee.family_name.map { String(cString: $0) } ?? path
  }

  deinit {
    FT_Done_Face(face)
    FT_Done_FreeType(library)
  }

  /// Whether the font has a glyph for the character.
  func has(_ character: Character) -> Bool { glyph(of: character) != 0 }

  /// The character's outline; nil when there is none, or it is empty or broken.
  func outline(of character: Character) -> Outline? {
    let glyph = glyph(of: character)
    guard glyph != 0, FT_Load_Glyph(face, glyph, FT_Int32(FT_LOAD_NO_SCALE)) == 0,
      let slot = face.pointee.glyph, slot.pointee.format == FT_GLYPH_FORMAT_OUTLINE
    else { return nil }
    return Outline(slot.pointee.outline, unitsPerEm: Float(face.pointee.units_per_EM))
  }

  private func glyph(of character: Character) -> UInt32 {
    let scalars = character.unicodeScalars
    guard let scalar = scalars.first, scalars.count == 1 else { return 0 }
    return FT_Get_Char_Index(face, FT_ULong(scalar.value))
  }
}
