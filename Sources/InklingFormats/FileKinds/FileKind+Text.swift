import InklingFiles

extension FileKind {
  /// A whole JSON value, or the beginning of an object or an array.
  static func isJSON(_ head: [UInt8], size: Int?) -> Bool {
    let text = ByteOrderMark.skipped(head).drop(while: isSpace)
    guard let first = text.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
      isText(head, isWhole: size == head.count)
    else {
      return false
    }
    if size == head.count {
      do throws(InputError) {
        _ = try JSONDocument.parse(head)
        return true
      } catch {
        return false
      }
    }
    guard let next = text.dropFirst().first(where: { !isSpace($0) }) else { return false }
    let openings = first == UInt8(ascii: "{") ? "\"}" : "\"[{]-0123456789tfn"
    return openings.utf8.contains(next)
  }

  /// Lines of as many fields, two or more; a single line must be numbers.
  static func isCSV(_ head: [UInt8], size: Int?) -> Bool {
    guard isText(head, isWhole: size == head.count) else { return false }
    var text = head
    if head.count < size ?? .max {
      // What the beginning cuts off is left out.
      let end = head.lastIndex(of: 0x0A) ?? head.lastIndex(of: UInt8(ascii: ",")) ?? 0
      text.removeSubrange(end...)
    }
    var scanner = CSVScanner(text, separator: UInt8(ascii: ","), path: nil)
    var count = 0
    do throws(InputError) {
      while count < 3, try scanner.next() {
        guard scanner.fields.count > 1 else { return false }
        count += 1
      }
    } catch {
      return false
    }
    return count > 1 || count == 1 && !scanner.looksLikeHeader
  }

  /// UTF-8 without control characters but for tabs and ends of lines; of a beginning the last character may be cut off.
  private static func isText(_ head: [UInt8], isWhole: Bool) -> Bool {
    guard head.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || isSpace($0) }) else { return false }
    let cut = isWhole ? 0 : head.suffix(3).reversed().prefix { $0 >= 0x80 }.count
    return (0...cut).contains { String(validating: head.dropLast($0), as: UTF8.self) != nil }
  }
}
