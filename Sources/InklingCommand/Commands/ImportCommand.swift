import ArgumentParser
import InklingEngine
import InklingExchange
import InklingFiles
import InklingTraining

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make a model of another program's file.",
    discussion: """
      Reads ONNX, Keras (.keras and .h5), PyTorch (.pt and .pth) and safetensors. Nothing in a file is ever run. Weights \
      alone need the network that they are for (--model).

      Examples:
        inkling import theirs.onnx -o mine.safetensors
        inkling import theirs.keras --classes cat,dog -o mine.safetensors
        inkling import weights.pt --model lenet -o mine.safetensors
      """)

  @Argument(help: ArgumentHelp("The file.", valueName: "file"), completion: .file())
  var file: String
  @Option(name: .shortAndLong, help: ArgumentHelp("The model's file.", valueName: "model"))
  var output: String
  @OptionGroup(title: "Model") var options: ModelOptions

  func validate() throws { try requirePaths(("the file", file), ("--output", output)) }

  func run() throws {
    let model = try options.open(file)
    try model.save(to: output)
    let count = model.graph.parameterCount
    Output.note("\(output): \(count) parameters, \(model.graph.inputShape) to \(model.classNames.count) classes")
  }
}
