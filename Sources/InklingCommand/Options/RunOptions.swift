import ArgumentParser
import InklingTraining

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A run that was trained before.
struct RunOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The run: its name, or the path of its folder.", valueName: "run"),
    completion: .custom(RunOptions.completions))
  var run: String

  @Option(help: ArgumentHelp("The folder that holds the runs.", valueName: "folder"), completion: .directory)
  var runs = RunOptions.defaultFolder

  /// Where runs are kept unless somebody says otherwise.
  static let defaultFolder = "runs"

  func validate() throws { try requirePaths(("the run", run), ("--runs", runs)) }

  /// The path of the run's folder, whether or not it is there.
  var path: String { RunFolder.locate(run, in: runs) }

  /// The runs in the folder that the command line names so far, the newest last.
  @Sendable static func completions(words: [String], index: Int, prefix: String) -> [String] {
    let folder = folder(in: words)
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return entries.filter {
      FileManager.default.fileExists(atPath: RunFolder.path(of: .configuration, in: "\(folder)/\($0)"))
    }.sorted()
  }

  /// The folder of runs that a command line names so far.
  static func folder(in words: [String]) -> String {
    words.firstIndex(of: "--runs").flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil } ?? defaultFolder
  }
}
