public import ArgumentParser
import InklingEngine
import InklingExchange
import InklingFiles
public import InklingFraming
import InklingImages
import InklingRecognition
import InklingTraining

/// How a picture becomes what the model knows.
struct FramingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How a picture becomes what the model knows: none takes it as it is, digit all ink as one, line digits side by side.",
      valueName: "none|digit|line|automatic"))
  var framing = FramingMode.automatic
  @Option(
    help: ArgumentHelp("Write what framing made of a picture, step by step, as a picture.", valueName: "file"),
    completion: .file(extensions: ["png", "jpg"]))
  var showSteps: String?

  func validate() throws {
    try requirePaths(("--show-steps", showSteps))
    if showSteps != nil, framing == .none {
      throw ValidationError(
        "--framing none takes a picture as it is, in no steps: leave --show-steps out, or take another framing.")
    }
  }

  /// Whether any of them was given.
  var isGiven: Bool { showSteps != nil || framing != .automatic }

  /// Writes what framing made of a picture where that was asked for; nil for a model whose pictures are taken as they are.
  ///
  /// - Throws: `InputError`: `.usage` for a model whose pictures are not framed, `.unwritable` or `.broken` when they cannot be
  ///   written.
  func writeSteps(
    of source: PictureSources.Source, by model: TrainedModel, _ steps: @autoclosure () -> FramingSteps?
  ) throws(InputError) {
    guard let showSteps else { return }
    var pictures: [BytePath] = []
    if case .file(let path) = source { pictures = [path] }
    let origin = model.origin
    try ModelOutput.require(showSteps, models: [origin.path, origin.run].compactMap(\.self), pictures: pictures)
    guard let steps = steps() else {
      let canFrame = model.description.task.name == .classify && model.graph.inputShape.channels == 1
      throw InputError(
        .usage, "the model's pictures are taken as they are, in no steps", path: origin.path ?? origin.run,
        found: "--show-steps", remedy: "leave it out" + (canFrame ? ", or take --framing digit" : ""))
    }
    try PictureFile.write(steps.sheet(), to: showSteps)
  }
}

extension FramingMode: ExpressibleByArgument {}
