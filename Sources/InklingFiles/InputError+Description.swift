extension InputError {
  /// The most characters (Unicode scalars) of a description.
  public static let largestDescription = 1000
  /// The most characters of a sentence with details below it, and of one of them.
  private static let largestPart = 280

  func text(separator: String) -> String {
    guard !details.isEmpty else { return sentence(limit: Self.largestDescription) }
    var text = sentence(limit: Self.largestPart, ending: ":")
    var left = details.count
    // Room for the last line, which says how many were left out.
    let room = Self.largestDescription - separator.count - 20
    for detail in details.prefix(NameList.most) {
      let line = separator + PrintableText.shortened(Self.printable(detail), to: Self.largestPart)
      guard text.unicodeScalars.count + line.unicodeScalars.count <= room else { break }
      text += line
      left -= 1
    }
    return text + (left > 0 ? "\(separator)and \(left) more" : "") + "."
  }

  private func sentence(limit: Int, ending: String = ".") -> String {
    let whole = sentence(partLimit: .max, ending)
    guard whole.unicodeScalars.count > limit else { return whole }
    let parts = [what, path, expected, found, remedy].compactMap(\.self).map {
      Self.printable($0).unicodeScalars.count
    }
    let words = whole.unicodeScalars.count - parts.reduce(0, +)
    return sentence(partLimit: Self.share(of: limit - words, among: parts), ending)
  }

  /// The length that every part may have, so that all together fill `room`: short ones leave theirs to the longer ones.
  private static func share(of room: Int, among lengths: [Int]) -> Int {
    var left = max(room, 0)
    for (index, length) in lengths.sorted().enumerated() {
      let share = left / (lengths.count - index)
      if length > share { return share }
      left -= length
    }
    return .max
  }

  private func sentence(partLimit: Int, _ ending: String) -> String {
    func part(_ text: String) -> String { PrintableText.shortened(Self.printable(text), to: partLimit) }
    var text = part(what)
    if let path { text += " in \(part(path))" }
    if let offset { text += " at byte \(offset)" }
    switch (expected, found) {
    case (let expected?, let found?): text += ": expected \(part(expected)), found \(part(found))"
    case (let expected?, nil): text += ": expected \(part(expected))"
    case (nil, let found?): text += ": found \(part(found))"
    case (nil, nil): break
    }
    if let remedy { text += "; \(part(remedy))" }
    return text.hasSuffix("?") ? text : text + ending
  }

  private static func printable(_ text: String) -> String {
    PrintableText.withPlainNaN(PrintableText.escaped(text))
  }
}
