import InklingFiles
import InklingPlatform
import InklingRecognition
import InklingTraining
import Synchronization
import Testing

@testable import InklingServing

/// Which files a served model follows: those from which it is opened.
@Suite(.startsServers) struct ServedSourceTests {
  /// A folder of a run, as far as its files' names go.
  private static func withRun(_ body: (String) async throws -> Void) async throws {
    let folder = "/tmp/inkling-run-\(UInt64.random(in: .min ... .max))"
    try Folder.create(folder)
    defer {
      for name in Folder.entries(of: folder) ?? [] { unlink("\(folder)/\(name)") }
      rmdir(folder)
    }
    for file in [RunFolder.File.configuration, .model, .lastWeights, .trainedModel] { try write(file, 1, folder) }
    try await body(folder)
  }

  private static func write(_ file: RunFolder.File, _ size: Int, _ folder: String) throws {
    try DurableFile.write([UInt8](repeating: 0, count: size), to: RunFolder.path(of: file, in: folder))
  }

  @Test(arguments: [RunFolder.File.configuration, .model, .lastWeights, .bestWeights, .report, .data])
  func aRunFollowsTheFilesThatItIsOpenedBy(_ file: RunFolder.File) async throws {
    try await Self.withRun { folder in
      let source = try ServedSource(path: folder).source
      let before = try #require(source.look().stamp)
      #expect(source.look().stamp == before)
      try Self.write(file, 2, folder)
      let after = try #require(source.look().stamp)
      #expect(after != before)
    }
  }

  /// It travels; the run is opened without it.
  @Test func aRunDoesNotFollowItsModelsFile() async throws {
    try await Self.withRun { folder in
      let source = try ServedSource(path: folder + "/").source
      let before = try #require(source.look().stamp)
      try Self.write(.trainedModel, 2, folder)
      #expect(source.look().stamp == before)
    }
  }

  /// The weights of an ONNX model may lie beside it.
  @Test func anONNXModelFollowsItsTensors() async throws {
    try await Self.withRun { folder in
      func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] { [number << 3 | 2, UInt8(bytes.count)] + bytes }
      let place = field(1, Array("location".utf8)) + field(2, Array("m.data".utf8))
      // The format's version; a graph with a tensor that says where its bytes are.
      try DurableFile.write([8, 8] + field(7, field(5, field(13, place) + [14 << 3, 1])), to: folder + "/m.onnx")
      let source = try ServedSource(path: folder + "/m.onnx").source
      let (followed, before) = source.look()
      #expect(followed == [folder + "/m.data"] && before != nil)
      try DurableFile.write([1], to: folder + "/m.data")
      #expect(source.stamp(following: followed) != before)
    }
  }

  /// Two files of one name but for the ending, by whichever path; a start that was refused left a folder.
  @Test(arguments: ["x.keras", "./x.keras"]) func twoModelsShareNoFolder(second: String) async throws {
    try await Self.withRun { folder in
      let model = try EmbeddedModel.load()
      let sources = try [("a", "x.onnx"), ("b", second)].map { name, file in
        try ServedSource(path: "\(folder)/\(file)", name: name) { () throws(InputError) in (model, []) }
      }
      var options = ServerOptions()
      options.port = 0
      options.logTarget = { _ in }
      options.store = "\(folder)/store.sqlite"
      let error = #expect(throws: InputError.self) { try InferenceServer(models: sources, options: options) }
      #expect(error?.what == "two models would keep their versions in one folder" && error?.found == "'a' and 'b'")
      #expect(!Folder.exists("\(folder)/x.versions"))
      // An empty store was left, with half a megabyte beside it.
      for ending in ["", "-wal", "-shm", "-reserve"] { #expect(!FileStatus.isThere("\(folder)/store.sqlite\(ending)")) }
    }
  }

  /// The sentence told people to choose another folder, for which a server has no option.
  @Test func aFolderThatMayNotBeWrittenToIsSaidSo() async throws {
    try await Self.withRun { folder in
      let model = try EmbeddedModel.load()
      // Where a folder should be made there is a file, which keeps out root, too.
      try DurableFile.write([1], to: "\(folder)/x.versions")
      let source = try ServedSource(path: "\(folder)/x.onnx") { () throws(InputError) in (model, []) }
      var options = ServerOptions()
      options.port = 0
      options.logTarget = { _ in }
      options.store = "\(folder)/store.sqlite"
      let error = #expect(throws: InputError.self) { try InferenceServer(models: [source], options: options) }
      #expect(error?.kind == .unwritable)
      #expect(error?.what == "the versions of the model 'x' cannot be kept beside its file")
      #expect(error?.remedy?.hasSuffix("or leave out --store") == true)
    }
  }

  @Test func newWeightsAnswer() async throws {
    try await Self.withRun { folder in
      let model = try EmbeddedModel.load()
      let openings = Atomic<Int>(0)
      var options = ServerOptions()
      options.port = 0
      options.threads = 1
      options.logTarget = { _ in }
      let server = try InferenceServer(
        models: [
          try ServedSource(path: folder) { () throws(InputError) in
            openings.add(1, ordering: .relaxed)
            return (model, [])
          }
        ], options: options)
      let look = { for _ in 0..<2 { server.models.lookAtFiles() } }
      look()
      #expect(openings.load(ordering: .relaxed) == 1)
      try Self.write(.lastWeights, 2, folder)
      look()
      #expect(openings.load(ordering: .relaxed) == 2)
      server.models.close()
    }
  }
}
