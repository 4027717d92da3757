/// Writes pictures in Netpbm's formats: P5 (PGM) for grey, P6 (PPM) for RGB, maximum value 255.
enum PNMEncoder {
  /// The file's bytes.
  static func encode(_ picture: Picture) -> [UInt8] {
    Array("P\(picture.isGray ? 5 : 6)\n\(picture.width) \(picture.height)\n255\n".utf8) + picture.samples
  }
}
