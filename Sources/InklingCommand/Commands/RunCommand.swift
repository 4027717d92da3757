import ArgumentParser
import InklingExchange
import InklingFiles
import InklingFormats
import InklingTraining

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run any model file as a function of named arrays.",
    discussion: """
      ONNX, Keras and Inkling's own files take and give arrays in their own layout: [N, H, W, C] for Keras. The inputs \
      are NumPy's .npz, and so are the outputs. An ONNX model's arrays have its own names; a Keras model takes one array \
      of any name and gives 'output'; Inkling's models take bytes 'pixels', or 'input' that is normalised already, and \
      give 'logits'. Weights alone are run as such a model, with the network that --as or --model names.

      Examples:
        inkling run theirs.onnx --inputs x.npz --output y.npz
        inkling run digits --inputs pixels.npz --output y.npz
      """)

  @Argument(
    help: ArgumentHelp("The model: a file, or a run's name or folder.", valueName: "model"), completion: .file())
  var file: String
  @Option(help: ArgumentHelp("The folder that holds the runs.", valueName: "folder"), completion: .directory)
  var runs = RunOptions.defaultFolder
  @Option(help: ArgumentHelp("The inputs, by their names.", valueName: "npz file"), completion: .file())
  var inputs: String
  @Option(help: ArgumentHelp("Where the outputs go.", valueName: "npz file"))
  var output: String
  @OptionGroup(title: "Weights alone") var foreign: ForeignModelOptions

  func validate() throws {
    try requirePaths(("the model", file), ("--runs", runs), ("--inputs", inputs), ("--output", output))
    let (ink, framed) = (foreign.pixels.ink, foreign.pixels.framed)
    guard ink == nil, framed == nil, foreign.classes == nil else {
      let option = ink != nil ? "--ink" : framed != nil ? "--framed" : "--classes"
      throw ValidationError("\(option) changes nothing here: arrays go in and come out as they are. Leave it out.")
    }
  }

  func run() throws {
    let path = RunFolder.locate(file, in: runs)
    try ModelOutput.require(output, than: [inputs] + foreign.inputs, models: [path])
    try ModelFormat.requireNPZ(output)
    let function = try FileFunction(path, options: try foreign.options())
    let outputs = try function.run(try NPZ.read(inputs))
    try NPZ.write(outputs, to: output)
    for array in outputs { Output.note("\(array.name): \(array.elementType.rawValue) \(array.shape)") }
  }
}
