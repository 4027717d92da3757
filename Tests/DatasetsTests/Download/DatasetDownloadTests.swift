import Foundation
import InklingFiles
import Synchronization
import Testing

@testable import InklingDatasets

/// Downloads from a server on this machine.
struct DatasetDownloadTests {
  static let bodies: [String: [UInt8]] = [
    "train-images-idx3-ubyte.gz": packed(
      idx([40, 20, 30], (0..<24_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) })),
    "train-labels-idx1-ubyte.gz": packed(idx([40], [UInt8](repeating: 3, count: 40))),
    "t10k-images-idx3-ubyte.gz": packed(idx([1, 20, 30], [UInt8](repeating: 5, count: 600))),
    "t10k-labels-idx1-ubyte.gz": packed(idx([1], [9])),
  ]
  static let images = "train-images-idx3-ubyte.gz"

  /// An entry of the files above; their digests are right unless they are given.
  static func entry(_ mirrors: [String], sha256: String? = nil, knowsDigests: Bool = true) -> CatalogEntry {
    func file(_ name: String) -> CatalogFile {
      let body = bodies[name] ?? []
      let digest = name == images ? sha256 ?? sha256Hex(body) : sha256Hex(body)
      return CatalogFile(name, size: knowsDigests ? body.count : nil, sha256: knowsDigests ? digest : nil)
    }
    return CatalogEntry(
      name: "small", title: "Small", classNames: Catalog.digits,
      train: CatalogSplit(images: file(images), labels: file("train-labels-idx1-ubyte.gz"), count: 40),
      test: CatalogSplit(
        images: file("t10k-images-idx3-ubyte.gz"), labels: file("t10k-labels-idx1-ubyte.gz"), count: 1),
      origin: .files(mirrors: mirrors), folders: ["small"])
  }

  static func body(_ request: LoopbackServer.Request) -> [UInt8] { bodies[String(request.path.dropFirst())] ?? [] }

  /// Serves everything well, save the training images, which `images` answers for.
  static func server(
    _ images: @escaping @Sendable (LoopbackServer.Request, Int) -> LoopbackServer.Reply = { request, _ in
      .file(body(request), request)
    }
  ) throws -> LoopbackServer {
    try LoopbackServer { request, before in
      request.path.hasSuffix(Self.images) ? images(request, before) : .file(body(request), request)
    }
  }

  @discardableResult
  static func download(
    _ entry: CatalogEntry, to folder: String, command: String = "curl", progress: (DownloadEvent) -> Void = { _ in }
  ) throws(InputError) -> String {
    try DatasetDownload(entry, to: folder, command: command, pause: 1000).run(progress: progress)
  }

  /// Checks that the files are there and whole, and nothing else but the lock.
  static func expectWhole(_ folder: borrowing TemporaryFolder) throws {
    let found = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/small")
    #expect(Set(found) == Set(bodies.keys).union([".lock"]))
    for (name, body) in bodies { #expect(folder.bytes("small/" + name) == body) }
  }

  @Test func fetchesEveryFileOnce() throws {
    let server = try Self.server()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    var totals: [String: Int] = [:]
    let path = try Self.download(Self.entry([server.address]), to: folder.path) { event in
      if case .progress(let file, _, let bytes, let total) = event {
        #expect(bytes <= total ?? -1)
        totals[file] = total
      }
    }
    #expect(path == folder.path + "/small")
    try Self.expectWhole(folder)
    #expect(totals == Self.bodies.mapValues(\.count))
    #expect(try Dataset.read(Self.entry([]), from: path).notes == [])
    // What is there and right is not fetched again; what is wrong is.
    try Self.download(Self.entry([server.address]), to: folder.path)
    #expect(server.requests.count == 4)
    try folder.write([1, 2, 3], to: "small/" + Self.images)
    try Self.download(Self.entry([server.address]), to: folder.path)
    #expect(server.requests.count == 5)
    try Self.expectWhole(folder)
  }

  @Test func cutInTheMiddleItGoesOnFromThere() throws {
    let server = try Self.server { request, before in
      .file(Self.body(request), request, cut: before < 2 ? 100 : nil)
    }
    defer { server.stop() }
    let folder = try TemporaryFolder()
    try Self.download(Self.entry([server.address]), to: folder.path)
    try Self.expectWhole(folder)
    #expect(server.requests.filter { $0.path == "/" + Self.images }.map(\.start) == [nil, 100, 200])
  }

  @Test func alwaysCutItGivesUpAndKeepsWhatItHas() throws {
    let server = try Self.server { request, _ in .file(Self.body(request), request, cut: 10) }
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let (entry, path) = (Self.entry([server.address]), folder.path)
    let error = #expect(throws: InputError.self) { try Self.download(entry, to: path) }
    #expect(error?.kind == .missing)
    #expect(error?.what == "\(Self.images) cannot be downloaded")
    #expect(error?.found?.contains(server.address + Self.images) == true)
    #expect(folder.bytes("small/" + Self.images) == nil)
    #expect(folder.bytes("small/\(Self.images).partial")?.count == 30)
  }

  @Test func aServerWithoutRangesIsAskedForEverythingAgain() throws {
    let server = try Self.server { request, before in
      LoopbackServer.Reply(body: Self.body(request), cut: before == 0 ? 100 : nil)
    }
    defer { server.stop() }
    let folder = try TemporaryFolder()
    try Self.download(Self.entry([server.address]), to: folder.path)
    try Self.expectWhole(folder)
    #expect(server.requests.filter { $0.path == "/" + Self.images }.map(\.start) == [nil, 100, nil])
  }

  /// What an earlier process left behind may be the beginning of another file, the whole of it, or too much.
  @Test(arguments: [50, bodies[images]!.count, 100_000]) func aWrongBeginningIsThrownAway(count: Int) throws {
    let server = try Self.server()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    try folder.write([UInt8](repeating: 1, count: count), to: "small/\(Self.images).partial")
    try Self.download(Self.entry([server.address]), to: folder.path)
    try Self.expectWhole(folder)
  }

  @Test func aWrongDigestIsSaidSoAndNothingStays() throws {
    let server = try Self.server()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let expected = String(repeating: "0", count: 64)
    let (entry, path) = (Self.entry([server.address], sha256: expected), folder.path)
    let error = #expect(throws: InputError.self) { try Self.download(entry, to: path) }
    #expect(error?.kind == .malformed)
    #expect(error?.what == "the downloaded file has the wrong SHA-256")
    #expect(error?.path == server.address + Self.images)
    #expect(error?.expected == expected)
    #expect(error?.found == sha256Hex(Self.bodies[Self.images]!))
    #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/small") == [".lock"])
  }

  @Test func theNextMirrorMakesGoodWhatTheFirstDoesWrong() throws {
    let wrong = try LoopbackServer { request, _ in
      LoopbackServer.Reply(body: [UInt8](repeating: 0, count: Self.body(request).count))
    }
    let missing = try LoopbackServer { _, _ in LoopbackServer.Reply(status: 404) }
    let right = try Self.server()
    defer { for server in [wrong, missing, right] { server.stop() } }
    let folder = try TemporaryFolder()
    var failures: [String] = []
    try Self.download(Self.entry([missing.address, wrong.address, right.address]), to: folder.path) { event in
      if case .failure(let address, let reason) = event, address.hasSuffix(Self.images) { failures.append(reason) }
    }
    try Self.expectWhole(folder)
    #expect(failures.first == "HTTP status 404")
    #expect(failures.count == 2)
  }

  @Test func aPassingFaultIsTriedAgain() throws {
    let server = try Self.server { request, before in
      before == 0 ? LoopbackServer.Reply(status: 503) : .file(Self.body(request), request)
    }
    defer { server.stop() }
    let folder = try TemporaryFolder()
    try Self.download(Self.entry([server.address]), to: folder.path)
    try Self.expectWhole(folder)
  }

  @Test func aRedirectIsFollowedAndALoopIsNot() throws {
    let server = try LoopbackServer { request, _ in
      request.path.hasPrefix("/moved/")
        ? LoopbackServer.Reply(status: 302, headers: ["Location: /" + request.path.dropFirst(7)])
        : .file(Self.body(request), request)
    }
    let loop = try LoopbackServer { request, _ in
      LoopbackServer.Reply(status: 302, headers: ["Location: \(request.path)"])
    }
    defer { for server in [server, loop] { server.stop() } }
    let folder = try TemporaryFolder()
    try Self.download(Self.entry([server.address + "moved/"]), to: folder.path)
    try Self.expectWhole(folder)
    let other = try TemporaryFolder()
    let (entry, path) = (Self.entry([loop.address]), other.path)
    let error = #expect(throws: InputError.self) { try Self.download(entry, to: path) }
    #expect(error?.kind == .missing)
    #expect(error?.found == "\(loop.address)\(Self.images): more than 5 redirects")
    #expect(loop.requests.count == 6)
  }

  @Test func onlyTheWebIsAsked() throws {
    let source = try TemporaryFolder()
    for (name, body) in Self.bodies { try source.write(body, to: name) }
    let file = "file://\(source.path)/"
    let server = try LoopbackServer { request, _ in
      LoopbackServer.Reply(status: 302, headers: ["Location: \(file)" + request.path.dropFirst()])
    }
    defer { server.stop() }
    for mirror in [file, server.address] {
      let folder = try TemporaryFolder()
      let (entry, path) = (Self.entry([mirror]), folder.path)
      let error = #expect(throws: InputError.self) { try Self.download(entry, to: path) }
      #expect(error?.kind == .missing)
      #expect(folder.bytes("small/" + Self.images) == nil)
    }
  }

  @Test func aFileLongerThanItsSizeIsRefused() throws {
    let server = try Self.server { request, _ in
      LoopbackServer.Reply(body: Self.body(request) + [UInt8](repeating: 0, count: 1000))
    }
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let (entry, path) = (Self.entry([server.address]), folder.path)
    let error = #expect(throws: InputError.self) { try Self.download(entry, to: path) }
    #expect(error?.found?.hasSuffix("the file is longer than \(Self.bodies[Self.images]!.count) bytes") == true)
    #expect(folder.bytes("small/\(Self.images).partial") == nil)
  }

  @Test func everyMirrorIsNamedWhenNoneAnswers() throws {
    let closed = "http://127.0.0.1:\(try LoopbackServer.closedPort())/"
    let missing = try LoopbackServer { _, _ in LoopbackServer.Reply(status: 404) }
    defer { missing.stop() }
    let folder = try TemporaryFolder()
    let (entry, path) = (Self.entry([closed, missing.address]), folder.path)
    let error = #expect(throws: InputError.self) {
      try DatasetDownload(entry, to: path, alsoIn: ["/a", "/b"], command: "curl", pause: 1000).run()
    }
    #expect(error?.kind == .missing)
    #expect(error?.what == "Small is neither on the disk nor can it be downloaded")
    #expect(error?.expected == "small/ in one of /a, /b, or an answer from one of 2 addresses")
    #expect(error?.found?.contains(closed + Self.images + ": ") == true)
    #expect(error?.found?.contains(missing.address + Self.images + ": HTTP status 404") == true)
    #expect(error?.remedy?.contains("put the four files into \(path)/small") == true)
  }

  @Test func withoutCurlItSaysWhatToInstall() throws {
    let folder = try TemporaryFolder()
    let (entry, path) = (Self.entry(["http://127.0.0.1:1/"]), folder.path)
    let error = #expect(throws: InputError.self) {
      try Self.download(entry, to: path, command: "curl-that-is-not-there")
    }
    #expect(error?.kind == .unavailable)
    #expect(error?.what == "the command curl-that-is-not-there cannot be run")
    #expect(error?.found == "No such file or directory")
    #expect(error?.remedy?.hasPrefix("install it") == true)
  }

  @Test func aFolderThatCannotBeMadeIsSaidSo() throws {
    let folder = try TemporaryFolder()
    try folder.write([1], to: "file")
    let (entry, path) = (Self.entry(["http://127.0.0.1:1/"]), folder.path + "/file")
    let error = #expect(throws: InputError.self) { try Self.download(entry, to: path) }
    #expect(error?.kind == .unwritable)
    #expect(error?.what == "the folder cannot be created")
    #expect(error?.path == path)
    #expect(error?.found == "File exists")
  }

  #if os(Linux)
    @Test(.enabled(if: geteuid() == 0)) func aFullDiskIsSaidSo() throws {
      let folder = try TemporaryFolder()
      guard mount("tmpfs", folder.path, "tmpfs", 0, "size=8k") == 0 else {
        try Test.cancel("this process may not mount")
      }
      defer { umount(folder.path) }
      let server = try Self.server()
      defer { server.stop() }
      let (entry, path) = (Self.entry([server.address]), folder.path)
      let error = #expect(throws: InputError.self) { try Self.download(entry, to: path) }
      #expect(error?.kind == .broken)
      #expect(error?.what == "the download cannot be written")
    }
  #endif

  @Test func twoAtOnceTakeTurns() async throws {
    let server = try Self.server { request, _ in
      usleep(200_000)
      return .file(Self.body(request), request)
    }
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let (entry, path) = (Self.entry([server.address]), folder.path)
    let (first, second) = try sideBySide(
      { () throws(InputError) in try Self.download(entry, to: path) },
      { () throws(InputError) in try Self.download(entry, to: path) })
    #expect(first == second)
    try Self.expectWhole(folder)
    #expect(server.requests.count == 4)
  }
}
