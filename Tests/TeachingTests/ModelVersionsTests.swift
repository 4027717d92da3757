import InklingEngine
import InklingFiles
import InklingStore
import InklingTraining
import Testing

@testable import InklingTeaching

@Suite struct ModelVersionsTests {
  /// A model with other weights.
  static func other(_ share: Float) throws -> TrainedModel {
    let model = try TeachingPlace.model.get()
    let weights = model.namedParameters().map { tensor in
      NamedTensor(name: tensor.name, shape: tensor.shape, values: tensor.values.map { $0 * share })
    }
    return try TrainedModel(model.description, parameters: weights)
  }

  static func result(
    isAccepted: Bool, from base: TrainedModel? = nil, to taught: TrainedModel? = nil
  ) throws -> TeachingResult {
    let model = try taught ?? TeachingPlace.model.get()
    let base = try base ?? TeachingPlace.model.get()
    let some = TeachingComparison("test", before: [true], after: [true])
    let plan = TeachingPlan(
      taught: 1, heldOut: 0, isCrossSplit: false, leftOut: 0, replayed: 10, replay: "strokes", notes: [])
    return TeachingResult(
      model: model.carrying(ModelCard(name: "taught")),
      report: TeachingReport(
        base: base.weightsSHA256, digest: model.weightsSHA256, plan: plan, heldOut: nil, taught: some, test: some,
        margin: 0.001,
        isAccepted: isAccepted, reason: "a reason", seed: 0, seconds: 1.5, date: "2026-01-31T12:00:00Z"))
  }

  @Test func keepsEveryVersionAndGoesBack() throws {
    let place = try TeachingPlace()
    let folder = "\(place.folder)/digits.versions"
    let versions = try ModelVersions(folder: folder, original: TeachingPlace.model.get())
    #expect(try versions.current == 1)
    #expect(try versions.add(Self.result(isAccepted: true)).number == 2)
    #expect(try versions.current == 2)
    let rejected = try versions.add(Self.result(isAccepted: false))
    #expect(rejected.number == 3)
    #expect(try versions.current == 2)
    try versions.use(3)
    let again = try ModelVersions(folder: folder, original: TeachingPlace.model.get())
    #expect(try again.current == 3)
    try again.use(1)
    #expect(try versions.current == 1)
    #expect(try versions.all().map(\.number) == [1, 2, 3])
    #expect(try versions.all().map(\.report) == [nil, Self.result(isAccepted: true).report, rejected.report])
    #expect(try versions.open(2).card.name == "taught")
    #expect(try versions.open(1).card.name == nil)
  }

  /// What was taught from a file that replaced another was lost at the next start, and what the log advised did not help.
  @Test func versionsFollowTheFileThatTheyWereTaughtFrom() throws {
    let place = try TeachingPlace()
    let folder = "\(place.folder)/v"
    let (first, second) = (try TeachingPlace.model.get(), try Self.other(0.5))
    let versions = try ModelVersions(folder: folder, original: first)
    try versions.add(Self.result(isAccepted: true, from: first, to: Self.other(0.9)))
    #expect(try versions.current == 2)
    // The file is replaced: it is the next version, and in use.
    #expect(try ModelVersions(folder: folder, original: second).current == 3)
    #expect(try versions.open(3).weightsSHA256 == second.weightsSHA256)
    // What is taught from it, and from that, is in use after the next start.
    try versions.add(Self.result(isAccepted: true, from: second, to: Self.other(0.4)))
    try versions.add(Self.result(isAccepted: true, from: Self.other(0.4), to: Self.other(0.3)))
    #expect(try ModelVersions(folder: folder, original: second).current == 5)
    let origins = try [first, second].map { model throws(InputError) in try versions.follow(model) }
    #expect(origins.map(\.number) == [1, 3])
    #expect(try versions.taught(from: origins[0]).map(\.number) == [1, 2])
    #expect(try versions.taught(from: origins[1]).map(\.number) == [3, 4, 5])
    // Who puts the first file back has put that one there; nothing is kept twice.
    #expect(try ModelVersions(folder: folder, original: first).current == 1)
    #expect(try versions.all().map(\.number) == [1, 2, 3, 4, 5])
  }

