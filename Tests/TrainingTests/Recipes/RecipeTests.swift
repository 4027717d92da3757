import Foundation
import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct RecipeTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: LoadedRecipe.names)
  func builtInRecipesAreWholeAndSurviveSaving(name: String) throws {
    let recipe = try LoadedRecipe(name).recipe
    #expect(recipe.name == name)
    #expect(recipe.description != nil)
    try DurableFile.write(Array(recipe.yaml.utf8), to: folder.file("saved.yaml"))
    #expect(try LoadedRecipe(folder.file("saved.yaml")).recipe == recipe, "\(recipe.yaml)")
    let json = try JSONEncoder().encode(recipe)
    #expect(try JSONDecoder().decode(Recipe.self, from: json) == recipe)
  }

  @Test func everyBuiltInRecipeIsListed() {
    #expect(Set(LoadedRecipe.names) == Set(LoadedRecipe.builtIns.keys))
    #expect(LoadedRecipe.text(of: "classic")?.hasPrefix("name: classic\n") == true)
  }

  @Test func classicIsTheClassicJob() throws {
    var recipe = try Recipe.load("classic")
    recipe.description = nil
    recipe.optimizer.decaysBiasesAndNorms = false
    #expect(recipe == Recipe())
  }

  @Test func sprintIsWhatItIsKnownFor() throws {
    let recipe = try LoadedRecipe("sprint").recipe
    #expect(recipe.model == .sprint)
    #expect(recipe.optimizer.name == .adam)
    #expect(recipe.optimizer.betas.map { [$0.0, $0.1] } == [0.9, 0.99])
    #expect(recipe.loss.labelSmoothing == 0.05)
    #expect(recipe.schedule.name == .oneCycle)
    #expect(recipe.schedule.number("max_lr") == nil && recipe.optimizer.learningRate == 0.01)
    #expect(recipe.schedule.number("pct_start") == 0.1)
    #expect(recipe.schedule.dependsOnLength)
    #expect(recipe.epochs == 1)
    #expect(recipe.batchSize == 64)
  }

  @Test func recordIsAccurateWithOtherSeedsAndModels() throws {
    let models: [ModelSpecification] = [.accurate, .accurate, .accurate, .accurateDeep, .accurate5x5]
    let members = try LoadedRecipe("record").members().map(\.recipe)
    #expect(members.map(\.model) == models)
    for (seed, var member) in members.enumerated() {
      let accurate = try LoadedRecipe("accurate", settings: [RecipeSetting("seed=\(seed)")]).recipe
      (member.name, member.description, member.model) = (accurate.name, accurate.description, accurate.model)
      #expect(member == accurate)
    }
  }

  @Test func membersMayHaveModelsOfTheirOwn() throws {
    let text = """
      model: tiny
      ensemble:
        members: 3
        models:
          - lenet
          - layers: [flatten, linear: classes]
          - linear.yaml
      """
    try DurableFile.write(Array("layers: [flatten, relu, linear: classes]\n".utf8), to: folder.file("linear.yaml"))
    try DurableFile.write(Array(text.utf8), to: folder.file("three.yaml"))
    let recipe = try LoadedRecipe(folder.file("three.yaml"))
    let members = try recipe.members().map(\.recipe)
    #expect(members.map(\.model) == recipe.recipe.ensemble?.models)
    #expect(members.map(\.model?.layers.count) == [ModelSpecification.lenet.layers.count, 2, 3])
    #expect(members.map(\.seed) == [0, 1, 2])
    // What a run saves is read back as the same.
    try DurableFile.write(Array(recipe.recipe.yaml.utf8), to: folder.file("again.yaml"))
    #expect(
      try LoadedRecipe(folder.file("again.yaml")).recipe.ensemble?.models.map(\.layers)
        == members.map { $0.model!.layers })
  }

  @Test func aMemberThatDoesNotFitTheRestIsRefused() throws {
    let text = "model: lenet\nbatch_size: 1\nensemble:\n  members: 2\n  models: [lenet, tiny]\n"
    try DurableFile.write(Array(text.utf8), to: folder.file("two.yaml"))
    let recipe = try LoadedRecipe(folder.file("two.yaml"))
    let error = inputError { () throws(InputError) in _ = try recipe.members() }
    #expect(error?.description.contains("line 2: batch_size is too small for batch normalisation") == true)
  }

  @Test func anEnsembleHasItsMembers() throws {
    let recipe = try LoadedRecipe(
      "record",
      settings: [
        RecipeSetting("ensemble.seeds=[7, 9, 8]"), RecipeSetting("ensemble.members="),
        RecipeSetting("ensemble.models="),
      ])
    let members = try recipe.members().map(\.recipe)
    #expect(members.map(\.seed) == [7, 9, 8])
    #expect(members.allSatisfy { $0.ensemble == nil })
    #expect(try LoadedRecipe("classic").members().map(\.recipe) == [LoadedRecipe("classic").recipe])
  }

  @Test func settingsTakeTheFilesPlace() throws {
    let recipe = try LoadedRecipe(
      "classic",
      settings: [
        RecipeSetting("epochs=3"), RecipeSetting("optimizer={name: adam, betas: [0.8, 0.9]}"),
        RecipeSetting("optimizer.learning_rate=1e-2"), RecipeSetting("schedule=cosine"),
        RecipeSetting("schedule.warm_up.epochs=1"), RecipeSetting("epochs=4"), RecipeSetting("description="),
      ]
    ).recipe
    #expect(recipe.epochs == 4)
    #expect(recipe.optimizer.name == .adam)
    #expect(recipe.optimizer.betas.map { [$0.0, $0.1] } == [0.8, 0.9])
    #expect(recipe.optimizer.learningRate == 0.01)
    #expect(recipe.schedule.warmUp == .init(interval: .epoch, length: 1, startFactor: 0.01))
    #expect(recipe.description == nil)
  }

  /// What one person gives at once: whole sections first, whatever the order, so that none of it is lost.
  @Test func settingsThatFitTogetherAreAllFollowed() throws {
    let given = try ["optimizer.learning_rate=0.5", "optimizer=adam", "seed=3", "seed=3", "schedule.warm_up.epochs=1"]
      .map { try RecipeSetting($0) }
    let recipe = try LoadedRecipe("classic", settings: RecipeSetting.together(given)).recipe
    #expect(recipe.optimizer.name == .adam && recipe.optimizer.learningRate == 0.5 && recipe.seed == 3)
    #expect(recipe.schedule.warmUp?.length == 1)
  }

  @Test(arguments: ["epochs", "=3", "a..b=1", "a b=1", ".a=1"])
  func settingsOfAnotherFormAreUsageErrors(text: String) {
    #expect(inputError { () throws(InputError) in _ = try RecipeSetting(text) }?.kind == .usage)
  }

  @Test func everythingCanBeSaidInAFile() throws {
    let text = """
      name: all
      model:
        name: small
        layers: [{conv: {out: 4, kernel: 3}}, relu, flatten, {linear: classes}]
      data: {dataset: kmnist, validation: 0.1, shuffle: false}
      augmentation:
        - random_affine: {degrees: 10, translate: [0.1, 0.2]}
        - random_erasing
      loss: {label_smoothing: 0.1, class_weights: [1, 1, 1, 1, 1, 1, 1, 1, 1, 2]}
      optimizer: {name: sgd, learning_rate: 0.1, momentum: 0.9, nesterov: true, weight_decay: 0.0005}
      parameter_groups:
        - {match: "conv*", learning_rate_scale: 0.1, weight_decay: 0}
      schedule: {name: multi_step, milestones: [2, 4], gamma: 0.5, warm_up: {steps: 100, start_factor: 0.1}}
      epochs: 5
      batch_size: 32
      seed: 18446744073709551615
      clipping: {norm: 1}
      accumulation: 2
      averaging: {name: swa, from_epoch: 3}
      selection: {monitor: validation_loss, patience: 3, min_delta: 0.001, restore_best: false}
      fine_tuning:
        from: runs/a
        replace_head: true
        freeze: ["conv*"]
        unfreeze_at: [{epoch: 2, patterns: conv1}]
      ensemble: {members: 3}
      evaluation: {views: shifts}

      """
    try DurableFile.write(Array(text.utf8), to: folder.file("all.yaml"))
    let loaded = try LoadedRecipe(folder.file("all.yaml"))
    let recipe = loaded.recipe
    #expect(recipe.data == DataRecipe(dataset: "kmnist", validation: .share(0.1), shuffle: false))
    #expect(recipe.parameterGroups.first?.weightDecay == 0)
    #expect(recipe.schedule.milestones == [2, 4])
    #expect(recipe.clipping == .norm(1))
    #expect(recipe.averaging == .swa(fromEpoch: 3))
    #expect(recipe.selection?.patience == 3)
    #expect(recipe.fineTuning?.unfreezing == [.init(epoch: 2, patterns: [NamePattern("conv1")])])
    #expect(recipe.ensemble == EnsembleRecipe(seeds: [.max, 0, 1]))
    #expect(recipe.evaluation == EvaluationRecipe(views: [.shifts]))
    #expect(recipe.steps(trainingCount: 100) == 5 * 2)
    try loaded.requireFit(trainingCount: 10_000, input: [1, 28, 28], classes: 10)
    try DurableFile.write(Array(recipe.yaml.utf8), to: folder.file("again.yaml"))
    #expect(try LoadedRecipe(folder.file("again.yaml")).recipe == recipe)
  }

  /// A file first, then the folder of a run; what is neither there keeps its name, for the folder of runs.
  @Test func weightsAreFoundBesideTheRecipe() throws {
    func from(_ source: String) throws -> String? {
      let text = "model: lenet\nfine_tuning: {from: \(source)}\n"
      try DurableFile.write(Array(text.utf8), to: folder.file("tuned.yaml"))
      return try Recipe.load(folder.file("tuned.yaml")).fineTuning?.from
    }
    #expect(try from("start.safetensors") == "start.safetensors")
    try DurableFile.write([1], to: folder.file("start.safetensors"))
    let found = folder.path + "/start.safetensors"
    #expect(try from("start.safetensors") == found)
    #expect(try from(found) == found)
    try RunPath.makeFolders(folder.file("base"))
    #expect(try from("base") == "base")
    try RunFolder.create(in: folder.path, configuration: RunConfiguration(Recipe(), name: "run")).unlock()
    #expect(try from("run") == folder.path + "/run")
    // What the command line says is meant from here.
    let setting = try RecipeSetting("fine_tuning.from=start.safetensors")
    #expect(
      try LoadedRecipe(folder.file("tuned.yaml"), settings: [setting]).recipe.fineTuning?.from == "start.safetensors")
    // A saved recipe, moved elsewhere with its weights.
    let saved = try Recipe.load(folder.file("tuned.yaml"))
    try DurableFile.write(Array(saved.yaml.utf8), to: folder.file("saved.yaml"))
    #expect(try Recipe.load(folder.file("saved.yaml")).fineTuning?.from == folder.path + "/run")
  }

  /// With a slash in the name or without; what the program knows by name stays a name.
  @Test func dataAndFontsAreFoundBesideTheRecipe() throws {
    func data(_ text: String) throws -> DataRecipe {
      let yaml = "task: read\nmodel: {layers: [{conv: {out: classes, kernel: 1}}]}\ndata: {\(text)}\n"
      try DurableFile.write(Array(yaml.utf8), to: folder.file("texts.yaml"))
      return try Recipe.load(folder.file("texts.yaml")).data
    }
    #expect(try data("dataset: captcha, fonts: fonts").captcha.fonts == "fonts")
    for name in ["fonts", "system", "plates", "captcha"] { try RunPath.makeFolders(folder.file(name)) }
    for text in ["fonts", "./fonts"] {
      let fonts = try #require(try data("dataset: captcha, fonts: \(text)").captcha.fonts)
      #expect(fonts.hasPrefix(folder.path + "/") && fonts.hasSuffix("/fonts"))
    }
    #expect(try data("dataset: captcha, fonts: system").captcha.fonts == nil)
    #expect(try data("dataset: captcha").dataset == "captcha")
    #expect(try data("dataset: plates").dataset == folder.path + "/plates")
  }

  @Test func aModelsFileIsFoundBesideTheRecipe() throws {
    let model = "layers: [flatten, {linear: classes}]\n"
    try DurableFile.write(Array(model.utf8), to: folder.file("linear.yaml"))
    try DurableFile.write(Array("model: linear.yaml\n".utf8), to: folder.file("r.yaml"))
    let recipe = try LoadedRecipe(folder.file("r.yaml")).recipe
    #expect(recipe.model?.layers == [.flatten, .linear(.classes)])
    #expect(try ModelSpecification.load(folder.file("linear.yaml")).name == "linear")
    #expect(recipe.name == "r")
  }

  /// What a run's own recipe starts from lay where the run was started, and not among its results.
  @Test func aRunsOwnRecipeNamesWhatItStartedFrom() throws {
    let folder = try TemporaryFolder()
    let text = "fine_tuning: {from: model.safetensors}\nmodel: lenet\n"
    for (place, file) in [("run", "configuration.json"), ("plain", "notes.txt")] {
      try FileManager.default.createDirectory(atPath: folder.file(place), withIntermediateDirectories: true)
      try DurableFile.write(Array(text.utf8), to: folder.file(place + "/recipe.yaml"))
      for name in [file, "model.safetensors"] {
        try DurableFile.write([123, 125], to: folder.file("\(place)/\(name)"))
      }
    }
    func start(_ place: String) throws -> String? {
      try LoadedRecipe(folder.file(place + "/recipe.yaml")).recipe.fineTuning?.from
    }
    #expect(try start("run") == "model.safetensors")
    #expect(try start("plain") == folder.file("plain/model.safetensors"))
  }

  /// Other layers are another network than the one whose name stood there.
  @Test func layersThatAreSetHaveNoBuiltInName() throws {
    let layers = "model.layers=[flatten, {linear: 20}, relu, {linear: classes}]"
    for recipe in ["classic", "sprint"] {
      let model = try LoadedRecipe(recipe, settings: [RecipeSetting(layers)]).recipe.model
      #expect(model?.name == "custom" && model?.isBuiltIn == false)
    }
  }
}
