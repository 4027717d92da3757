import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// What a recipe says without any effect is refused when a person gives it, and followed when a run has saved it.
@Suite struct RecipeEffectTests {
  private func loaded(_ text: String, isGiven: Bool = true) throws(InputError) -> LoadedRecipe {
    try LoadedRecipe(try YAMLDocument.parse(text, path: "r.yaml"), path: "r.yaml", settings: [], isGiven: isGiven)
  }

  /// What is wrong with a recipe, by itself or with the images of a data set.
  private func fault(_ text: String, isGiven: Bool = true) -> InputError? {
    inputError { () throws(InputError) in
      try loaded(text, isGiven: isGiven).requireFit(trainingCount: 100, input: [1, 28, 28], classes: 10)
    }
  }

  private static let start = "batch_size: 10\nmodel: tiny\n"

  static let idle: [(text: String, sentence: String)] = [
    (
      "epochs: 2\nschedule: {name: cosine, warm_up: {epochs: 2}}",
      "schedule.warm_up.epochs takes the whole run and leaves nothing to the schedule cosine: found 2 of 2 epochs"
    ),
    (
      "epochs: 2\nschedule: {name: exponential, gamma: 0.5, warm_up: {epochs: 2}}",
      "schedule.warm_up.epochs takes the whole run and leaves nothing to the schedule exponential"
    ),
    (
      "epochs: 2\nschedule: {name: step, step_size: 1, warm_up: {epochs: 2}}",
      "schedule.warm_up.epochs takes the whole run and leaves nothing to the schedule step"
    ),
    (
      "epochs: 2\nschedule: {name: linear, warm_up: {steps: 20}}",
      "schedule.warm_up.steps takes the whole run and leaves nothing to the schedule linear: found 20 of 20 steps"
    ),
    (
      "schedule: {name: one_cycle, cycle_momentum: false, base_momentum: 0.5}",
      "schedule.base_momentum changes nothing where schedule.cycle_momentum is false: found 0.5"
    ),
    (
      "schedule: {name: one_cycle, cycle_momentum: false, max_momentum: 0.9}",
      "schedule.max_momentum changes nothing where schedule.cycle_momentum is false: found 0.9"
    ),
    (
      "optimizer: {momentum: 0.9, learning_rate: 0.01}\nschedule: {name: one_cycle, max_lr: 0.05}",
      "optimizer.learning_rate changes nothing beside schedule.max_lr, to which one_cycle rises: expected none, or 0.05"
    ),
    (
      "optimizer: {learning_rate: 0.01}\nschedule: {name: reduce_on_plateau, min_lr: 0.5}",
      "schedule.min_lr is not below the learning rate, which would never fall: expected less than 0.01, found 0.5"
    ),
    (
      "fine_tuning: {freeze: conv1, unfreeze_at: [{epoch: 1, patterns: conv1}]}",
      "fine_tuning.unfreeze_at.0.epoch undoes the freezing before anything is trained: expected 2 or more, found 1"
    ),
    (
      "fine_tuning: {freeze: conv1, unfreeze_at: [{epoch: 2, patterns: conv2}]}",
      "fine_tuning.unfreeze_at.0.patterns names nothing that is frozen until epoch 2: found conv2"
    ),
    (
      "fine_tuning:\n  freeze: conv1\n  unfreeze_at: [{epoch: 2, patterns: conv1}, {epoch: 3, patterns: conv1}]",
      "fine_tuning.unfreeze_at.1.patterns names nothing that is frozen until epoch 3: found conv1"
    ),
    (
      "parameter_groups: [{match: 'conv*'}, {match: conv1}]",
      "parameter_groups.1.match matches nothing that an earlier group does not: found conv1, behind conv*"
    ),
    (
      "parameter_groups: [{match: conv1}]\nfine_tuning: {freeze: conv1}",
      "parameter_groups.0.match matches frozen parameters alone, which never learn: found conv1"
    ),
    (
      "parameter_groups: [{match: '*', learning_rate_scale: 0}]",
      "parameter_groups leave nothing to learn: a learning_rate_scale of 0 holds all that is not frozen"
    ),
    (
      "parameter_groups: [{match: 'conv*'}, {match: '*', learning_rate_scale: 0}]\nfine_tuning: {freeze: 'conv*'}",
      "parameter_groups leave nothing to learn"
    ),
    (
      "fine_tuning: {from: a, replace_head: true, freeze: ['conv*', 'fc*']}",
      "fine_tuning.freeze freezes the head that fine_tuning.replace_head starts anew, which would stay random: found "
        + "fc1.weight, fc1.bias"
    ),
    (
      "parameter_groups: [{match: '*.running_mean'}]",
      "parameter_groups.0.match matches no parameter that the optimiser changes: found *.running_mean"
    ),
  ]

