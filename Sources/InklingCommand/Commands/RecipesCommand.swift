import ArgumentParser
import InklingEngine
import InklingFiles
import InklingTraining

struct RecipesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recipes", abstract: "List the recipes that come with the program, or print one.",
    discussion: """
      A recipe is a YAML file that fixes a whole training: model, data, augmentation, optimiser, schedule and seed. \
      Print one, change it, and train with 'inkling train --recipe FILE'.

      Examples:
        inkling recipes
        inkling recipes sprint > mine.yaml
        inkling recipes mine.yaml --resolved
      """)

  @Argument(
    help: ArgumentHelp("The recipe: a name, or a YAML file.", valueName: "name or file"),
    completion: .list(LoadedRecipe.names))
  var recipe: String?
  @Flag(help: "Print the recipe with every default written out, as a run saves it.")
  var resolved = false
  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  func validate() throws { try requirePaths(("the recipe", recipe)) }

  func run() throws {
    guard let recipe else { return try printList() }
    let loaded = try LoadedRecipe(recipe)
    if json { return try Output.result(JSONText.encode(loaded.recipe)) }
    let text = resolved ? nil : LoadedRecipe.text(of: recipe)
    let whole = text ?? loaded.recipe.yaml
    // A result ends with a line feed of its own.
    try Output.result(String(whole.hasSuffix("\n") ? whole.dropLast() : whole[...]))
  }

  private func printList() throws(InputError) {
    var recipes: [Recipe] = []
    for name in LoadedRecipe.names { recipes.append(try LoadedRecipe(name).recipe) }
    if json { return try Output.result(JSONText.encode(["recipes": recipes])) }
    var table = TextTable(header: ["recipe", "model", "what for", "epochs"], leftColumns: 3)
    for recipe in recipes {
      table.append([recipe.name, recipe.model?.name ?? "", recipe.description ?? "", "\(recipe.epochs)"])
    }
    try Output.result(table.text)
  }
}
