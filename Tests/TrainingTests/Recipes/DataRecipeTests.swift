import InklingDatasets
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// The keys of `data` that make another data set.
@Suite struct DataRecipeTests {
  private func recipe(_ settings: String...) throws -> Recipe {
    try LoadedRecipe("classic", settings: settings.map { try RecipeSetting($0) }).recipe
  }

  @Test func theVariationIsReadAndWritten() throws {
    let read = try recipe("data.classes=[5, 6, 9]", "data.images_per_class=50", "data.shift=rotated")
    #expect(read.data.variation == DatasetVariation(classes: [5, 6, 9], imagesPerClass: 50, shift: .rotated))
    #expect(read.data.classes == 3)
    let folder = try TemporaryFolder()
    try DurableFile.write(Array(read.yaml.utf8), to: folder.file("again.yaml"))
    #expect(try LoadedRecipe(folder.file("again.yaml")).recipe == read)
  }

  @Test func withoutTheKeysTheDataSetIsWhole() throws {
    let plain = try recipe()
    #expect(plain.data.variation.isIdentity && plain.data.classes == 10)
    #expect(try recipe("data.classes=all", "data.images_per_class=all", "data.shift=none") == plain)
    #expect(plain.yaml.contains("  classes: all\n  images_per_class: all\n  shift: none\n"))
  }

  static let faults: [(setting: String, sentence: String)] = [
    ("data.classes=[3]", "data.classes should be at least two labels, but are 1"),
    ("data.classes=[]", "data.classes should be at least two labels, but are 0"),
    ("data.classes=[3, 4, 3]", "data.classes should name each label once, but are 3, 4, 3"),
    (
      "data.classes=[3, 10]",
      "data.classes is out of range: expected a list, each a whole number from 0 to 9, found [3, 10]"
    ),
    ("data.classes=[-1, 2]", "data.classes is out of range"), ("data.classes=3", "data.classes is of the wrong type"),
    ("data.classes=[a, b]", "data.classes is of the wrong type"), ("data.images_per_class=0", "is out of range"),
    ("data.images_per_class=some", "data.images_per_class is of the wrong type"),
    ("data.shift=rotate", "data.shift is unknown: found rotate; did you mean rotated?"),
    ("data.clases=[1, 2]", "data.clases is not a known key; did you mean classes?"),
  ]

  @Test(arguments: faults) func otherValuesAreRefused(setting: String, sentence: String) throws {
    let setting = try RecipeSetting(setting)
    let error = inputError { () throws(InputError) in _ = try LoadedRecipe("classic", settings: [setting]) }
    #expect(error?.kind == .usage)
    #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "no error")")
  }

  /// Labels are those of the data set that the recipe names.
  @Test func lettersHaveMoreLabels() throws {
    #expect(try recipe("data.dataset=emnist-letters", "data.classes=[3, 25]").data.variation.classes == [3, 25])
  }

  /// One's own classes may be numbers that do not count from 0. A run of a release that knew places alone keeps them.
  @Test func ownClassesAreLabelsAndOlderRunsHavePlaces() throws {
    func saved(_ keys: String) throws -> DatasetVariation {
      let node = try YAMLDocument.parse("data: {dataset: ./own, \(keys)}", path: "a run")
      return try JSONText.decode(Recipe.self, from: Array(try JSONText.encode(node).utf8), path: "a run").data.variation
    }
    let folder = try TemporaryFolder()
    func given(_ keys: String) throws -> Recipe {
      let text = "model: lenet\ndata: {dataset: \(folder.path), \(keys)}"
      try DurableFile.write(Array(text.utf8), to: folder.file("own.yaml"))
      return try LoadedRecipe(folder.file("own.yaml")).recipe
    }
    let labels = DatasetVariation(classes: [1, 3])
    var places = labels
    places.countsClasses = true
    #expect(try saved("classes: [1, 3]") == places)
    #expect(try saved("classes: [1, 3], classes_by: label") == labels)
    #expect(try given("classes: [1, 3]").data.variation == labels)
    #expect(try given("classes: [1, 3], classes_by: place").data.variation == places)
    for keys in ["classes: [1, 3]", "classes: [1, 3], classes_by: place"] {
      let recipe = try given(keys)
      let text = try JSONText.encode(recipe)
      #expect(try JSONText.decode(Recipe.self, from: Array(text.utf8), path: "a run") == recipe)
    }
    let idle = inputError { () throws(InputError) in
      _ = try LoadedRecipe("classic", settings: [try RecipeSetting("data.classes_by=place")])
    }
    #expect(idle?.description.contains("data.classes_by changes nothing where data.classes is all") == true)
    // The two are one where labels count from 0.
    #expect(
      try recipe("data.classes=[5, 6]", "data.classes_by=place").data.variation == DatasetVariation(classes: [5, 6]))
  }

  @Test func headAndWeightsAreHeldAgainstTheKeptClasses() throws {
    _ = try recipe("data.classes=[0, 1]", "loss.class_weights=[1, 2]")
    let two = try [RecipeSetting("data.classes=[0, 1]"), RecipeSetting("loss.class_weights=[1, 1, 1]")]
    let weights = inputError { () throws(InputError) in _ = try LoadedRecipe("classic", settings: two) }
    #expect(weights?.description.contains("should be one for each of 2 classes, but are 3") == true)
    let head = try [
      RecipeSetting("data.classes=[0, 1]"), RecipeSetting("data.shift=thick"),
      RecipeSetting("model={layers: [flatten, {linear: 10}]}"),
    ]
    let outputs = inputError { () throws(InputError) in _ = try LoadedRecipe("classic", settings: head) }
    #expect(
      outputs?.description.contains("mnist (classes 0, 1; thick), which has fewer classes than the head has") == true,
      "\(outputs?.description ?? "no error")")
  }

  @Test func aRunIsResumedOnTheSameImagesAlone() throws {
    let saved = RunConfiguration(try recipe("data.shift=thick"), threads: 1)
    var given = saved
    given.recipe.data.variation.shift = .rotated
    let error = inputError { () throws(InputError) in try given.requireResumable(from: saved, path: "run") }
    #expect(error?.expected == #"data.shift the text "thick""# && error?.found == #"data.shift the text "rotated""#)
  }
}
