import ArgumentParser
import InklingFiles

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Refuses an option that takes one value and was given two: the parser alone would take the last.
enum RepeatedOptions {
  /// What a command says of its arguments (`ParsableArguments._dumpHelp()`), as far as it is asked.
  private struct Help: Decodable {
    struct Command: Decodable { let arguments: [Argument]? }
    struct Argument: Decodable {
      let kind: String
      let isRepeating: Bool
      let names: [Name]?

      /// "-o" and "--output".
      var spellings: [String] { (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name } }
    }
    struct Name: Decodable {
      let kind: String
      let name: String
    }

    let command: Command
  }

  /// - Parameters:
  ///   - arguments: of the whole command line, which was parsed without a fault.
  ///   - command: that they are for.
  /// - Throws: `InputError` of kind `.usage` that names the option and its values.
  static func refuse(in arguments: [String], of command: any ParsableCommand.Type) throws {
    // Asking the command takes a while: only when some name stands there twice, or may, since "-o" is "--output".
    let names = arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("-") }.map { $0.prefix { $0 != "=" } }
    let mayBeTwice = names.count > 1 && names.contains { $0.count == 2 }
    guard Set(names).count < names.count || mayBeTwice else { return }
    let help = try JSONDecoder().decode(Help.self, from: Data(command._dumpHelp().utf8))
    try refuse(in: arguments, options: (help.command.arguments ?? []).filter { $0.kind == "option" })
  }

  private static func refuse(in arguments: [String], options: [Help.Argument]) throws(InputError) {
    var given: [Int: String] = [:]
    var index = 0
    while index < arguments.count, arguments[index] != "--" {
      let argument = arguments[index]
      index += 1
      guard argument.hasPrefix("-") else { continue }
      let name = String(argument.prefix { $0 != "=" })
      guard let option = options.firstIndex(where: { $0.spellings.contains(name) }) else { continue }
      let value: String
      if name == argument {
        // Whatever stands behind it is its value.
        value = index < arguments.count ? arguments[index] : ""
        index += 1
      } else {
        value = String(argument.dropFirst(name.count + 1))
      }
      guard !options[option].isRepeating, let first = given.updateValue(value, forKey: option) else { continue }
      throw InputError(
        .usage, "\(name) is given twice", expected: "one value", found: "\(first) and \(value)",
        remedy: "leave one of them out")
    }
  }
}
