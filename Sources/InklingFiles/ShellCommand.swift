/// A command line that a person can copy into a shell.
package struct ShellCommand: CustomStringConvertible {
  private let words: [String]

  /// The command that runs now, with other arguments. A path that starts with a dash must be made one by `path`.
  package init(_ arguments: [String], program: String = ShellCommand.program) {
    words = [program] + arguments
  }

  /// The command as it was called; "inkling" in a program of another name, which uses the library.
  package static var program: String {
    guard let called = CommandLine.arguments.first else { return "inkling" }
    return called == "inkling" || called.hasSuffix("/inkling") ? called : "inkling"
  }

  /// The command line that runs now, with more arguments.
  package static func again(_ more: [String] = []) -> ShellCommand {
    ShellCommand(Array(CommandLine.arguments.dropFirst()) + more)
  }

  /// A path as an argument: one that starts with a dash would be read as an option.
  package static func path(_ path: String) -> String { path.hasPrefix("-") ? "./\(path)" : path }

  /// The data folder that was named on the command line, as an option.
  package static func data(_ folder: String?) -> [String] { folder.map { ["--data", path($0)] } ?? [] }

  /// The words with blanks between, quoted where a shell would read them otherwise.
  package var description: String { words.map(Self.quoted).joined(separator: " ") }

  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: "./_-+=:,@%".utf8.contains(byte)
      }
    }
    guard word.isEmpty || !isPlain else { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
