import ArgumentParser
import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTraining

/// How a data set of one's own is read.
struct PictureOptions: ParsableArguments {
  @Option(help: ArgumentHelp(RecipeKey.at("data.image").help, valueName: "CxHxW"), transform: ImageShape.parsed)
  var imageSize: ImageShape?
  @Flag(help: ArgumentHelp(RecipeKey.at("data.skip_corrupt").help))
  var skipCorrupt = false
  @Option(
    parsing: .unconditional, help: ArgumentHelp(RecipeKey.at("data.separator").help, valueName: "text"))
  var separator: String?
  @Flag(help: ArgumentHelp(RecipeKey.at("data.skip_bad").help))
  var skipBad = false
  @Option(
    help: ArgumentHelp(
      "The folder that keeps what pictures became, or none. (default: $INKLING_CACHE, or the user's cache)",
      valueName: "folder"),
    completion: .directory)
  var cache: String?

  func validate() throws {
    try requirePaths(("--cache", cache))
    if let separator, let fault = DataRecipe.fault(ofSeparator: separator) {
      throw ValidationError("--separator \(fault).")
    }
    guard let size = imageSize?.dimensions else { return }
    guard size[0] <= 16, size[1] <= 512, size[2] <= 512 else {
      throw ValidationError(
        "--image-size is out of range: expected at most 16 channels and sides of at most 512 pixels.")
    }
  }

  /// Whether anything was asked of the reading that changes the images.
  var isGiven: Bool { imageSize != nil || skipCorrupt || isTextGiven }

  /// The first of them that was given, by its name; nil for none.
  var given: String? {
    let options = [
      ("--image-size", imageSize != nil), ("--skip-corrupt", skipCorrupt), ("--separator", separator != nil),
      ("--skip-bad", skipBad), ("--cache", cache != nil),
    ]
    return options.first { $0.1 }?.0
  }

  /// Refuses a size that is not the model's own, into which pictures are scaled whatever is said.
  ///
  /// - Throws: `InputError` of kind `.usage`.
  func requireSize(of model: TrainedModel) throws(InputError) {
    let shape = model.graph.inputShape
    guard let imageSize, shape.isImage else { return }
    let own = ImageShape(dimensions: [shape.channels, shape.height, shape.width])
    guard imageSize.dimensions != own.dimensions else { return }
    throw InputError(
      .usage, "pictures are scaled into the model's own size", path: model.title, expected: own.text,
      found: "--image-size \(imageSize.text)", remedy: "leave --image-size out")
  }

  /// Whether anything was asked that is for texts alone.
  var isTextGiven: Bool { separator != nil || skipBad }

  /// How texts are read; nil where nothing was said of them.
  private var texts: TextReading? {
    isTextGiven ? TextReading(separator: separator ?? TextReading.separator, skipsBad: skipBad) : nil
  }

  /// Nil for none.
  var cacheFolder: String? { cache == nil ? DatasetLocator.pictureCache() : cache == "none" ? nil : cache }

  var reading: DatasetReading {
    DatasetReading(
      image: imageSize.map { ImageSize(channels: $0.dimensions[0], height: $0.dimensions[1], width: $0.dimensions[2]) },
      skipsCorrupt: skipCorrupt, texts: texts, cache: cacheFolder)
  }
}
