import InklingDatasets
import InklingFiles
import InklingTraining
import Testing

@testable import InklingTeaching

@Suite struct ReplayTests {
  private let place: TeachingPlace
  private let replay: Replay

  init() throws {
    place = try TeachingPlace()
    replay = try Replay(try place.options().replay, folder: nil, for: TeachingPlace.model.get())
  }

  @Test func whatIsKeptBackIsNeverShown() {
    #expect(replay.kept.count == 80 && replay.count == 320)
    let shown = replay.places(1_000, seed: 1)
    #expect(shown.count == 320 && Set(shown).count == 320)
    #expect(Set(shown).isDisjoint(with: replay.kept.map { Int($0) }))
  }

  @Test func theSeedAloneChooses() {
    #expect(replay.places(50, seed: 1) == replay.places(50, seed: 1))
    #expect(replay.places(50, seed: 1) != replay.places(50, seed: 2))
  }

  /// Who teaches by a server's page has no options: the remedy is true there, too.
  @Test func whatIsMissingIsSaidToWhoeverAsks() throws {
    let model = try TeachingPlace.model.get()
    var description = model.description
    description.classNames = (0...9).map { "d\($0)" }
    var record = try #require(model.training)
    record.recipe.data.dataset = "fashion-mnist"
    for training in [nil, record] {
      let other = try TrainedModel(description, parameters: model.namedParameters(), training: training)
      let error = #expect(throws: InputError.self) { try Replay(nil, folder: place.folder + "/none", for: other) }
      let remedy = try #require(error?.remedy)
      #expect(remedy.hasSuffix("as 'inkling teach --replay NAME' does") && !remedy.contains("--data"), "\(remedy)")
    }
  }

  /// What a model's own training held out it has never learned from: that is kept back.
  @Test func whatTheTrainingHeldOutIsKeptBack() throws {
    let dataset = StrokeDigits.dataset(train: 400, test: 200, seed: 3)
    var recipe = try Recipe.load("tiny")
    recipe.epochs = 1
    recipe.data.validation = .count(50)
    let trained = try Trainer(recipe, on: dataset, threads: 1).train()
    // As of a run, which knows what it was trained on.
    var record = try #require(trained.training)
    record.data = dataset.fingerprint
    let model = try TrainedModel(trained.description, parameters: trained.namedParameters(), training: record)
    let split = try #require(try recipe.split(of: replay.dataset.train))
    #expect(split.validation.count == 50)
    #expect(try Replay(place.options().replay, folder: nil, for: model).kept == split.validation)
  }

  /// Ten classes that nobody named are called 0 to 9, whatever they are: a model of clothes was taught digits, and taken over.
  @Test func aModelThatReadsNoDigitsIsNotTakenForOneOfDigits() throws {
    let trained = try TeachingPlace.model.get()
    let unnamed = try TrainedModel(trained.description, parameters: trained.namedParameters())
    let choice = try Replay.choice(nil, place.folder, unnamed)
    #expect(choice.isAssumed && choice.source.name == "strokes")
    #expect(try !Replay.choice("strokes", nil, unnamed).isAssumed)
    try Replay.requireDigits([Bool](repeating: true, count: 8) + [false, false], of: unnamed)
    let error = #expect(throws: InputError.self) {
      try Replay.requireDigits([Bool](repeating: true, count: 7) + [false, false, false], of: unnamed)
    }
    #expect(error?.kind == .usage && error?.found == "70.00 %")
    #expect(error?.what == "nothing says what the model was trained on, and it does not read digits")
  }

  /// The file says nothing of what it was trained on, which is no word of a data set that is missing.
  @Test func aModelOfDigitsIsShownMNISTWhereItIsThere() throws {
    let trained = try TeachingPlace.model.get()
    let unnamed = try TrainedModel(trained.description, parameters: trained.namedParameters())
    let drawn = try Replay.choice(nil, place.folder + "/none", unnamed)
    let note =
      "nothing says what the model was trained on: digits that the program draws are shown again, and the test is on them"
    #expect(drawn.source.name == "strokes" && drawn.notes == [note])
    let data = place.folder + "/data"
    try Folder.create("\(data)/mnist")
    for part in ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"] {
      let bytes = try FileBytes.read("\(place.folder)/\(part)-ubyte", limit: 1 << 24)
      try DurableFile.write(bytes, to: "\(data)/mnist/\(part)-ubyte")
    }
    let found = try Replay.choice(nil, data, unnamed)
    #expect(found.source.name == "mnist" && found.isAssumed)
    #expect(
      found.notes
        == ["nothing says what the model was trained on: MNIST's images are shown again, and the test is on them"])
    var record = try #require(trained.training)
    record.recipe.data.dataset = "qmnist"
    let other = try TrainedModel(trained.description, parameters: trained.namedParameters(), training: record)
    let instead = try Replay.choice(nil, data, other)
    #expect(instead.source.name == "mnist" && !instead.isAssumed)
    #expect(
      instead.notes.first?.hasSuffix("is not on the disk: MNIST's images are shown again, and the test is on them")
        == true)
  }

  /// What a run was trained on, it says itself.
  @Test(arguments: [("mnist", false), ("qmnist", false), ("fashion-mnist", nil), ("./clothes.csv", true)])
  func whatTheRecordSaysIsBelieved(dataset: String, isAssumed: Bool?) throws {
    let trained = try TeachingPlace.model.get()
    var record = try #require(trained.training)
    record.recipe.data.dataset = dataset
    let model = try TrainedModel(trained.description, parameters: trained.namedParameters(), training: record)
    guard let isAssumed else {
      #expect(throws: InputError.self) { try Replay.choice(nil, place.folder, model) }
      return
    }
    #expect(try Replay.choice(nil, place.folder, model).isAssumed == isAssumed)
  }
}