  /// Each was accepted, and trained as if it were not there.
  @Test(arguments: idle) func whatChangesNothingIsRefused(text: String, sentence: String) {
    let error = fault(Self.start + text)
    #expect(error?.kind == .malformed)
    #expect(error?.description.contains(sentence) == true, "\(String(describing: error))")
    // A run that an older release has started goes on.
    #expect(text.contains("name: step") || fault(Self.start + text, isGiven: false) == nil)
  }

  @Test(arguments: [
    "epochs: 2\nschedule: {name: constant, warm_up: {epochs: 2}}", "epochs: 2\nschedule: {warm_up: {steps: 20}}",
    "epochs: 2\nschedule: {name: cosine, warm_up: {epochs: 1}}",
    "epochs: 2\nschedule: {name: cosine, warm_up: {steps: 19}}",
    "epochs: 2\nschedule: {name: reduce_on_plateau, warm_up: {epochs: 2}}",
    // A saved recipe has every default.
    "schedule: {name: one_cycle, cycle_momentum: false, base_momentum: 0.85, max_momentum: 0.95}",
    "fine_tuning: {freeze: 'conv*', unfreeze_at: [{epoch: 2, patterns: conv1}, {epoch: 3, patterns: 'conv*'}]}",
    "parameter_groups: [{match: conv1}, {match: 'conv*'}]",
    "parameter_groups: [{match: 'conv*', learning_rate_scale: 0}]",
    "fine_tuning: {from: a, replace_head: true, freeze: 'conv*'}",
    "epochs: 3\nfine_tuning: {from: a, replace_head: true, freeze: 'fc*', unfreeze_at: [{epoch: 3, patterns: 'fc*'}]}",
    "epochs: 3\nparameter_groups: [{match: conv1}]\n"
      + "fine_tuning: {freeze: conv1, unfreeze_at: [{epoch: 3, patterns: conv1}]}",
  ])
  func whatHasAnEffectIsFollowed(text: String) {
    #expect(fault(Self.start + text) == nil, "\(String(describing: fault(Self.start + text)))")
  }

  private func refusal(_ recipe: String, _ settings: String...) throws -> InputError? {
    var given: [RecipeSetting] = []
    for text in settings { given.append(try RecipeSetting(text)) }
    return inputError { () throws(InputError) in
      let loaded = try LoadedRecipe(recipe, settings: RecipeSetting.together(given))
      for setting in given { try loaded.requireEffect(of: setting) }
    }
  }

  /// The rate was taken from `max_lr`, whatever was given.
  @Test func aRateBesideThePeakIsRefused() throws {
    let error = try refusal(
      "classic", "schedule={name: one_cycle, max_lr: 0.1}", "optimizer.learning_rate=0.2")
    #expect(error?.kind == .usage && error?.what == "--set optimizer.learning_rate=0.2 changes nothing")
    #expect(error?.remedy == "set schedule.max_lr, or take it away with --set schedule.max_lr=")
    let section = try refusal(
      "classic", "schedule={name: one_cycle, max_lr: 0.1}", "optimizer={learning_rate: 0.2, momentum: 0.9}")
    #expect(section?.what.hasPrefix("optimizer.learning_rate of --set optimizer={") == true, "\(section as Any)")
    #expect(try refusal("classic", "schedule=one_cycle", "optimizer.learning_rate=0.2") == nil)
  }

