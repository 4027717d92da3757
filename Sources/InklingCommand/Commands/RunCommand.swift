import ArgumentParser
import InklingExchange
import InklingFiles
import InklingFormats

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run any model file as a function of named arrays.",
    discussion: """
      ONNX, Keras and Inkling's own files take and give arrays in their own layout: [N, H, W, C] for Keras. The inputs \
      are NumPy's .npz, and so are the outputs.

      Example:
        inkling run theirs.onnx --inputs x.npz --output y.npz
      """)

  @Argument(help: ArgumentHelp("The file.", valueName: "file"), completion: .file())
  var file: String
  @Option(help: ArgumentHelp("The inputs, by their names.", valueName: "npz file"), completion: .file())
  var inputs: String
  @Option(help: ArgumentHelp("Where the outputs go.", valueName: "npz file"))
  var output: String

  func validate() throws { try requirePaths(("the file", file), ("--inputs", inputs), ("--output", output)) }

  func run() throws {
    let function = try FileFunction(file)
    let outputs = try function.run(try NPZ.read(inputs))
    try NPZ.write(outputs, to: output)
    for array in outputs { Output.note("\(array.name): \(array.elementType.rawValue) \(array.shape)") }
  }
}
