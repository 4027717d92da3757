import InklingStore

/// What `POST /corrections` was given.
struct CorrectionRequest {
  /// What was drawn, a PNG file.
  var picture: [UInt8] = []
  var strokes: [[StrokePoint]] = []
  /// Which of the picture's digits is meant, in reading order.
  var digit = 0
  /// The right class.
  var label = ""

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// - Throws: 400 for what is no correction, 403 without consent, 413 for too large a picture.
  init(_ body: [UInt8]) throws(ServedFault) {
    var reader = JSONReader(body)
    var (isAgreed, hasLabel) = (false, false)
    try reader.object { (reader, key) throws(ServedFault) in
      switch key {
      case "consent": isAgreed = try reader.boolean()
      case "picture": picture = try Self.picture(&reader)
      case "strokes": strokes = try Self.strokes(&reader)
      case "digit": digit = try reader.count()
      case "label":
        label = try reader.string()
        hasLabel = true
      default:
        throw reader.fault(
          "there is no key '\(ServedFault.short(key))'", expected: "consent, picture, strokes, digit or label")
      }
    }
    try reader.finish()
    guard isAgreed else {
      throw ServedFault(403, "nothing is kept without consent; send \"consent\": true once somebody has agreed")
    }
    guard hasLabel else { throw .badRequest("the correction does not say what it is; send \"label\"") }
    guard picture.starts(with: Self.signature) else {
      throw .badRequest("the correction has no picture; send \"picture\", a PNG file in Base64")
    }
    guard picture.count <= Correction.largestCanvas else {
      throw ServedFault(413, "the picture is too large; expected at most \(Correction.largestCanvas) bytes")
    }
  }

  /// Who gives, by the header field Inkling-Contributor.
  ///
  /// - Throws: 400 for what is no token.
  static func contributor(_ text: String?) throws(ServedFault) -> String {
    guard let text, (22...128).contains(text.utf8.count), text.utf8.allSatisfy(isTokenByte) else {
      throw .badRequest(
        "the header field Inkling-Contributor is missing or no token; expected 22 to 128 letters, digits, '-' or '_', "
          + "chosen by chance")
    }
    return text
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func picture(_ reader: inout JSONReader) throws(ServedFault) -> [UInt8] {
    var text = try reader.string()[...]
    if text.hasPrefix("data:image/png;base64,"), let comma = text.firstIndex(of: ",") {
      text = text[text.index(after: comma)...]
    }
    guard let bytes = Base64.decode(String(text)) else { throw reader.fault("a picture is no Base64") }
    return bytes
  }

  /// `[[[x, y, milliseconds, pressure], ...], ...]`
  private static func strokes(_ reader: inout JSONReader) throws(ServedFault) -> [[StrokePoint]] {
    var strokes: [[StrokePoint]] = []
    var count = 0
    try reader.array { (reader) throws(ServedFault) in
      var stroke: [StrokePoint] = []
      try reader.array { (reader) throws(ServedFault) in
        stroke.append(try point(&reader))
        count += 1
        guard count <= Correction.mostPoints else {
          throw reader.fault("the drawing has too many points", expected: "at most \(Correction.mostPoints)")
        }
      }
      strokes.append(stroke)
      guard strokes.count <= Correction.mostPoints else {
        throw reader.fault("the drawing has too many strokes", expected: "at most \(Correction.mostPoints)")
      }
    }
    return strokes
  }

  private static func point(_ reader: inout JSONReader) throws(ServedFault) -> StrokePoint {
    var numbers: [Double] = []
    try reader.array { (reader) throws(ServedFault) in
      let value = try reader.number()
      guard numbers.count < 4, value.magnitude <= 1e9 else {
        throw reader.fault("a point is none", expected: "x, y, milliseconds and pressure")
      }
      numbers.append(value)
    }
    guard numbers.count == 4, (0...1).contains(numbers[3]) else {
      throw reader.fault("a point is none", expected: "x, y, milliseconds, and a pressure of 0 to 1")
    }
    return StrokePoint(x: numbers[0], y: numbers[1], time: numbers[2], pressure: numbers[3])
  }
}
