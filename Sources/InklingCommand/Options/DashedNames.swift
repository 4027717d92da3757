import ArgumentParser
import InklingFiles

/// Files whose names begin with a dash, which the parser takes for options.
enum DashedNames {
  /// Refuses arguments that look like such a file's name, of a command line that the parser could not follow.
  ///
  /// - Throws: `ValidationError` that says how the file is named.
  static func refuse(in arguments: [String]) throws {
    for argument in arguments.prefix(while: { $0 != "--" }) where isName(argument) {
      let name = PrintableText.shortened(PrintableText.escaped(argument), to: 100)
      throw ValidationError(
        "'\(name)' begins with a dash, as options do: write './\(name)', or put '--' before it.")
    }
  }

  /// One dash, and then more than an option's letter: what has a dot or a slash, or is there. Numbers are values.
  private static func isName(_ argument: String) -> Bool {
    guard argument.hasPrefix("-"), !argument.hasPrefix("--"), argument.utf8.count > 2,
      !argument.dropFirst().allSatisfy({ "0123456789.,eE+-".contains($0) })
    else { return false }
    return argument.contains(".") || argument.contains("/") || FileStatus.isThere(argument)
  }
}
