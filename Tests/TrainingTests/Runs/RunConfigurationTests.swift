import InklingDatasets
import InklingEngine
import InklingFiles
import Testing

@testable import InklingTraining

@Suite struct RunConfigurationTests {
  @Test func jsonIsTheRecipeAndWhatStandsBesideIt() throws {
    let json = try JSONText.encode(RunConfiguration(Recipe(), threads: 2), pretty: false)
    #expect(json == #"{"recipe":\#(try JSONText.encode(Recipe(), pretty: false)),"threads":2,"version":2}"#)
  }

  @Test func jsonKeepsEveryField() throws {
    var recipe = Recipe(model: nil, data: DataRecipe(dataset: "of my own"))
    recipe.optimizer.learningRate = 0.1 + 0.2
    recipe.seed = .max
    let configuration = RunConfiguration(
      recipe, network: "other", threads: 9, checkpointEvery: 100, name: "a-run", tensorBoard: true)
    let json = try JSONText.encode(configuration, pretty: true)
    #expect(
      try JSONText.decode(RunConfiguration.self, from: Array(json.utf8), path: "configuration.json")
        == configuration)
  }

  @Test(arguments: [
    ("{}", "no key \"dataset\""), ("[1]", "another type than expected for the whole"), ("{\"version\": 2", "no valid"),
    ("", "no valid JSON"), (#"{"version": 2, "recipe": {}}"#, "no key \"threads\""),
    (#"{"version": 2, "threads": 1, "recipe": {"epohcs": 1}}"#, "an impossible value for \"recipe\": epohcs is not"),
    (#"{"version": 2, "threads": 1, "recipe": {"epochs": 0}}"#, "an impossible value for \"recipe\": epochs is out"),
  ])
  func brokenJSONIsNamed(_ text: String, _ found: String) throws {
    let error = inputError { () throws(InputError) in
      _ = try JSONText.decode(RunConfiguration.self, from: Array(text.utf8), path: "configuration.json")
    }
    #expect(error?.kind == .malformed)
    #expect(error?.path == "configuration.json")
    #expect(error?.found?.hasPrefix(found) == true, "\(String(describing: error))")
  }

  /// A slip in the file is no key of another form: it was read as if it were not there.
  @Test func aKeyThatNobodyReadsIsRefused() throws {
    let text = #"{"version": 2, "threads": 1, "recipe": {}, "chekpoint_every": 5}"#
    let error = inputError { () throws(InputError) in
      _ = try JSONText.decode(RunConfiguration.self, from: Array(text.utf8), path: "configuration.json")
    }
    #expect(error?.kind == .malformed && error?.found == "chekpoint_every")
    #expect(error?.remedy == "did you mean checkpoint_every?")
    for (key, value) in [("threads", 0), ("checkpoint_every", 0)] {
      let text = #"{"version": 2, "recipe": {}, "\#(key)": \#(value)\#(key == "threads" ? "" : #", "threads": 1"#)}"#
      let error = inputError { () throws(InputError) in
        _ = try JSONText.decode(RunConfiguration.self, from: Array(text.utf8), path: "configuration.json")
      }
      #expect(error?.kind == .malformed && error?.found?.contains("\"\(key)\": 0 is out of range") == true)
    }
  }

  @Test(arguments: [0, 3, 99, -1])
  func anotherVersionIsRefusedInOneSentence(_ version: Int) throws {
    let text = #"{"version": \#(version), "whatever": [1, 2]}"#
    let error = inputError { () throws(InputError) in
      _ = try JSONText.decode(RunConfiguration.self, from: Array(text.utf8), path: "runs/a/configuration.json")
    }
    #expect(
      error?.description == """
        the run's configuration is of a version that this release does not read in runs/a/configuration.json: expected 1 \
        or 2, found \(version); use the release that wrote it, or a newer one.
        """)
  }

  struct BadValue: Sendable, CustomTestStringConvertible {
    let subject: String
    let found: String
    let change: @Sendable (inout RunConfiguration) -> Void

    var testDescription: String { "\(subject) \(found)" }
  }

  static let badOptions: [BadValue] = [
    BadValue(subject: "--threads", found: "0") { $0.threads = 0 },
    BadValue(subject: "--threads", found: "1025") { $0.threads = 1025 },
    BadValue(subject: "--checkpoint-every", found: "0") { $0.checkpointEvery = 0 },
    BadValue(subject: "--name", found: "\"../escape\"") { $0.name = "../escape" },
  ]

  @Test(arguments: badOptions)
  func eachBadOptionGetsOneSentence(_ bad: BadValue) {
    var configuration = RunConfiguration(threads: 1)
    bad.change(&configuration)
    let error = inputError { () throws(InputError) in try configuration.validate() }
    #expect(error?.kind == .usage)
    #expect(error?.what.hasPrefix(bad.subject) == true)
    #expect(error?.found == bad.found)
    #expect(error?.expected != nil)
    #expect(error?.remedy != nil)
  }

  static let badKeys: [BadValue] = [
    BadValue(subject: "epochs", found: "0") { $0.recipe.epochs = 0 },
    BadValue(subject: "epochs", found: "-3") { $0.recipe.epochs = -3 },
    BadValue(subject: "epochs", found: "16777216") { $0.recipe.epochs = 1 << 24 },
    BadValue(subject: "batch_size", found: "0") { $0.recipe.batchSize = 0 },
    BadValue(subject: "batch_size", found: "-1") { $0.recipe.batchSize = -1 },
    BadValue(subject: "batch_size", found: "101") { $0.recipe.batchSize = 101 },
    BadValue(subject: "optimizer.learning_rate", found: "0.0") { $0.recipe.optimizer.learningRate = 0 },
    BadValue(subject: "optimizer.learning_rate", found: "-0.001") { $0.recipe.optimizer.learningRate = -0.001 },
    BadValue(subject: "optimizer.learning_rate", found: "nan") { $0.recipe.optimizer.learningRate = .nan },
    BadValue(subject: "optimizer.learning_rate", found: "inf") { $0.recipe.optimizer.learningRate = .infinity },
    BadValue(subject: "optimizer.learning_rate", found: "1000000.0") { $0.recipe.optimizer.learningRate = 1e6 },
    BadValue(subject: "optimizer.learning_rate", found: "1e-50") { $0.recipe.optimizer.learningRate = 1e-50 },
    BadValue(subject: "optimizer.momentum", found: "1.0") { $0.recipe.optimizer = .sgd(momentum: 1) },
    BadValue(subject: "optimizer.momentum", found: "-0.1") { $0.recipe.optimizer = .sgd(momentum: -0.1) },
    BadValue(subject: "optimizer.momentum", found: "nan") { $0.recipe.optimizer = .sgd(momentum: .nan) },
    BadValue(subject: "optimizer.momentum", found: "0.9999999999") {
      $0.recipe.optimizer = .sgd(momentum: 0.9999999999)
    },
    BadValue(subject: "loss.label_smoothing", found: "0.9999999999") {
      $0.recipe.loss.labelSmoothing = 0.9999999999
    },
    BadValue(subject: "selection.min_delta", found: "10000000.0") {
      $0.recipe.data.validation = .share(0.1)
      $0.recipe.selection = SelectionRecipe(minDelta: 1e7)
    },
    BadValue(subject: "clipping.norm", found: "1e-50") { $0.recipe.clipping = .norm(1e-50) },
  ]

  /// What the library is given is held against the rules of a recipe's file.
  @Test(arguments: badKeys)
  func eachBadKeyIsNamedAsInAFile(_ bad: BadValue) throws {
    var configuration = RunConfiguration(threads: 1)
    bad.change(&configuration)
    let error = inputError { () throws(InputError) in
      try LoadedRecipe(configuration.recipe).requireFit(trainingCount: 100, input: [1, 28, 28], classes: 10)
    }
    #expect(error?.kind == .malformed)
    #expect(error?.what.contains(", \(bad.subject) is ") == true, "\(String(describing: error))")
    #expect(error?.what.hasSuffix("found \(bad.found)") == true, "\(String(describing: error))")
  }

  @Test(arguments: [1, 99, 100])
  func batchesUpToTheWholeSetWork(_ size: Int) throws {
    let recipe = try LoadedRecipe(Recipe(batchSize: size))
    try recipe.requireFit(trainingCount: 100, input: [1, 28, 28], classes: 10)
  }

  @Test(arguments: [(0, "empty"), (Int(Int32.max) + 1, "too large")])
  func anImpossibleTrainingSetIsRefused(count: Int, problem: String) {
    let error = inputError { () throws(InputError) in
      try LoadedRecipe(Recipe()).requireFit(trainingCount: count, input: [1, 28, 28], classes: 10)
    }
    #expect(error?.what == "the training set of mnist is \(problem)")
  }

  @Test func theProcessorsAreUsedAsFarAsABatchKeepsThemBusy() {
    #expect(RunConfiguration(Recipe(batchSize: 16)).threads == 1)
    #expect(RunConfiguration(Recipe(batchSize: 1024)).threads >= 1)
  }

  @Test func whatNeverChangesTheWeightsMayDifferOnResume() throws {
    let saved = RunConfiguration(threads: 1)
    var given = saved
    given.threads = 4
    given.recipe.epochs = 20
    given.checkpointEvery = 50
    given.recipe.evaluation = EvaluationRecipe(views: [.shifts])
    try given.requireResumable(from: saved, path: "runs/a")
  }

  @Test(arguments: [
    BadValue(subject: "--dataset", found: "--dataset kmnist") { $0.recipe.data.dataset = "kmnist" },
    BadValue(subject: "--model", found: "--model sprint") { $0.recipe.model = .sprint },
    BadValue(subject: "--batch-size", found: "--batch-size 32") { $0.recipe.batchSize = 32 },
    BadValue(subject: "--learning-rate", found: "--learning-rate 0.01") { $0.recipe.optimizer.learningRate = 0.01 },
    BadValue(subject: "--momentum", found: "--momentum 0.5") {
      $0.recipe.optimizer.values["momentum"] = .number(0.5)
    },
    BadValue(subject: "--seed", found: "--seed 1") { $0.recipe.seed = 1 },
    BadValue(subject: "shuffling", found: "shuffling off (--no-shuffle)") { $0.recipe.data.shuffle = false },
    BadValue(subject: "--validation", found: "--validation fold 2 of 3") {
      $0.recipe.data.validation = .fold(number: 2, count: 3)
    },
  ])
  func whatChangesTheWeightsMayNot(_ change: BadValue) {
    let saved = RunConfiguration(threads: 1)
    var given = saved
    change.change(&given)
    let error = inputError { () throws(InputError) in try given.requireResumable(from: saved, path: "runs/a") }
    #expect(error?.kind == .malformed)
    #expect(error?.found == change.found)
    #expect(error?.path == "runs/a")
  }
}
