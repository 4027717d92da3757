import ArgumentParser
import InklingFiles
import InklingTraining

/// What a model's maker says of it.
struct CardOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A YAML file with name, description, author, license, intended_use and limitations, each as it likes.",
      valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
  var card: String?
  @Option(name: .customLong("card-name"), help: ArgumentHelp("What the model is called.", valueName: "text"))
  var name: String?
  @Option(name: .customLong("card-description"), help: ArgumentHelp("What it does.", valueName: "text"))
  var text: String?
  @Option(name: .customLong("card-author"), help: ArgumentHelp("Who made it.", valueName: "text"))
  var author: String?
  @Option(
    name: [.customLong("card-license"), .customLong("card-licence")],
    help: ArgumentHelp("Under which licence it may be used.", valueName: "text"))
  var license: String?
  @Option(name: .customLong("card-intended-use"), help: ArgumentHelp("What it is for.", valueName: "text"))
  var intendedUse: String?
  @Option(name: .customLong("card-limitations"), help: ArgumentHelp("What it is not for.", valueName: "text"))
  var limitations: String?

  func validate() throws { try requirePaths(("--card", card)) }

  /// What was said: the file's, and the other options over it; nil for nothing.
  ///
  /// - Throws: as `ModelCard.load(_:)`.
  func load() throws(InputError) -> ModelCard? {
    let given = ModelCard(
      name: name, description: text, author: author, license: license, intendedUse: intendedUse,
      limitations: limitations)
    if let card { return try ModelCard.load(card).overlaid(with: given) }
    return given.isEmpty ? nil : given
  }
}
