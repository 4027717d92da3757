extension LoadedRecipe {
  /// The YAML texts of the recipes that come with the program, by name.
  static let builtIns = [
    "classic": classicRecipe, "sprint": sprintRecipe, "accurate": accurateRecipe, "record": recordRecipe,
    "tiny": tinyRecipe, "fashion": fashionRecipe, "strokes": strokesRecipe,
    "sequence": sequenceRecipe, "captcha": captchaRecipe, "captcha-ctc": captchaCTCRecipe,
    "captcha-small": captchaSmallRecipe,
  ]

  /// The names of the recipes that come with the program, the simplest first.
  public static let names = [
    "classic", "sprint", "accurate", "record", "tiny", "fashion", "strokes", "sequence", "captcha", "captcha-ctc",
    "captcha-small",
  ]

  /// The file of a recipe that comes with the program, as it was written; nil for another name.
  public static func text(of name: String) -> String? { builtIns[name] }
}
