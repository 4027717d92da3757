import InklingFiles

/// The command line's arguments as the system gave them: bytes, of which text keeps only what is UTF-8.
struct ArgumentBytes {
  /// The arguments, and the values of those with an equals sign.
  private let all: [[UInt8]]

  init(_ arguments: [[UInt8]] = Self.ofProcess) {
    all = arguments.flatMap { argument -> [[UInt8]] in
      guard argument.starts(with: Array("--".utf8)), let sign = argument.firstIndex(of: UInt8(ascii: "=")) else {
        return [argument]
      }
      return [argument, Array(argument[(sign + 1)...])]
    }
  }

  private static var ofProcess: [[UInt8]] {
    (0..<Int(CommandLine.argc)).compactMap { place in
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
