import InklingDatasets
import InklingFiles
import InklingImages
import InklingPlatform
import InklingRecognition
import InklingStore
import InklingTeaching
import InklingTraining
import Synchronization
import Testing

@testable import InklingServing

/// The library's teacher behind the server: what it makes is kept, opened and chosen.
@Suite(.startsServers) struct ServedTeacherTests {
  private static func options() -> TeachingOptions {
    var options = TeachingOptions()
    options.replay = "strokes"
    options.images = 64
    options.threads = 1
    options.margin = 1
    return options
  }

  /// A store with a few barred sevens.
  private static func store(_ path: String) throws -> CorrectionStore {
    let store = try CorrectionStore(path: path)
    let images = StrokeStyle.barredSeven.images(2, seed: 1)
    for place in 0..<2 {
      let framed = try PictureFile.encode(Picture(width: 28, height: 28, samples: Array(images[place])), as: .png)
      try store.add(
        Correction(
          framed: framed, model: .init(name: "digits", version: 1, digest: ""), answer: "2", probability: 0.5,
          label: "7",
          contributor: "somebody"))
    }
    return store
  }

  @Test func whatWasTaughtIsKeptOpenedAndChosen() async throws {
    // Training takes most of a minute in a program for tests, in which no other test's task would run on this thread.
    try await TestServer.onThread { Result { try Self.teachAndKeep() } }.get()
  }

  private static func teachAndKeep() throws {
    let folder = "/tmp/inkling-taught-\(UInt64.random(in: .min ... .max))"
    defer { remove(folder) }
    try Folder.create(folder)
    let store = try store("\(folder)/store.sqlite")
    let given = ServedTrainedModel(try EmbeddedModel.load(), detector: try EmbeddedModel.detector())
    let teacher = try ServedTeacher(
      given, name: "digits", store: store, folder: "\(folder)/versions", options: options())
    #expect(try teacher.versions().isEmpty && teacher.chosen() == 1)
    let steps = StepList()
    let candidate = try teacher.teach(given) { steps.add($0) }
    #expect(candidate.outcome.rows.map(\.set) == ["corrections", "test"] && candidate.outcome.isNotWorse)
    #expect(steps.all.first?.step == .preparing && steps.all.last?.step == .comparing)
    #expect(zip(steps.all, steps.all.dropFirst()).allSatisfy { $0.share <= $1.share })
    // Nothing is kept before somebody wants it.
    #expect(try teacher.versions().isEmpty)
    #expect(try candidate.keep() == 2)
    #expect(try teacher.versions().map(\.corrections) == [2])
    let taught = try teacher.open(2)
    #expect(taught.digest != given.digest && taught.classNames == given.classNames && taught.whyNoPictures == nil)
    try teacher.choose(2)
    #expect(
      try ServedTeacher(given, name: "digits", store: store, folder: "\(folder)/versions", options: options())
        .chosen() == 2)
    // Another file has versions of its own, and these are kept; with the first again they are its own.
    let other = try #require(taught as? ServedTrainedModel)
    // The same weights with other options are another model.
    var description = given.model.description
    description.picture.ink = .darkOnLight
    let dark = ServedTrainedModel(try TrainedModel(description, parameters: given.model.namedParameters()))
    #expect(dark.digest == given.digest && dark.identity != given.identity)
    for (model, isOfAnother) in [(other, true), (dark, true), (given, false)] {
      let next = try ServedTeacher(
        model, name: "digits", store: store, folder: "\(folder)/versions", options: options())
      #expect(try next.chosen() == 1)
      #expect(try next.versions().map(\.number) == [2] && next.versions().map(\.isOfAnother) == [isOfAnother])
    }
    // Another program chooses.
    for number in [2, 1, 2] {
      try ModelVersions(folder: "\(folder)/versions").use(number)
      #expect(try teacher.noted() == number && teacher.chosenElsewhere() == number)
    }
    try teacher.follow(dark)
    #expect(try teacher.chosenElsewhere() == nil && teacher.chosen() == 1)
    try teacher.follow(given)
    try teacher.choose(2)
    try teacher.follow(other)
    #expect(try teacher.chosen() == 1 && teacher.versions().map(\.isOfAnother) == [true])
    // Nothing was taught from it: it is no version.
    #expect(!FileStatus.isThere("\(folder)/versions/3"))
    // The command keeps it when it teaches; it is the model that answers already.
    _ = try ModelVersions(folder: "\(folder)/versions", original: other.model)
    #expect(try teacher.noted() == 3 && teacher.chosenElsewhere() == 1)
    #expect(throws: InputError.self) { try teacher.teach(given) { _ in false } }
  }

  /// Another version answered than the one that was chosen, and nothing said so.
  @Test func aChosenVersionWithoutAReportIsSaidSo() throws {
    let folder = "/tmp/inkling-taught-\(UInt64.random(in: .min ... .max))"
    defer { Self.remove(folder) }
    let model = try EmbeddedModel.load()
    let versions = "\(folder)/versions"
    _ = try ModelVersions(folder: versions, original: model)
    try Folder.create("\(versions)/2")
    try model.carrying(ModelCard(name: "taught")).save(to: "\(versions)/2/model.safetensors")
    try DurableFile.write(Array("2\n".utf8), to: "\(versions)/current")
    let teacher = try ServedTeacher(
      ServedTrainedModel(model), name: "digits", store: try CorrectionStore(path: "\(folder)/store.sqlite"),
      folder: versions, options: Self.options())
    let error = #expect(throws: InputError.self) { try teacher.chosen() }
    #expect(error?.what == "the version does not say what it was taught")
    #expect(try teacher.versions().map(\.number) == [2] && teacher.versions()[0].damage?.contains(folder) == false)
    // Who goes back is served by the next start, too.
    try teacher.choose(1)
    #expect(try teacher.chosen() == 1)
  }

  private static func remove(_ path: String) {
    for entry in Folder.entries(of: path) ?? [] {
      if Folder.exists("\(path)/\(entry)") { remove("\(path)/\(entry)") } else { unlink("\(path)/\(entry)") }
    }
    rmdir(path)
  }
}

/// What a teacher said of how far it is.
private final class StepList: Sendable {
  private let steps = Mutex<[TeachingProgress]>([])
  var all: [TeachingProgress] { steps.withLock { $0 } }

  func add(_ step: TeachingProgress) -> Bool {
    steps.withLock { $0.append(step) }
    return true
  }
}
