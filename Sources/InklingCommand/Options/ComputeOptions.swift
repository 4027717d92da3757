import ArgumentParser
import InklingEngine
import InklingFiles

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What computes: how many threads, with which instructions.
struct ComputeOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Threads that compute. They change the time, never the result. (default: the processors, as far as they help)",
      valueName: "count"))
  var threads: Int?

  /// The fastest instruction set that this processor has, or the one that the environment asks for.
  ///
  /// - Throws: `InputError` for a name that is none, or an instruction set that this processor lacks.
  static func instructionSet() throws(InputError) -> InstructionSet {
    try InstructionSet.chosen(by: ProcessInfo.processInfo.environment[InstructionSet.variable])
  }

  /// Says when the system has given fewer threads than were asked for.
  static func tell(threads: Int, of asked: Int) {
    guard threads < asked else { return }
    Output.note(
      "note: the system gave \(threads.of("thread")) of \(asked); the result is the same, it only takes longer")
  }
}
