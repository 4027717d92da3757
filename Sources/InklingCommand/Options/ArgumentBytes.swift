import InklingFiles

/// The command line's arguments as the system gave them: bytes, of which text keeps only what is UTF-8.
struct ArgumentBytes {
  /// The arguments, and the values of those with an equals sign.
  private let all: [[UInt8]]
  /// The arguments, or the values of those with an equals sign, that are no UTF-8.
  private let strange: [[UInt8]]

  init(_ arguments: [[UInt8]] = Self.ofProcess) {
    let parts = arguments.map { argument -> [[UInt8]] in
      guard argument.starts(with: Array("--".utf8)), let sign = argument.firstIndex(of: UInt8(ascii: "=")) else {
        return [argument]
      }
      return [argument, Array(argument[(sign + 1)...])]
    }
    all = parts.flatMap(\.self)
    strange = parts.compactMap(\.last).filter { String(validating: $0, as: UTF8.self) == nil }
  }

  private static var ofProcess: [[UInt8]] {
    // The first is the program's own path.
    (0..<Int(CommandLine.argc)).dropFirst().compactMap { place in
      CommandLine.unsafeArgv[place].map { start in
        Array(UnsafeBufferPointer(start: start, count: length(start)).map { UInt8(bitPattern: $0) })
      }
    }
  }

  private static func length(_ start: UnsafeMutablePointer<CChar>) -> Int {
    var count = 0
    while start[count] != 0 { count += 1 }
    return count
  }

  /// Refuses bytes that are no UTF-8 where they name no picture: text that stands for them is another name.
  ///
  /// - Parameter pictures: what may have any bytes, as text.
  /// - Throws: `InputError` of kind `.usage`.
  func requireText(besides pictures: [String]) throws(InputError) {
    var left = Dictionary(pictures.map { ($0, 1) }, uniquingKeysWith: +)
    for bytes in strange {
      let text = String(decoding: bytes, as: UTF8.self)
      if let count = left[text], count > 0 {
        left[text] = count - 1
      } else {
        throw InputError(
          .usage, "an argument is no UTF-8", expected: "text; only pictures that are read may have any name",
          found: BytePath(bytes: bytes).description, remedy: "give the file another name")
      }
    }
  }

  /// The paths that were named. Of names that are the same as text each is taken in its turn.
  func paths(_ names: [String]) -> [BytePath] {
    var taken: [String: Int] = [:]
    return names.map { name in
      guard name.unicodeScalars.contains("\u{FFFD}") else { return BytePath(name) }
      let same = all.filter { String(decoding: $0, as: UTF8.self) == name }
      let place = taken[name, default: 0]
      taken[name] = place + 1
      return same.indices.contains(place) ? BytePath(bytes: same[place]) : BytePath(name)
    }
  }
}
