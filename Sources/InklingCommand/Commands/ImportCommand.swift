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
      alone need the network that they are for (--as, --model). Few files say how pixels become inputs, and how pictures are \
      framed: say it with --pixels, --mean, --std, --ink and --framed, and the model keeps it. What 'inkling export' \
      wrote says it itself.

      Examples:
        inkling import theirs.onnx -o mine.safetensors
        inkling import theirs.keras --classes cat,dog -o mine.safetensors
        inkling import weights.pt --as lenet --mean 0.1307 --std 0.3081 -o mine.safetensors
      """)

  @Argument(help: ArgumentHelp("The file.", valueName: "file"), completion: .file())
  var file: String
  @Option(name: .shortAndLong, help: ArgumentHelp("The model's file.", valueName: "model"))
  var output: String
  @OptionGroup(title: "Model") var options: ModelOptions

  func validate() throws { try requirePaths(("the file", file), ("--output", output)) }

  func run() throws {
    try ModelFormat.requireInkling(output)
    try ModelOutput.require(output, than: options.foreign.inputs, models: [options.path(of: file)])
    let model = try options.open(file)
    try model.save(to: output)
    let count = model.graph.parameterCount
    Output.note("\(output): \(count) parameters, \(model.graph.inputShape) to \(Self.outputs(of: model))")
  }

  /// What the model gives, in words.
  private static func outputs(of model: TrainedModel) -> String {
    switch model.description.task.name {
    case .classify: "\(model.classNames.count) classes"
    case .read: "texts of \((model.classNames.count - 1).of("character"))"
    case .severalLabels: model.classNames.count.of("label")
    case .regress: model.graph.outputWidth == 1 ? "1 quantity" : "\(model.graph.outputWidth) quantities"
    }
  }
}
