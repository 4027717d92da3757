import InklingEngine
import InklingFiles
import InklingPlatform
import InklingTraining
import Testing

@testable import InklingTeaching

/// Versions of which something is missing, and starts that were broken off.
@Suite struct DamagedVersionsTests {
  private static func write(_ text: String, to path: String) throws {
    try DurableFile.write(Array(text.utf8), to: path)
  }

  /// What SIGTERM or a full disk left of a first start had every later one refused.
  @Test func aStartThatWasBrokenOffIsCompleted() throws {
    let model = try TeachingPlace.model.get()
    // The folder alone; its first version by half; all but `current`; and a file that was just being written.
    for files in [[], ["1"], ["1/digest"], ["1/digest", "1/.model.safetensors.abc.partial"], [".current.abc.partial"]] {
      let place = try TeachingPlace()
      let folder = "\(place.folder)/v"
      try Folder.create(folder)
      for file in files {
        try Folder.create("\(folder)/1")
        if file != "1" { try Self.write("\(model.weightsSHA256)\n", to: "\(folder)/\(file)") }
      }
      let versions = try ModelVersions(folder: folder, original: model)
      #expect(try versions.current == 1 && versions.all().map(\.number) == [1], "\(files)")
      #expect(try versions.open(1).weightsSHA256 == model.weightsSHA256)
      #expect(Folder.entries(of: "\(folder)/1")?.sorted() == ["digest", "model.safetensors"])
    }
  }

  @Test func aVersionWithoutAFileCurrentIsTaken() throws {
    let place = try TeachingPlace()
    let model = try TeachingPlace.model.get()
    let folder = "\(place.folder)/v"
    let before = try ModelVersions(folder: folder, original: model)
    unlink("\(folder)/current")
    let versions = try ModelVersions(folder: folder, original: model)
    #expect(try versions.current == 1 && versions.all() == before.all())
    // Somebody's own folder is not taken for a version.
    unlink("\(folder)/current")
    try Self.write("mine", to: "\(folder)/1/notes")
    #expect(throws: InputError.self) { try ModelVersions(folder: folder, original: model) }
    #expect(FileStatus.isThere("\(folder)/1/notes"))
  }

  /// A folder that cannot be begun is not left behind.
  @Test func aStartThatFailsLeavesNoFolder() throws {
    let place = try TeachingPlace()
    let folder = "\(place.folder)/v"
    let model = try TeachingPlace.model.get()
    try Self.write("", to: "\(place.folder)/file")
    #expect(throws: InputError.self) { try ModelVersions(folder: "\(place.folder)/file/v", original: model) }
    #expect(!FileStatus.isThere(folder))
    // What an ended process left is taken away, and only that.
    let versions = try ModelVersions(folder: folder, original: model)
    let (left, own) = ("\(folder)/.version.abc.partial", "\(folder)/.version.abd.partial")
    try Folder.create(left)
    try Self.write("1", to: "\(left)/digest")
    try Folder.create(own)
    try Self.write("1", to: "\(own)/notes")
    try versions.add(ModelVersionsTests.result(isAccepted: true))
    #expect(!FileStatus.isThere(left) && FileStatus.isThere("\(own)/notes"))
  }

  /// One damaged report had all others hidden, and nothing taught could be kept.
  @Test(arguments: ["{", "", "[]"]) func aDamagedReportHidesNoOther(text: String) throws {
    let place = try TeachingPlace()
    let folder = "\(place.folder)/v"
    let model = try TeachingPlace.model.get()
    let versions = try ModelVersions(folder: folder, original: model)
    try versions.add(ModelVersionsTests.result(isAccepted: true, to: ModelVersionsTests.other(0.9)))
    try versions.add(ModelVersionsTests.result(isAccepted: true, to: ModelVersionsTests.other(0.8)))
    try Self.write(text, to: "\(folder)/2/report.json")
    #expect(try versions.all().map(\.number) == [1, 2, 3])
    #expect(try versions.all().map { $0.damage?.kind } == [nil, .malformed, nil])
    #expect(try ModelVersions(folder: folder, original: model).current == 3)
    #expect(try versions.taught(from: versions.origins()[0]).map(\.number) == [1, 3])
    #expect(try versions.add(ModelVersionsTests.result(isAccepted: true), from: model).number == 4)
    let error = #expect(throws: InputError.self) { try versions.use(2, of: model) }
    #expect(error?.kind == .malformed)
    // Where it is the one in use it stays so: it may be mended.
    try versions.use(2)
    #expect(try ModelVersions(folder: folder, original: model).current == 2)
    #expect(try versions.used(of: model) == 1)
    #expect(throws: InputError.self) { try versions.requireIntact(2) }
  }

  @Test func aMissingReportIsSaid() throws {
    let place = try TeachingPlace()
    let folder = "\(place.folder)/v"
    let model = try TeachingPlace.model.get()
    let versions = try ModelVersions(folder: folder, original: model)
    try versions.add(ModelVersionsTests.result(isAccepted: true, to: ModelVersionsTests.other(0.9)))
    let report = try FileBytes.read("\(folder)/2/report.json", limit: 1 << 20)
    unlink("\(folder)/2/report.json")
    #expect(try versions.all()[1].damage?.what == "the version does not say what it was taught")
    #expect(try ModelVersions(folder: folder, original: model).current == 2)
    try DurableFile.write(report, to: "\(folder)/2/report.json")
    #expect(try versions.used(of: model) == 2)
  }

  /// Two files that differ in their endings took each other's versions for their own.
  @Test func anotherFilesVersionsAreNotTaken() throws {
    let place = try TeachingPlace()
    let (model, folder) = (try TeachingPlace.model.get(), "\(place.folder)/x.versions")
    let (first, second) = ("\(place.folder)/x.onnx", "\(place.folder)/x.keras")
    for path in [first, second] { try Self.write("", to: path) }
    #expect(try ModelVersions(folder: folder, original: model, of: first).current == 1)
    #expect(try ModelVersions(folder: folder, original: model, of: first).all().map(\.number) == [1])
    let error = #expect(throws: InputError.self) { try ModelVersions(folder: folder, original: model, of: second) }
    #expect(error?.kind == .usage && error?.found == "those of 'x.onnx'")
    // A file that was given another name keeps its versions, and has them for itself.
    unlink(first)
    #expect(try ModelVersions(folder: folder, original: model, of: second).current == 1)
    try Self.write("", to: first)
    #expect(throws: InputError.self) { try ModelVersions(folder: folder, original: model, of: first) }
  }

  /// It was called used, and the server answered with the file.
  @Test func aVersionOfAnotherFileIsNotUsed() throws {
    let place = try TeachingPlace()
    let (first, second) = (try TeachingPlace.model.get(), try ModelVersionsTests.other(0.5))
    let versions = try ModelVersions(folder: "\(place.folder)/v", original: first)
    try versions.add(ModelVersionsTests.result(isAccepted: true, from: first, to: ModelVersionsTests.other(0.9)))
    #expect(try versions.used(of: first) == 2 && versions.used(of: second) == nil)
    for number in [1, 2] {
      let error = #expect(throws: InputError.self) { try versions.use(number, of: second) }
      #expect(error?.kind == .usage && error?.expected == "none: the file is used as it is")
    }
    // Nothing was written.
    #expect(try versions.current == 2 && versions.all().map(\.number) == [1, 2])
    try versions.follow(second)
    #expect(try versions.used(of: second) == 3 && versions.used(of: first) == 1)
    try versions.use(2, of: first)
    #expect(try versions.used(of: first) == 2)
    #expect(throws: InputError.self) { try versions.use(9, of: first) }
  }
}
