import InklingDatasets
import InklingFiles
import InklingMeasuring

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// PyTorch in a process of its own.
struct PeerProcess {
  private let python: String
  private let script: String
  private let folder: String

  /// - Throws: `InputError` when the data set is not a folder of files that both can read.
  init(python: String, script: String, source: DatasetSource) throws(InputError) {
    guard let found = try source.locate(), source.name == "mnist" else {
      throw InputError(
        .usage, "the peer can only be measured on MNIST", found: source.name, remedy: "leave --peer or --dataset out")
    }
    self.python = python
    self.script = script
    folder = DurableFile.folder(of: found)
  }

  /// - Parameter mode: "written", "best", "infer", "large" or "sprint".
  func figures(_ mode: String) throws -> PeerFigures {
    let process = try ProcessMeasurement.run(python, [script, folder, "--threads", "2", "--mode", mode])
    do {
      return try JSONDecoder().decode(PeerFigures.self, from: Data(process.output))
    } catch {
      throw InputError(
        .malformed, "the peer's answer is not its figures", path: script, expected: "one JSON object",
        found: String(decoding: process.output.prefix(80), as: UTF8.self))
    }
  }
}
