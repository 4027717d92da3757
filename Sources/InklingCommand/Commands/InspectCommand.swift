import ArgumentParser
import InklingExchange
import InklingFiles
import InklingFormats
import InklingTraining

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say what a file is: format, tensors, metadata, a hash.",
    discussion: """
      The content decides, never the name, and nothing in the file is run. The weights of a model of Inkling's are held \
      against their SHA-256; the exit status is 65 when they were changed. \
      --json gives {"format", "tensors": [{"name", "dtype", "shape"}], "metadata", "sha256"}.

      Examples:
        inkling inspect model.safetensors
        inkling inspect theirs.pt --json
      """)

  @Argument(help: ArgumentHelp("The file.", valueName: "file"), completion: .file())
  var file: String
  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  func validate() throws { try requirePaths(("the file", file)) }

  func run() throws {
    let description = try FileInspector.all.describe(file)
    try Output.result(json ? JSONText.encode(description) : FileDescriptionText(description).text)
    if let fault = description.fault { throw InputError(.malformed, fault, path: file, remedy: "get the file again") }
  }
}