  /// Every built-in recipe follows the rate that is given: those of `one_cycle` had a peak of their own.
  @Test(arguments: LoadedRecipe.names) func aRecipeFollowsTheRate(name: String) throws {
    #expect(try refusal(name, "optimizer.learning_rate=0.002") == nil)
    let recipe = try LoadedRecipe(name, settings: [RecipeSetting("optimizer.learning_rate=0.002")]).recipe
    let schedule = recipe.schedule.make(steps: 1000, stepsPerEpoch: 100, learningRate: recipe.optimizer.learningRate)
    let rates = (0..<1000).map { schedule?.learningRate($0, base: recipe.optimizer.learningRate) ?? 0.002 }
    #expect(abs((rates.max() ?? 0) / 0.002 - 1) < 1e-6)
  }

  /// Runs that have the peak written out are those of now.
  @Test func aPeakThatIsTheRateIsNoDifference() throws {
    let now = try LoadedRecipe("sprint").recipe
    var before = now
    before.schedule.values["max_lr"] = .number(0.01)
    #expect(now.difference(from: before) == nil && before.difference(from: now) == nil)
    before.schedule.values["max_lr"] = .number(0.02)
    #expect(now.difference(from: before)?.key == "schedule.max_lr")
  }

  @Test func viewsOfNoTestSetAreRefused() throws {
    let images = LabeledImages(
      images: [UInt8](repeating: 1, count: 12), labels: [0, 1, 2], channels: 1, height: 2, width: 2,
      classNames: ["a", "b", "c"])
    let text = "batch_size: 3\nmodel: {layers: [flatten, {linear: classes}]}\nevaluation: {views: [shifts]}"
    func fault(test: LabeledImages) -> InputError? {
      inputError { () throws(InputError) in
        let data = Dataset(name: "x", train: images, test: test, notes: [], source: "")
        try loaded(text).requireFit(data, input: [1, 2, 2])
      }
    }
    #expect(fault(test: images) == nil)
    let none = LabeledImages(
      images: [UInt8](), labels: [Int32](), channels: 1, height: 2, width: 2, classNames: ["a", "b", "c"])
    #expect(
      fault(test: none)?.description.contains("evaluation.views changes nothing: they are of the test set") == true)
  }

  @Test func aMomentumThatIsCycledIsRefused() throws {
    let error = try refusal("classic", "schedule=one_cycle", "optimizer.momentum=0.5")
    #expect(error?.kind == .usage && error?.what == "--set optimizer.momentum=0.5 changes nothing")
    #expect(error?.remedy == "set these, or schedule.cycle_momentum=false")
    let betas = try refusal("tiny", "optimizer.betas=[0.5, 0.99]")
    #expect(betas?.what == "the first of optimizer.betas of --set optimizer.betas=[0.5, 0.99] changes nothing")
    // The second has an effect, and one that is not cycled; and so has a momentum without which there were none.
    #expect(try refusal("tiny", "optimizer.betas=[0.9, 0.99]") == nil)
    let part = try refusal("sprint", "optimizer.betas.0=0.5")
    #expect(part?.description.contains("changes nothing: expected schedule.base_momentum") == true)
    #expect(try refusal("sprint", "optimizer.betas.1=0.95") == nil)
    #expect(
      try refusal("classic", "schedule={name: one_cycle, cycle_momentum: false}", "optimizer.momentum=0.5") == nil)
    #expect(try refusal("classic", "schedule=one_cycle", "optimizer={name: sgd, momentum: 0.5}") == nil)
    #expect(try refusal("classic", "optimizer.momentum=0.5") == nil)
  }

  /// `none` is nothing for every key that the table says is nothing by default.
  @Test(arguments: [
    "averaging", "averaging.name", "clipping", "clipping.norm", "schedule.warm_up", "schedule.warm_up.epochs",
    "selection.patience", "loss.class_weights", "fine_tuning.freeze", "fine_tuning.from", "fine_tuning.unfreeze_at",
    "parameter_groups", "ensemble", "evaluation", "evaluation.views", "augmentation", "data.validation", "data.shift",
    "data.captcha", "description",
  ])
  func noneIsNothing(key: String) throws {
    let none = try LoadedRecipe("classic", settings: [RecipeSetting("\(key)=none")]).recipe
    let taken = try LoadedRecipe("classic", settings: [RecipeSetting("\(key)=")]).recipe
    #expect(none == taken)
  }

  @Test func noneTakesAwayWhatAFileHas() throws {
    let text = "averaging: {name: ema}\nclipping: none\nselection: {patience: none}\ndata: {validation: 9}\n"
    let node = try YAMLDocument.parse(text, path: "r.yaml")
    let recipe = try LoadedRecipe(node, path: "r.yaml", settings: [try RecipeSetting("averaging=none")]).recipe
    #expect(recipe.averaging == nil && recipe.clipping == nil && recipe.selection?.patience == nil)
    // Where something else is the default it is no word.
    let error = inputError { () throws(InputError) in _ = try loaded("optimizer: none") }
    #expect(error?.description.contains("optimizer.name is unknown: found none") == true)
  }

  @Test func aDataSetsNameIsWrittenInAnyCase() throws {
    let recipe = try LoadedRecipe("classic", settings: [RecipeSetting("data.dataset=Fashion-MNIST")]).recipe
    #expect(recipe.data.dataset == "fashion-mnist")
    // A program's own data set is called what the program calls it.
    var own = Recipe()
    own.data.dataset = "MNIST"
    #expect(try LoadedRecipe(own).recipe.data.dataset == "MNIST")
  }

  /// A wrong option is a wrong request, and a file with the same value is wrong data.
  @Test func anOptionThatIsWrongIsNoWrongFile() throws {
    func kind(_ settings: String..., text: String = "epochs: 3") throws -> InputError.Kind? {
      let node = try YAMLDocument.parse(text, path: "r.yaml")
      var given: [RecipeSetting] = []
      for setting in settings { given.append(try RecipeSetting(setting)) }
      return inputError { () throws(InputError) in _ = try LoadedRecipe(node, path: "r.yaml", settings: given) }?.kind
    }
    #expect(try kind("epochs=0") == .usage && kind(text: "epochs: 0") == .malformed)
    #expect(try kind("data.dataset=nosuch") == .usage && kind("model=nosuch") == .usage)
    #expect(try kind("model=nosuch.yaml") == .missing && kind(text: "model: nosuch.yaml") == .malformed)
    #expect(try kind("model=nosuch.yaml", "seed=x") == .usage)
    #expect(try kind("batch_size=0", text: "epochs: 0") == .malformed)
    let broken = inputError { () throws(InputError) in _ = try RecipeSetting("epochs=[") }
    #expect(broken?.kind == .usage)
  }

  /// The numbers of the weights are not somebody's: what is wrong is what the run starts from.
  @Test func weightsOfOtherChannelsAreNamed() throws {
    var weights = StartingWeights(tensors: [], path: "w", replacesHead: false)
    weights.origin.normalization = .numbers(mean: [0.1, 0.2, 0.3], deviation: [1, 1, 1])
    let recipe = try loaded("fine_tuning: {from: w}\nmodel: lenet").adoptingNormalization(of: weights)
    let error = inputError { () throws(InputError) in
      try recipe.requireFit(trainingCount: 100, input: [1, 28, 28], classes: 10)
    }
    #expect(
      error?.description.contains(
        "fine_tuning.from names weights for images of another number of channels: expected 1, as the data set's have, found 3"
      ) == true, "\(String(describing: error))")
    #expect(error?.description.contains("data.normalization") == false)
  }
}
