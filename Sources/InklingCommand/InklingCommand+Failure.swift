import ArgumentParser
import InklingEngine
import InklingFiles

extension InklingCommand {
  /// Ends the process: what is wrong in one sentence on standard error, and the exit status of `sysexits.h` for it.
  static func end(with error: any Error) -> Never {
    switch error {
    case let error as InputError: end(error.description, error.kind)
    case let error as GraphError: end(bounded(error.description), .malformed)
    // A status that a command gives as its answer.
    case let code as ExitCode: exit(withError: code)
    // What nobody thought of is a fault of the program (EX_SOFTWARE).
    case _ where exitCode(for: error) == .failure: end(bounded("\(error)"), .failed)
    // Help, the version and completion scripts are results: one that cannot be written is no success.
    case _ where exitCode(for: error) == .success: print(fullMessage(for: error))
    // Usage errors, and exit codes thrown as such, which have no text.
    default:
      let text = fullMessage(for: error)
      if !text.isEmpty { Output.note(bounded(text)) }
      exit(withError: exitCode(for: error))
    }
  }

  /// Ends the process for a wrong option of a command, which was found while it ran.
  static func end(with error: ValidationError, of command: any ParsableCommand.Type) -> Never {
    let usage = usageString(for: command)
    // "inkling captcha sheet [<options>]".
    let words = usage.split(separator: " ").prefix {
      !$0.hasPrefix("[") && !$0.hasPrefix("<") && !$0.hasPrefix("-")
    }
    Output.note(
      bounded(
        "\(_errorPrefix)\(error.message)\nUsage: \(usage)\n  See '\(words.joined(separator: " ")) --help' for more information."
      ))
    exit(withError: exitCode(for: error))
  }

  private static func print(_ text: String) -> Never {
    do throws(InputError) {
      if !text.isEmpty { try Output.result(text) }
    } catch {
      end(error.description, error.kind)
    }
    exit(withError: ExitCode.success)
  }

  /// What a person gave may be of any length.
  private static func bounded(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { PrintableText.shortened(String($0), to: InputError.largestDescription) }.joined(separator: "\n")
  }

  private static func end(_ sentence: String, _ kind: InputError.Kind) -> Never {
    Output.note("\(_errorPrefix)\(sentence)")
    exit(withError: ExitCode(kind.exitCode))
  }
}
