import InklingEngine
import InklingFiles
import InklingPlatform
import InklingTraining
import Testing

@testable import InklingTeaching

/// What the models' files of versions hold, and which model they are of.
@Suite struct VersionContentsTests {
  private let place: TeachingPlace
  private let model: TrainedModel
  /// The model as it was given, and what it was taught twice: version 3 is in use.
  private let versions: ModelVersions

  init() throws {
    place = try TeachingPlace()
    model = try TeachingPlace.model.get()
    versions = try ModelVersions(folder: "\(place.folder)/v", original: model)
    for share in [Float(0.9), 0.8] {
      let made = try ModelVersionsTests.result(isAccepted: true, to: ModelVersionsTests.other(share))
      var report = made.report
      report.settings = model.settingsSHA256
      try versions.add(TeachingResult(model: made.model, report: report))
    }
  }

  private func bytes(of number: Int) throws -> [UInt8] {
    try FileBytes.read(versions.path(of: number), limit: 1 << 24)
  }

  /// It was used, and said to be whole, and another answered.
  @Test func aModelThatIsCutOffIsDamaged() throws {
    let whole = try bytes(of: 2)
    #expect(try versions.all().map(\.damage) == [nil, nil, nil])
    try DurableFile.write(Array(whole.prefix(whole.count / 2)), to: versions.path(of: 2))
    #expect(try versions.all().map { $0.damage?.kind } == [nil, .malformed, nil])
    // What it was taught is known.
    #expect(try versions.all()[1].report != nil)
    let error = #expect(throws: InputError.self) { try versions.use(2, of: model) }
    #expect(error?.kind == .malformed)
    #expect(try versions.current == 3)
    // Where it is the one in use it stays so: it may be mended.
    try versions.use(2)
    #expect(try ModelVersions(folder: versions.folder, original: model).current == 2)
    #expect(try versions.used(of: model) == 1)
    #expect(throws: InputError.self) { try versions.requireIntact(2) }
    try DurableFile.write(whole, to: versions.path(of: 2))
    #expect(try versions.used(of: model) == 2)
    try versions.requireIntact(2)
  }

  /// It answered under the number of the one whose place it took.
  @Test func anotherVersionsModelIsDamaged() throws {
    try DurableFile.write(try bytes(of: 3), to: versions.path(of: 2))
    let damage = try #require(try versions.all()[1].damage)
    #expect(damage.what == "the version's file holds another model than the one that was kept")
    for work in [{ _ = try versions.open(2) }, { try versions.use(2, of: model) }] {
      let error = #expect(throws: InputError.self) { try work() }
      #expect(error == damage)
    }
    #expect(try versions.used(of: model) == 3)
  }

  /// What is kept of the model as it was given is not asked: its own file answers.
  @Test func aGivenModelThatIsDamagedIsInNobodysWay() throws {
    try DurableFile.write([1, 2, 3], to: versions.path(of: 1))
    #expect(try versions.used(of: model) == 3)
    #expect(try versions.all().map { $0.damage == nil } == [false, true, true])
  }

  private static let changes: [@Sendable (TrainedModel) throws -> TrainedModel] = [
    { model in try described(model) { $0.picture.ink = .darkOnLight } },
    { model in try described(model) { $0.classNames = (0..<10).map { "class \($0)" } } },
    { model in
      try described(model) { $0.normalization = Normalization(mean: 0.25, deviation: 0.5, channels: 1) }
    },
    { model in
      var model = model
      model.refusal = RefusalThreshold(threshold: 1.5, share: 0.01, images: 100)
      return model
    },
  ]

  private static func described(
    _ model: TrainedModel, _ change: (inout ModelDescription) -> Void
  ) throws -> TrainedModel {
    var description = model.description
    change(&description)
    return try TrainedModel(description, parameters: model.namedParameters())
  }

  /// What was taught went on answering with the old classes, ink and numbers, and nothing said so.
  @Test(arguments: 0..<4) func otherOptionsAreAnotherModel(change: Int) throws {
    let other = try Self.changes[change](model)
    #expect(other.weightsSHA256 == model.weightsSHA256 && other.settingsSHA256 != model.settingsSHA256)
    #expect(try versions.used(of: other) == nil)
    let error = #expect(throws: InputError.self) { try versions.use(2, of: other) }
    #expect(error?.kind == .usage)
    let origin = try versions.follow(other)
    #expect(try origin.number == 4 && versions.current == 4)
    #expect(try versions.taught(from: origin).map(\.number) == [4])
    #expect(try versions.origins().map(\.number) == [1, 4])
    // It is found again, and so is the first.
    #expect(try versions.follow(other).number == 4)
    #expect(try versions.follow(model).number == 1)
    try versions.use(2, of: model)
    #expect(try versions.used(of: model) == 2 && versions.used(of: other) == 4)
  }

  /// A file says all of it: what is opened again is the same model.
  @Test func whatIsKeptIsTheSameModel() throws {
    #expect(try versions.open(1).settingsSHA256 == model.settingsSHA256)
    #expect(try versions.open(3).settingsSHA256 == model.settingsSHA256)
  }

  @Test func reportsOfOlderReleasesBelongToTheWeights() throws {
    let old = try ModelVersions(folder: "\(place.folder)/old", original: model)
    try old.add(ModelVersionsTests.result(isAccepted: true, to: ModelVersionsTests.other(0.9)))
    let report = try String(decoding: FileBytes.read("\(old.folder)/2/report.json", limit: 1 << 20), as: UTF8.self)
    #expect(!report.contains("settings"))
    let other = try Self.changes[0](model)
    #expect(try old.used(of: other) == 2)
    #expect(try old.follow(other, isKept: false).number == nil)
    #expect(try old.current == 2)
  }

  /// No start was possible, and `--use` was refused for the same reason.
  @Test(arguments: ["", "9\n", "three", nil]) func aChoiceThatIsDamagedIsMended(text: String?) throws {
    let current = "\(versions.folder)/current"
    if let text { try DurableFile.write(Array(text.utf8), to: current) } else { unlink(current) }
    for start in [
      { _ = try ModelVersions(folder: versions.folder) },
      { _ = try ModelVersions(folder: versions.folder, original: model) },
    ] {
      let error = #expect(throws: InputError.self) { try start() }
      #expect(error?.kind == .malformed && error?.expected == "1, 2, 3")
      #expect(error?.what == "the file 'current' does not name a version that is there")
      #expect(error?.remedy == "name one, as 'inkling teach --use NUMBER' does")
    }
    let mended = try ModelVersions(folder: versions.folder, isToBeChosen: true)
    #expect(throws: InputError.self) { try mended.use(9, of: model) }
    try mended.use(2, of: model)
    #expect(try ModelVersions(folder: versions.folder, original: model).current == 2)
  }
}
