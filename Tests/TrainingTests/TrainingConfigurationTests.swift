import Foundation
import InklingFiles
import Testing

@testable import InklingTraining

@Suite struct TrainingConfigurationTests {
  @Test func defaultsAreTheClassicJob() throws {
    let configuration = TrainingConfiguration(threads: 2)
    try configuration.validate(trainingCount: 60_000)
    #expect(configuration.stepsPerEpoch(trainingCount: 60_000) == 938)
    let json = try JSONText.encode(configuration, pretty: false)
    #expect(
      json == """
        {"batch_size":64,"dataset":"mnist","epochs":10,"learning_rate":0.001,"model":"lenet","momentum":0.9,"seed":0,\
        "shuffle":true,"threads":2}
        """)
  }

  @Test func jsonKeepsEveryField() throws {
    let configuration = TrainingConfiguration(
      dataset: "kmnist", model: "other", epochs: 3, batchSize: 17, learningRate: 0.1 + 0.2, momentum: 1.0 / 3,
      seed: .max, threads: 9, shuffle: false, checkpointEvery: 100, name: "a-run")
    let json = try JSONText.encode(configuration, pretty: true)
    #expect(
      try JSONText.decode(TrainingConfiguration.self, from: Array(json.utf8), path: "configuration.json")
        == configuration)
  }

  @Test(arguments: [
    ("{}", "no key \"dataset\""), ("[1]", "another type than expected for the whole"), ("{\"dataset\": 1", "no valid"),
    ("", "no valid JSON"), (#"{"dataset": 3}"#, "another type than expected for \"dataset\""),
  ])
  func brokenJSONIsNamed(_ text: String, _ found: String) throws {
    let error = inputError { () throws(InputError) in
      _ = try JSONText.decode(TrainingConfiguration.self, from: Array(text.utf8), path: "configuration.json")
    }
    #expect(error?.kind == .malformed)
    #expect(error?.path == "configuration.json")
    #expect(error?.found?.hasPrefix(found) == true, "\(String(describing: error))")
  }

  struct BadOption: Sendable, CustomTestStringConvertible {
    let option: String
    let found: String
    let change: @Sendable (inout TrainingConfiguration) -> Void

    var testDescription: String { "\(option) \(found)" }
  }

  static let badOptions: [BadOption] = [
    BadOption(option: "--epochs", found: "0") { $0.epochs = 0 },
    BadOption(option: "--epochs", found: "-3") { $0.epochs = -3 },
    BadOption(option: "--epochs", found: "16777216") { $0.epochs = 1 << 24 },
    BadOption(option: "--batch-size", found: "0") { $0.batchSize = 0 },
    BadOption(option: "--batch-size", found: "-1") { $0.batchSize = -1 },
    BadOption(option: "--batch-size", found: "101") { $0.batchSize = 101 },
    BadOption(option: "--learning-rate", found: "0.0") { $0.learningRate = 0 },
    BadOption(option: "--learning-rate", found: "-0.001") { $0.learningRate = -0.001 },
    BadOption(option: "--learning-rate", found: "nan") { $0.learningRate = .nan },
    BadOption(option: "--learning-rate", found: "inf") { $0.learningRate = .infinity },
    BadOption(option: "--learning-rate", found: "1000000.0") { $0.learningRate = 1e6 },
    BadOption(option: "--learning-rate", found: "1e-50") { $0.learningRate = 1e-50 },
    BadOption(option: "--momentum", found: "1.0") { $0.momentum = 1 },
    BadOption(option: "--momentum", found: "-0.1") { $0.momentum = -0.1 },
    BadOption(option: "--momentum", found: "nan") { $0.momentum = .nan },
    BadOption(option: "--momentum", found: "0.9999999999") { $0.momentum = 0.9999999999 },
    BadOption(option: "--threads", found: "0") { $0.threads = 0 },
    BadOption(option: "--threads", found: "1025") { $0.threads = 1025 },
    BadOption(option: "--checkpoint-every", found: "0") { $0.checkpointEvery = 0 },
    BadOption(option: "--name", found: "\"../escape\"") { $0.name = "../escape" },
  ]

  @Test(arguments: badOptions)
  func eachBadOptionGetsOneSentence(_ bad: BadOption) {
    var configuration = TrainingConfiguration(threads: 1)
    bad.change(&configuration)
    let error = inputError { () throws(InputError) in try configuration.validate(trainingCount: 100) }
    #expect(error?.kind == .malformed)
    #expect(error?.what.hasPrefix(bad.option) == true)
    #expect(error?.found == bad.found)
    #expect(error?.expected != nil)
    #expect(error?.remedy != nil)
  }

  @Test func aBatchThatIsTooLargeIsHeldAgainstTheSet() {
    let error = inputError { () throws(InputError) in
      try TrainingConfiguration(batchSize: 70_000, threads: 1).validate(trainingCount: 60_000)
    }
    #expect(
      error?.description == """
        --batch-size is larger than the training set: expected 1 to 60000 images, found 70000; choose a smaller batch or a \
        larger set.
        """)
  }

  @Test(arguments: [1, 99, 100])
  func batchesUpToTheWholeSetWork(_ size: Int) throws {
    try TrainingConfiguration(batchSize: size, threads: 1).validate(trainingCount: 100)
  }

  @Test func anEmptyTrainingSetIsRefused() {
    let error = inputError { () throws(InputError) in
      try TrainingConfiguration(threads: 1).validate(trainingCount: 0)
    }
    #expect(error?.what == "the training set of mnist is empty")
  }

  @Test func whatNeverChangesTheWeightsMayDifferOnResume() throws {
    let saved = TrainingConfiguration(threads: 1)
    var given = saved
    given.threads = 4
    given.epochs = 20
    given.checkpointEvery = 50
    try given.requireResumable(from: saved, path: "runs/a")
  }

  @Test(arguments: [
    BadOption(option: "--dataset", found: "--dataset kmnist") { $0.dataset = "kmnist" },
    BadOption(option: "--model", found: "--model other") { $0.model = "other" },
    BadOption(option: "--batch-size", found: "--batch-size 32") { $0.batchSize = 32 },
    BadOption(option: "--learning-rate", found: "--learning-rate 0.01") { $0.learningRate = 0.01 },
    BadOption(option: "--momentum", found: "--momentum 0.5") { $0.momentum = 0.5 },
    BadOption(option: "--seed", found: "--seed 1") { $0.seed = 1 },
    BadOption(option: "shuffling", found: "shuffling off (--no-shuffle)") { $0.shuffle = false },
  ])
  func whatChangesTheWeightsMayNot(_ change: BadOption) {
    let saved = TrainingConfiguration(threads: 1)
    var given = saved
    change.change(&given)
    let error = inputError { () throws(InputError) in try given.requireResumable(from: saved, path: "runs/a") }
    #expect(error?.kind == .malformed)
    #expect(error?.found == change.found)
    #expect(error?.path == "runs/a")
  }
}
