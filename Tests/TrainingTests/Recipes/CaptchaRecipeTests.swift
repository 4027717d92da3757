import InklingCaptchas
import InklingDatasets
import InklingEngine
import InklingFiles
import Testing

@testable import InklingTraining

/// What a recipe says of pictures that are drawn while they are trained on.
@Suite struct CaptchaRecipeTests {
  private static func loaded(_ settings: [String], of recipe: String = "captcha") throws(InputError) -> LoadedRecipe {
    var given: [RecipeSetting] = []
    for text in settings { given.append(try RecipeSetting(text)) }
    return try LoadedRecipe(recipe, settings: given)
  }

  private static func refusal(_ settings: [String], of recipe: String = "captcha") -> String {
    do throws(InputError) {
      _ = try loaded(settings, of: recipe)
      return "none"
    } catch {
      return error.description
    }
  }

  @Test func whatIsGivenIsReadAndWrittenOut() throws {
    let recipe = try Self.loaded([
      "data.style=wavy", "data.alphabet=digits", "data.length=4-6", "data.images=1000", "data.test_images=0",
      "data.fonts=fonts/mine",
      "data.captcha={rotation: 10, lines: 3}", "data.image=3x50x200",
    ]).recipe
    let captcha = recipe.data.captcha
    #expect(captcha.style == "wavy" && captcha.alphabet == "digits" && captcha.lengths == 4...6)
    #expect(captcha.images == 1000 && captcha.testImages == 0)
    #expect(captcha.fonts == "fonts/mine" && captcha.values == ["rotation": 10, "lines": 3])
    #expect(recipe.data.classes == 11 && recipe.data.image == ImageSize(channels: 3, height: 50, width: 200))
    #expect(try LoadedRecipe(recipe).recipe == recipe)
    for (key, value) in [
      ("style", "wavy"), ("alphabet", "digits"), ("length", "4-6"), ("images", "1000"), ("test_images", "0"),
      ("fonts", "fonts/mine"),
      ("captcha.rotation", "10.0"), ("image", "3x50x200"),
    ] {
      #expect(recipe.node.node(at: "data.\(key)")?.text == value)
    }
    #expect(try captcha.drawnStyle()["rotation"] == 10)
  }

  @Test func theDefaultsAreWrittenOutToo() throws {
    let recipe = try Self.loaded([]).recipe
    #expect(recipe.data.captcha == CaptchaSettings() && recipe.data.image == nil && recipe.data.classes == 37)
    for (key, value) in [
      ("style", "classic"), ("length", "4"), ("images", "50000"), ("test_images", "5000"), ("fonts", "system"),
      ("image", "1x60x160"),
    ] {
      #expect(recipe.node.node(at: "data.\(key)")?.text == value)
    }
    #expect(try LoadedRecipe(recipe).recipe == recipe)
    // Of other data sets nothing is said of captchas.
    #expect(try !LoadedRecipe("classic").recipe.yaml.contains("alphabet"))
  }

  /// So many are drawn and tested on, the same as of a larger number.
  @Test func theTestSetIsAsLargeAsTheRecipeSays() throws {
    var settings = try Self.loaded(["data.test_images=3", "data.images=2"]).recipe.data.captcha
    let three = try settings.dataset().test
    settings.testImages = 0
    #expect(three.count == 3 && settings != CaptchaSettings())
    #expect(try settings.dataset().test.count == 0)
    settings.testImages = 2
    #expect(try settings.dataset().test == three.selecting([0, 1]))
  }

  /// A run is looked at from any folder.
  @Test func aRunKeepsWhereItsFontsAre() {
    let relative = CaptchaSettings(fonts: "fonts/mine").anchored
    #expect(relative.fonts?.hasPrefix("/") == true && relative.fonts?.hasSuffix("/fonts/mine") == true)
    #expect(relative.anchored == relative)
    #expect(CaptchaSettings(fonts: "/fonts").anchored.fonts == "/fonts" && CaptchaSettings().anchored.fonts == nil)
  }

  /// Where titles are the same, what differs is named.
  @Test(arguments: [
    ("data.test_images=3", "data.test_images 5000", "data.test_images 3"),
    ("data.fonts=own", "data.fonts system", "data.fonts own"),
    ("data.captcha={rotation: 10}", "data.captcha as the style has it", "data.captcha rotation 10.0"),
    ("data.image=1x30x80", "data.image 1x60x160", "data.image 1x30x80"),
  ])
  func whatDiffersIsNamed(setting: String, expected: String, found: String) throws {
    let (usual, other) = (try Self.loaded([]).recipe, try Self.loaded([setting]).recipe)
    let difference = try #require(other.data.difference(from: usual.data))
    #expect(difference.expected == expected && difference.found == found)
    #expect(usual.data.difference(from: usual.data) == nil)
  }

