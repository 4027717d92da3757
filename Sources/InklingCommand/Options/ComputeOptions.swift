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
      "Threads that compute, at most one a processor. They change the time, never the result. (default: as many as help)",
      valueName: "count"))
  var threads: Int?

  /// The fastest instruction set that this processor has, or the one that the environment asks for.
  ///
  /// - Throws: `InputError` for a name that is none, or an instruction set that this processor lacks.
  static func instructionSet() throws(InputError) -> InstructionSet {
    try InstructionSet.chosen(by: ProcessInfo.processInfo.environment[InstructionSet.variable])
  }

  /// Says when fewer threads compute than were asked for.
  static func tell(threads: Int, of asked: Int, batchSize: Int = .max) {
    if let note = ThreadCount.note(computing: threads, of: asked, batchSize: batchSize) { Output.note("note: \(note)") }
  }
}
