/// What `POST /predict` was asked: pictures, and the model that shall read them.
struct PictureRequest {
  /// The most pictures of a request.
  static let mostPictures = 64
  /// The most pixels of a picture that is given as numbers.
  static let mostPixels = 16_000_000

  var pictures: [ServedPicture] = []
  var model: String?
  var version: String?
  private var framed: Bool?
  /// Whether the answer shows what the model saw.
  var isFramed: Bool { framed ?? false }

  /// - Parameters:
  ///   - type: the header field Content-Type, empty where there is none. What is neither JSON nor multipart is one
  ///     picture, whatever its type is called: its first bytes say what it is.
  ///   - query: what stands behind '?'.
  init(_ body: [UInt8], type: String, query: String) throws(ServedFault) {
    for (key, value) in try QueryText.pairs(query) {
      switch key {
      case "model": model = value
      case "version": version = value
      case "framed":
        guard value == "true" || value == "false" else {
          throw .badRequest("framed is out of range; expected true or false, found '\(ServedFault.short(value))'")
        }
        framed = value == "true"
      default:
        throw .badRequest("there is no option '\(ServedFault.short(key))'; expected model, version or framed")
      }
    }
    guard !body.isEmpty else { throw .badRequest("the body is empty; expected a picture") }
    switch type.split(separator: ";").first?.trimmed.lowercased() {
    case "application/json": try read(body)
    case "multipart/form-data": pictures = try MultipartBody(body, type: type).parts.map { .file(Array($0)) }
    default: pictures = [.file(body)]
    }
  }

  private mutating func read(_ body: [UInt8]) throws(ServedFault) {
    var reader = JSONReader(body)
    var place: String?
    try reader.object { (reader, key) throws(ServedFault) in
      if key == "picture" || key == "pictures" {
        guard place == nil else {
          throw reader.fault("there are both 'picture' and 'pictures'", expected: "one of them")
        }
        place = key
      }
      switch key {
      case "picture": try add(&reader)
      case "pictures": try reader.array { (reader) throws(ServedFault) in try add(&reader) }
      case "model": model = try Self.agreed(key, model, try reader.string())
      case "version": version = try Self.agreed(key, version, try reader.string())
      case "framed": framed = try Self.agreed(key, framed, try reader.boolean())
      default:
        throw reader.fault(
          "there is no key '\(ServedFault.short(key))'", expected: "picture, pictures, model, version or framed")
      }
    }
    try reader.finish()
    guard !pictures.isEmpty else { throw .badRequest("the JSON holds no picture") }
  }

  /// What the JSON says of an option, which the address may have said too.
  private static func agreed<Value: Equatable>(
    _ key: String, _ asked: Value?, _ value: Value
  ) throws(ServedFault) -> Value {
    guard let asked, asked != value else { return value }
    throw .badRequest(
      "the address and the JSON say different things of \(key): '\(ServedFault.short("\(asked)"))' in the address, "
        + "'\(ServedFault.short("\(value)"))' in the JSON; say it in one of them")
  }

  private mutating func add(_ reader: inout JSONReader) throws(ServedFault) {
    guard pictures.count < Self.mostPictures else {
      throw reader.fault("there are too many pictures", expected: "at most \(Self.mostPictures)")
    }
    pictures.append(try reader.kind() == .string ? Self.encoded(&reader) : Self.samples(&reader))
  }

  /// A picture file in Base64, also as a data URL.
  private static func encoded(_ reader: inout JSONReader) throws(ServedFault) -> ServedPicture {
    var text = try reader.string()[...]
    if text.hasPrefix("data:"), let comma = text.firstIndex(of: ",") {
      guard text[..<comma].hasSuffix(";base64") else { throw reader.fault("a data URL is not in Base64") }
      text = text[text.index(after: comma)...]
    }
    guard let bytes = Base64.decode(String(text)), !bytes.isEmpty else {
      throw reader.fault("a picture is no Base64")
    }
    return .file(bytes)
  }

  /// Rows of grey samples, or of [red, green, blue].
  private static func samples(_ reader: inout JSONReader) throws(ServedFault) -> ServedPicture {
    var samples: [UInt8] = []
    var (width, channels): (Int?, Int?) = (nil, nil)
    var height = 0
    try reader.array { (reader) throws(ServedFault) in
      var row = 0
      try reader.array { (reader) throws(ServedFault) in
        let before = samples.count
        if try reader.kind() == .array {
          try reader.array { (reader) throws(ServedFault) in samples.append(try sample(&reader)) }
        } else {
          samples.append(try sample(&reader))
        }
        let own = samples.count - before
        guard own == 1 || own == 3, channels ?? own == own else {
          throw reader.fault("a pixel has another number of samples", expected: "one, or red, green and blue")
        }
        channels = own
        row += 1
        guard samples.count <= 3 * mostPixels else {
          throw reader.fault("there are too many pixels", expected: "at most \(mostPixels)")
        }
      }
      guard row > 0, width ?? row == row else {
        throw reader.fault("a row has another length than the first", expected: width.map(String.init) ?? "pixels")
      }
      width = row
      height += 1
    }
    guard let width, let channels else { throw reader.fault("a picture has no rows") }
    return .samples(samples, width: width, height: height, channels: channels)
  }

  private static func sample(_ reader: inout JSONReader) throws(ServedFault) -> UInt8 {
    let value = try reader.count()
    guard value <= 255 else { throw reader.fault("a sample is out of range", expected: "0 to 255") }
    return UInt8(value)
  }
}
