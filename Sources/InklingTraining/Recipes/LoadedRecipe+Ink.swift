package import InklingDatasets
package import InklingFiles

extension LoadedRecipe {
  /// The same recipe for images that are drawn the other way round than those that the weights were trained on, of which a
  /// person has said how they are: with `data.shift: inverted`, so that the run knows it.
  ///
  /// - Parameters:
  ///   - weights: what the recipe starts from; nil for its seed.
  ///   - images: the training images, with the recipe's own shift.
  /// - Returns: the recipe, and what a person should know; nil where nothing changes.
  /// - Throws: `InputError` of kind `.usage` for images that are not inverted: drawn ones, and those that the recipe shifts.
  package func adoptingInk(
    of weights: StartingWeights?, for images: LabeledImages
  ) throws(InputError) -> (recipe: LoadedRecipe, note: String)? {
    guard let weights, let ink = weights.saidInk, images.isInverse(of: ink) else { return nil }
    guard recipe.data.variation.shift == nil, !recipe.data.isGenerated else {
      throw InputError(
        .usage, "the images are drawn the other way round than those that the weights were trained on",
        path: weights.path, expected: ink.rawValue,
        found: recipe.data.variation.shift.map { "data.shift \($0.rawValue)" },
        remedy: "invert the images, or start from weights of such ones")
    }
    let node = node.setting("data.shift", to: .text(ImageShift.inverted.rawValue))
    return (
      try replacingDocument(node),
      "\(ink.inversionNote("those that the weights in \(weights.path) were trained on")) (data.shift)"
    )
  }
}
