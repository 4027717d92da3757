/// The parts of a `multipart/form-data` body (RFC 7578), of which each is a picture.
struct MultipartBody {
  /// The most parts.
  static let mostParts = 64
  private static let longestHead = 8192

  /// What is between the marks, without the parts' own header fields.
  let parts: [ArraySlice<UInt8>]

  /// - Parameter type: the header field Content-Type, which names the boundary.
  init(_ body: [UInt8], type: String) throws(ServedFault) {
    let mark = Array("--".utf8) + Array(try Self.boundary(type).utf8)
    var parts: [ArraySlice<UInt8>] = []
    // What is before the first mark counts for nothing.
    guard var position = Self.find(mark, in: body, from: 0, isFirst: true) else {
      throw .badRequest("the multipart body does not hold its boundary")
    }
    while true {
      position += mark.count
      if body[position...].starts(with: "--".utf8) { break }
      position = try Self.afterLine(body, position)
      let content = try Self.afterHead(body, position)
      guard let end = Self.find(mark, in: body, from: content, isFirst: false) else {
        throw .badRequest("the multipart body has no end; expected its boundary and '--'")
      }
      guard parts.count < Self.mostParts else {
        throw .badRequest("the multipart body has too many parts; expected at most \(Self.mostParts)")
      }
      parts.append(body[content..<end])
      position = end + 2
    }
    guard !parts.isEmpty else { throw .badRequest("the multipart body has no parts") }
    self.parts = parts
  }

  private static func boundary(_ type: String) throws(ServedFault) -> String {
    let fields = type.split(separator: ";").dropFirst()
    for field in fields {
      let pair = field.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, pair[0].trimmed.lowercased() == "boundary" else { continue }
      var value = pair[1].trimmed[...]
      if value.first == "\"", value.last == "\"", value.count >= 2 { value = value.dropFirst().dropLast() }
      guard (1...70).contains(value.utf8.count), value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
        throw .badRequest("the multipart boundary is out of range; expected 1 to 70 printable characters")
      }
      return String(value)
    }
    throw .badRequest("the multipart body has no boundary in Content-Type")
  }

  /// Where the next mark begins that stands at the start of a line; of all but the first, where its line break does.
  private static func find(_ mark: [UInt8], in body: [UInt8], from start: Int, isFirst: Bool) -> Int? {
    var position = start
    if isFirst, body.starts(with: mark) { return 0 }
    while position + 2 + mark.count <= body.count {
      // The line break is rare in pictures: looking for it is quick.
      guard body[position] == 0x0D else {
        position += 1
        continue
      }
      if body[position + 1] == 0x0A, body[(position + 2)...].starts(with: mark) {
        return isFirst ? position + 2 : position
      }
      position += 1
    }
    return nil
  }

  private static func afterLine(_ body: [UInt8], _ start: Int) throws(ServedFault) -> Int {
    var position = start
    while position < body.count, body[position] == 0x20 || body[position] == 0x09 { position += 1 }
    guard position + 1 < body.count, body[position] == 0x0D, body[position + 1] == 0x0A else {
      throw .badRequest("the multipart body has a broken boundary line")
    }
    return position + 2
  }

  private static func afterHead(_ body: [UInt8], _ start: Int) throws(ServedFault) -> Int {
    // A part without header fields has the empty line at once.
    if body[start...].starts(with: [0x0D, 0x0A]) { return start + 2 }
    var position = start
    let end = min(body.count, start + longestHead)
    while position + 4 <= end {
      if body[position] == 0x0D, body[position...].starts(with: [0x0D, 0x0A, 0x0D, 0x0A]) { return position + 4 }
      position += 1
    }
    throw .badRequest("a part of the multipart body has no end of its header fields within \(longestHead) bytes")
  }
}

extension StringProtocol {
  /// Without spaces and tabs at its ends.
  var trimmed: String {
    var rest = Substring(self)
    while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
    while rest.last == " " || rest.last == "\t" { rest.removeLast() }
    return String(rest)
  }
}
