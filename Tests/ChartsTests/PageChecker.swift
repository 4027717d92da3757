/// What is wrong with a page as a browser's parser would see it: tags that are not closed, attributes without quotation
/// marks, names given twice, links to nowhere, anything that needs the network or a script.
struct PageChecker {
  private(set) var faults: [String] = []
  private var open: [String] = []
  private var names: Set<String> = []
  private var links: [String] = []

  private static let void: Set<String> = ["meta", "link", "img", "br", "hr"]

  init(_ html: String) {
    var rest = html[...]
    for prefix in ["<!DOCTYPE html>", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"] where rest.hasPrefix(prefix) {
      rest = rest.dropFirst(prefix.count)
    }
    while let start = rest.firstIndex(of: "<") {
      checkText(rest[..<start])
      guard let end = tagEnd(rest[start...]) else {
        faults.append("a tag without an end: \(rest[start...].prefix(40))")
        return
      }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      check(tag)
      if open.last == "style", let end = rest.range(of: "</style>") { rest = rest[end.lowerBound...] }
    }
    checkText(rest)
    for name in open { faults.append("<\(name)> is not closed") }
    for link in links where !names.contains(link) { faults.append("a link to #\(link), which there is not") }
  }

  /// Where a tag ends, outside of quotation marks.
  private func tagEnd(_ text: Substring) -> String.Index? {
    var isQuoted = false
    for index in text.indices {
      if text[index] == "\"" { isQuoted.toggle() }
      if text[index] == ">", !isQuoted { return index }
    }
    return nil
  }

  private mutating func checkText(_ text: Substring) {
    for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
    where !["amp;", "lt;", "gt;", "quot;"].contains(where: part.hasPrefix) {
      faults.append("an & that is no character: \(part.prefix(20))")
    }
  }

  private mutating func check(_ tag: Substring) {
    if tag.hasPrefix("/") {
      let name = String(tag.dropFirst())
      if open.last == name { open.removeLast() } else { faults.append("</\(name)> closes <\(open.last ?? "nothing")>") }
      return
    }
    let isEmpty = tag.hasSuffix("/")
    let name = String(tag.prefix { $0 != " " && $0 != "/" })
    if name == "script" { faults.append("a script") }
    checkAttributes(name, tag.dropFirst(name.count).drop { $0 == " " })
    if !isEmpty, !Self.void.contains(name) { open.append(name) }
  }

  private mutating func checkAttributes(_ element: String, _ text: Substring) {
    var rest = text
    var seen: Set<String> = []
    while let equals = rest.firstIndex(of: "=") {
      let name = String(rest[..<equals])
      let value = rest[rest.index(after: equals)...]
      guard value.first == "\"", let end = value.dropFirst().firstIndex(of: "\"") else {
        faults.append("<\(element)> has \(name) without quotation marks")
        return
      }
      if !seen.insert(name).inserted { faults.append("<\(element)> has \(name) twice") }
      checkAttribute(element, name, String(value[value.index(after: value.startIndex)..<end]))
      rest = value[value.index(after: end)...].drop { $0 == " " }
    }
    if rest != "", rest != "/" { faults.append("<\(element)> has \(rest)") }
  }

  private mutating func checkAttribute(_ element: String, _ name: String, _ value: String) {
    checkText(value[...])
    if value.contains("<") { faults.append("<\(element)> has < in \(name)") }
    if name.hasPrefix("on") { faults.append("<\(element)> has the script \(name)") }
    if name == "id", !names.insert(value).inserted { faults.append("the name \(value) twice") }
    if name != "xmlns", value.contains("://") || value.hasPrefix("//") {
      faults.append("<\(element)> leads to \(value.prefix(40))")
    }
    guard name == "href" || name == "src" else { return }
    if value.hasPrefix("#") {
      links.append(String(value.dropFirst()))
    } else if !value.hasPrefix("data:") {
      faults.append("<\(element)> loads \(value.prefix(40))")
    }
  }
}

extension String {
  /// The first place of another string.
  func range(of other: String) -> Range<String.Index>? { self[...].range(of: other) }
}

extension Substring {
  /// The first place of a string.
  func range(of other: String) -> Range<String.Index>? { firstRange(of: other) }
}
