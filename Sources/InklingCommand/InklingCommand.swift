import ArgumentParser
import InklingFiles
import InklingTraining

/// The command `inkling`: it parses, calls the library and prints.
@main
struct InklingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inkling",
    abstract: "Train small image classifiers, and use them.",
    discussion: """
      The classic job, from the training set to the accuracy on the test set:

        inkling train
        inkling evaluate RUN
        inkling predict RUN --index 7

      Results go to standard output, everything else to standard error; --json gives one JSON object for scripts.

      The exit status is 0, or 64 for a wrong option, 65 for wrong data, 66 for a missing input, 69 for something \
      that is not available, 70 for a training that failed, 73 and 74 for outputs that cannot be made or written, and \
      130 or 143 after Ctrl-C or SIGTERM.

      INKLING_KERNELS=portable|avx2|avx512 chooses the instructions that compute, INKLING_DATA names a folder of data \
      sets, and NO_COLOR keeps colours away. 'inkling --generate-completion-script' writes completions for your shell.
      """,
    version: Release.version,
    subcommands: [
      TrainCommand.self, EvaluateCommand.self, CompareCommand.self, PredictCommand.self, ExplainCommand.self,
      SummaryCommand.self, DataCommand.self, RecipesCommand.self, ReportCommand.self, TuneCommand.self,
      BenchmarkCommand.self, ExportCommand.self,
      ImportCommand.self, CaptchaCommand.self,
      InspectCommand.self, VerifyCommand.self, RunCommand.self, QuantizeCommand.self, ServeCommand.self,
      TeachCommand.self, StoreCommand.self,
    ])

  static var _errorPrefix: String { "inkling: " }

  /// Not asynchronous: Swift's tasks need threads of their own, and wait for ever where the system gives none.
  static func main() {
    Output.keepClosedStreamsClosed()
    Output.letFaultsBeErrors()
    StopSignals.unblock()
    do {
      try Memory.require(24 << 20, for: "the program", remedy: "raise the limit (ulimit -v)")
      let arguments = Array(CommandLine.arguments.dropFirst())
      let command = try parsed(arguments)
      try RepeatedOptions.refuse(in: arguments, of: type(of: command))
      try ArgumentBytes().requireText(besides: (command as? any PictureReading)?.reading.all ?? [])
      run(command)
    } catch {
      end(with: error)
    }
  }

  private static func run(_ command: any ParsableCommand) {
    var command = command
    do {
      try command.run()
    } catch let error as ValidationError {
      // What only shows while it runs has the command's own usage, as what the parser refuses.
      end(with: error, of: type(of: command))
    } catch {
      end(with: error)
    }
  }

  /// The command that is named first is parsed alone, which is quicker. What it refuses, help and completions among it, the
  /// whole tree answers, which knows the names above it.
  private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    if let name = arguments.first,
      let named = configuration.subcommands.first(where: { $0._commandName == name }),
      named.configuration.subcommands.isEmpty,
      let command = try? named.parseAsRoot(Array(arguments.dropFirst())), type(of: command) == named
    {
      return command
    }
    // A name such as "-shot.png" is a row of options, one of which may ask for help.
    try DashedNames.refuse(in: arguments)
    return try parseAsRoot()
  }
}
