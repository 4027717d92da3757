package import InklingFiles
import InklingPlatform

extension Correction {
  /// Bytes of the largest framed picture.
  public static let largestFramed = 1 << 18
  /// Bytes of the largest canvas.
  public static let largestCanvas = 4 << 20
  /// The most points of all strokes together.
  public static let mostPoints = 50_000
  /// Bytes of the longest name of a class or a model.
  public static let longestName = 200
  /// Characters of the longest contributor's token.
  public static let longestContributor = 64

  private static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let largestPlace = 1e6

  /// Milliseconds since 1970.
  public static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// Refuses what no store keeps.
  ///
  /// - Throws: `InputError` of kind `.malformed`.
  package func check() throws(InputError) {
    try Self.checkPicture(framed, "framed picture", largest: Self.largestFramed)
    if let canvas { try Self.checkPicture(canvas, "canvas", largest: Self.largestCanvas) }
    try checkStrokes()
    try Self.checkName(label, "right class")
    if let answer { try Self.checkName(answer, "answer") }
    try Self.checkName(model.name, "model's name")
    guard model.digest.utf8.count <= Self.longestName, model.version > 0 else {
      throw Self.fault("model is none", "a version from 1 and a digest", "version \(model.version)")
    }
    guard probability >= 0, probability <= 1 else {
      throw Self.fault("probability is out of range", "0 to 1", "\(probability)")
    }
    try Self.checkContributor(contributor)
  }

  private static func checkPicture(_ bytes: [UInt8], _ name: String, largest: Int) throws(InputError) {
    guard bytes.count <= largest else {
      throw fault("\(name) is too large", "at most \(largest) bytes", "\(bytes.count)")
    }
    guard bytes.starts(with: pngSignature) else { throw fault("\(name) is no PNG file", nil, nil) }
  }

  private func checkStrokes() throws(InputError) {
    let count = strokes.reduce(0) { $0 + $1.count }
    guard count <= Self.mostPoints, strokes.count <= Self.mostPoints else {
      throw Self.fault("drawing has too many points", "at most \(Self.mostPoints)", "\(max(count, strokes.count))")
    }
    for point in strokes.joined() {
      let isFinite = [point.x, point.y, point.time].allSatisfy { $0.magnitude <= Self.largestPlace * 1000 }
      guard isFinite, point.pressure >= 0, point.pressure <= 1 else {
        throw Self.fault("drawing has a point that is none", "finite numbers, a pressure of 0 to 1", "\(point)")
      }
    }
  }

  private static func checkName(_ name: String, _ what: String) throws(InputError) {
    guard !name.isEmpty, name.utf8.count <= longestName, PrintableText.escaped(name) == name else {
      throw fault(
        "\(what) is no name", "1 to \(longestName) bytes of printable text", PrintableText.shortened(name, to: 40))
    }
  }

  /// - Throws: `InputError` of kind `.malformed` for text that is no token.
  static func checkContributor(_ token: String) throws(InputError) {
    let isPlain = token.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
        || byte == 0x5F
    }
    guard !token.isEmpty, token.utf8.count <= longestContributor, isPlain else {
      throw fault(
        "contributor is no token", "1 to \(longestContributor) letters, digits, '-' or '_'",
        PrintableText.shortened(token, to: 40))
    }
  }

  private static func fault(_ what: String, _ expected: String?, _ found: String?) -> InputError {
    InputError(.malformed, "a correction's \(what)", expected: expected, found: found)
  }
}