  /// A run that is trained while it is served left a model with every epoch.
  @Test func oneThatNothingWasTaughtFromIsNotKept() throws {
    let place = try TeachingPlace()
    let folder = "\(place.folder)/v"
    let (first, last) = (try TeachingPlace.model.get(), try Self.other(0.2))
    let versions = try ModelVersions(folder: folder, original: first)
    try versions.add(Self.result(isAccepted: true, from: first, to: Self.other(0.9)))
    for share in [Float(0.5), 0.4, 0.3, 0.2] {
      #expect(try versions.follow(Self.other(share), isKept: false).number == nil)
      // Who puts the first file back has put that one there.
      #expect(try versions.current == 1)
    }
    #expect(try versions.all().map(\.number) == [1, 2])
    // It is kept with what is taught from it, once.
    #expect(try versions.add(Self.result(isAccepted: true, from: last, to: Self.other(0.1)), from: last).number == 4)
    #expect(try versions.add(Self.result(isAccepted: true, from: last, to: Self.other(0.15)), from: last).number == 5)
    let origin = try versions.follow(last, isKept: false)
    #expect(origin.number == 3 && origin.digest == last.weightsSHA256)
    #expect(try versions.current == 5)
    #expect(try versions.taught(from: origin).map(\.number) == [3, 4, 5])
    #expect(try versions.origins().map(\.number) == [1, 3])
  }

  /// What a model is, is read of a small file; of versions that an older release kept, of the model.
  @Test func whatWasGivenIsFoundAgain() throws {
    let place = try TeachingPlace()
    let (first, second) = (try TeachingPlace.model.get(), try Self.other(0.5))
    let versions = try ModelVersions(folder: "\(place.folder)/v", original: first)
    #expect(try versions.follow(second).number == 2)
    for (number, model) in [(1, first), (2, second)] {
      let path = "\(versions.folder)/\(number)/digest"
      #expect(try String(decoding: FileBytes.read(path, limit: 100), as: UTF8.self) == "\(model.weightsSHA256)\n")
      for bytes in [Array("none".utf8), []] {
        try DurableFile.write(bytes, to: path)
        #expect(try versions.follow(model).number == number)
      }
    }
    // Of a damaged one nobody knows what it was, whatever the small file says.
    #expect(try versions.follow(first).number == 1)
    try DurableFile.write(Array("\(second.weightsSHA256)\n".utf8), to: "\(versions.folder)/2/digest")
    try DurableFile.write([1, 2, 3], to: versions.path(of: 2))
    #expect(try versions.follow(second).number == 3)
  }

  /// A damaged one of before says nothing of the file that is there now.
  @Test func aDamagedVersionOfAnotherFileIsInNobodysWay() throws {
    let place = try TeachingPlace()
    let versions = try ModelVersions(folder: "\(place.folder)/v", original: TeachingPlace.model.get())
    try DurableFile.write([1, 2, 3], to: versions.path(of: 1))
    #expect(try ModelVersions(folder: versions.folder, original: Self.other(0.5)).current == 2)
  }

  @Test func aVersionThatIsNoneIsSaidSo() throws {
    let place = try TeachingPlace()
    let versions = try ModelVersions(folder: "\(place.folder)/v", original: TeachingPlace.model.get())
    for number in [0, 2, -1, 100_000] {
      let error = #expect(throws: InputError.self) { try versions.use(number) }
      #expect(error?.description.contains("the model has no such version") == true)
    }
    try DurableFile.write(Array("2\n".utf8), to: "\(place.folder)/v/current")
    let error = #expect(throws: InputError.self) { try versions.current }
    #expect(error?.kind == .malformed)
  }

  @Test func anotherFolderIsNotTakenForVersions() throws {
    let place = try TeachingPlace()
    try DurableFile.write([1], to: "\(place.folder)/something")
    let error = #expect(throws: InputError.self) {
      try ModelVersions(folder: place.folder, original: TeachingPlace.model.get())
    }
    #expect(error?.description.contains("the folder holds something else than a model's versions") == true)
    #expect(throws: InputError.self) { try ModelVersions(folder: "\(place.folder)/none") }
  }

  @Test func aVersionThatCannotBeWrittenLeavesNothing() throws {
    let place = try TeachingPlace()
    let versions = try ModelVersions(folder: "\(place.folder)/v", original: TeachingPlace.model.get())
    var result = try Self.result(isAccepted: true)
    var report = result.report
    report.seconds = .nan
    result = TeachingResult(model: result.model, report: report)
    #expect(throws: InputError.self) { try versions.add(result) }
    #expect(try Folder.listing(of: versions.folder) == ["1", "current"])
    #expect(try versions.current == 1)
  }
}
