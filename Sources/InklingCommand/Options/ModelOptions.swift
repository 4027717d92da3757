import ArgumentParser
import InklingEngine
import InklingExchange
import InklingFiles
import InklingTraining

/// What a model's file does not say.
struct ModelOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The folder that holds the runs.", valueName: "folder"), completion: .directory)
  var runs = RunOptions.defaultFolder
  @Option(
    help: ArgumentHelp(
      "The network of a file of weights alone: \(ModelOption.names), or a YAML file.", valueName: "name or file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var model: String?
  @Option(
    help: ArgumentHelp("The images of a file of weights alone. (default: 1x28x28)", valueName: "CxHxW"))
  var input: ImageShape?
  @Option(help: ArgumentHelp("Which of a checkpoint's dictionaries holds the weights.", valueName: "name"))
  var key: String?
  @Option(help: ArgumentHelp("The names of the classes, with commas.", valueName: "names"))
  var classes: String?
  @Option(help: WeightsChoice.help)
  var weights: WeightsChoice?

  func validate() throws { try requirePaths(("--runs", runs), ("--model", model)) }

  /// Opens a model: a run by its name or folder, or a file of any kind.
  func open(_ name: String) throws(InputError) -> TrainedModel {
    let options = ImportOptions(
      layers: try model.map { text throws(InputError) in try ModelSpecification.load(text) }, input: input?.dimensions,
      key: key, classNames: classes.map { $0.split(separator: ",").map(String.init) })
    let (model, notes) = try TrainedModel.open(
      RunFolder.locate(name, in: runs), weights: weights, options: options,
      instructionSet: try ComputeOptions.instructionSet())
    for note in notes { Output.note("note: \(note)") }
    return model
  }
}