  /// Networks of one name are told apart by a layer.
  @Test func networksOfOneNameDifferInALayer() throws {
    func recipe(_ width: Int) throws -> Recipe {
      let yaml =
        "task: read\nmodel: {layers: [{conv: {out: \(width), kernel: 1}}, {conv: {out: classes, kernel: 1}}]}\n"
      let text = yaml + "data: {dataset: captcha}\n"
      return try LoadedRecipe(try YAMLDocument.parse(text, path: "a"), path: "a", settings: []).recipe
    }
    let difference = try #require(try recipe(8).difference(from: recipe(4)))
    #expect(difference == ("model.layers.0.conv.out", "4", "8"), "\(difference)")
  }

  @Test func aLimitSaysItsReason() {
    #expect(Self.refusal(["data.image=1x60x1024"]).contains("sides of at most 512, the largest that a network takes"))
  }

  @Test func digitsAloneAreCharacters() throws {
    #expect(try Self.loaded(["data.alphabet=0123"]).recipe.data.captcha.alphabet == "0123")
  }

  @Test(arguments: [
    ("data.style=wavvy", "data.style is unknown: found wavvy; did you mean wavy?"),
    ("data.alphabet=AAB", "data.alphabet is wrong: a character is in the alphabet twice"),
    ("data.length=0", "data.length should be 1 to 64 characters, such as 4 or 4-6, but is 0"),
    ("data.length=6-4", "data.length should be 1 to 64 characters"),
    ("data.length=4-", "data.length should be 1 to 64 characters"),
    ("data.images=0", "data.images is out of range: expected a whole number from 1 to 1048576, found 0"),
    ("data.test_images=-1", "data.test_images is out of range: expected a whole number from 0 to 1048576, found -1"),
    ("data.captcha={rotatoin: 3}", "data.captcha.rotatoin is not a known key; did you mean rotation?"),
    ("data.captcha={rotation: 200}", "data.captcha.rotation is out of range: expected"),
    (
      "data.captcha={smallest: 0.9, largest: 0.5}",
      "data.captcha is wrong: the style's smallest is greater than its largest"
    ),
    ("data.validation={fold: 1, folds: 3}", "data.validation is a fold, and captcha draws its pictures anew"),
    ("data.split_seed=3", "data.split_seed draws nothing: captcha draws its pictures anew in every epoch"),
    ("data.shift=thick", "data.shift changes the images of a data set, and captcha draws its pictures anew"),
    ("data.skip_corrupt=true", "data.skip_corrupt is for pictures in files, and captcha draws its pictures anew"),
    ("data.classes=[1, 2]", "data.classes leaves out classes, and captcha has texts"),
    ("data.images_per_class=3", "data.images_per_class counts classes, and captcha has texts"),
    ("data.image=2x60x160", "data.image should have 1 or 3 channels, but has 2"),
    ("task=classify", "should be read: captcha has texts, and no classes"),
  ])
  func whatIsWrongIsOneSentence(setting: String, sentence: String) {
    let found = Self.refusal([setting])
    #expect(found.contains(sentence), "found: \(found)")
  }

  /// It was asked for data.validation, beside which it is refused as well.
  @Test func aSeedThatDrawsNothingAsksForNothing() {
    let found = Self.refusal(["data.split_seed=3", "data.validation=none"])
    #expect(found.contains("data.split_seed draws nothing") && !found.contains("needs data.validation"), "\(found)")
  }

  @Test func theKeysBelongToOneDataSet() {
    #expect(
      Self.refusal(["data.style=wavy"], of: "classic")
        .contains("data.style belongs to the data set captcha, and this one is mnist"))
    #expect(
      Self.refusal(["data.captcha={rotation: 3}"], of: "sequence")
        .contains("data.captcha belongs to the data set captcha, and this one is strokes-sequences-large"))
  }

  /// Another data set may take the pictures' place, and says nothing of captchas then.
  @Test func anotherDataSetTakesThePlace() throws {
    let recipe = try Self.loaded(["data.dataset=strokes-sequences", "data.image="]).recipe
    #expect(recipe.task.name == .read && recipe.data.captcha == CaptchaSettings())
  }

  /// Each recipe's network takes its pictures, has a column for every text that may be drawn, and the small one is small.
  @Test(arguments: ["captcha", "captcha-ctc", "captcha-small"])
  func theNetworksFit(name: String) throws {
    let recipe = try LoadedRecipe(name).recipe
    let graph = try #require(recipe.model).graph(input: [1, 60, 160], classes: 37)
    #expect(graph.outputShape.channels == 37 && graph.outputShape.height == 1)
    if recipe.task.head == .positions {
      #expect(graph.outputShape.width == 4)
    } else {
      // Six characters, all the same.
      #expect(graph.outputShape.width >= 11)
    }
    if name == "captcha-small" { #expect(4 * graph.parameterCount < 1_000_000) }
  }
}
