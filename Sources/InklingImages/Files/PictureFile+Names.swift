extension PictureFile {
  /// Ends of the names that pictures in a folder have, be it one to read or a data set. What a file is its bytes say: one
  /// that only is called so is an error.
  package static let endings = [
    "png", "jpg", "jpeg", "jpe", "jfif", "webp", "bmp", "dib", "gif", "pgm", "ppm", "pbm", "pnm",
  ]

  /// Whether a name ends as a picture's does, in letters of any size.
  package static func isPictureName(_ name: String) -> Bool {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return false }
    return endings.contains(name[name.utf8.index(after: dot)...].lowercased())
  }
}
