import InklingFiles
import InklingPlatform

/// The name of a run, which is also its folder's: ASCII letters, digits, `.`, `_` and `-`.
enum RunName {
  static let longest = 100

  /// Refuses a name that could leave the runs folder, hide itself, or surprise a shell.
  ///
  /// - Throws: `InputError` of kind `.usage`.
  static func validate(_ name: String) throws(InputError) {
    let fits = !name.isEmpty && name.utf8.count <= longest && name.utf8.allSatisfy(isAllowed)
    // A leading minus would read as an option in `--resume NAME`.
    guard fits, !name.hasPrefix("."), !name.hasPrefix("-") else {
      throw InputError(
        .usage, "--name is not a name for a run",
        expected: "1 to \(longest) letters, digits, dots, underscores and minus signs, not starting with . or -",
        found: excerpt(of: name), remedy: "try one such as mnist-1")
    }
  }

  /// "mnist-lenet-0-20260131-120000": data set, model, seed and the time in UTC, so that a listing sorts by age.
  ///
  /// - Parameter time: seconds since 1970.
  static func make(for configuration: RunConfiguration, time: Int) -> String {
    let model = String(
      decoding: configuration.modelName.utf8.map { isAllowed($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
    let data = configuration.recipe.data
    // Of one's own set the last part of its path, without the ending.
    let file = data.isOwn ? data.dataset.split(separator: "/").last ?? "data" : data.dataset[...]
    let stem = data.isOwn ? file.lastIndex(of: ".").map { file[..<$0] } ?? file : file
    let dataset = (stem.isEmpty ? "data" : stem).utf8.map { isAllowed($0) ? $0 : UInt8(ascii: "_") }
    // Numbers and separators take at most 40 of the hundred characters.
    let name = "\(String(decoding: dataset, as: UTF8.self).prefix(29))-\(model.prefix(29))"
    let visible = name.hasPrefix(".") || name.hasPrefix("-") ? "_" + name.dropFirst() : name
    return "\(visible)-\(configuration.recipe.seed)-\(timestamp(time))"
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }

  private static func timestamp(_ time: Int) -> String {
    var seconds = time_t(time)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func padded(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let date = "\(parts.tm_year + 1900)\(padded(parts.tm_mon + 1))\(padded(parts.tm_mday))"
    return "\(date)-\(padded(parts.tm_hour))\(padded(parts.tm_min))\(padded(parts.tm_sec))"
  }

  /// What was given, short enough for one sentence.
  private static func excerpt(of name: String) -> String {
    name.count <= longest ? "\"\(name)\"" : "\(name.utf8.count) bytes starting with \"\(name.prefix(20))\""
  }
}
