import InklingFiles
import InklingFormats
import Testing

@testable import InklingDatasets

/// What is in the files that came.
extension DatasetDownloadTests {
  @Test func aFileWithoutAKnownDigestMustBeOfItsFormat() throws {
    let server = try Self.server { request, before in
      before == 0 ? LoopbackServer.Reply(body: Array("<html>not here</html>".utf8)) : .file(Self.body(request), request)
    }
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let (entry, path) = (Self.entry([server.address], knowsDigests: false), folder.path)
    let error = #expect(throws: InputError.self) { try Self.download(entry, to: path) }
    #expect(error?.kind == .malformed)
    #expect(error?.what == "wrong magic number")
    #expect(folder.bytes("small/" + Self.images) == nil)
    var digests: [String: String] = [:]
    try Self.download(entry, to: folder.path) { event in
      if case .unverified(let file, let sha256) = event { digests[file] = sha256 }
    }
    try Self.expectWhole(folder)
    #expect(digests.count == 4)
    #expect(server.requests.count == 5)
    try Self.download(entry, to: folder.path)
    #expect(server.requests.count == 5)
    #expect(digests["\(path)/small/\(Self.images)"] == sha256Hex(Self.bodies[Self.images]!))
  }

  @Test func anArchiveIsFetchedUnpackedAndRemoved() throws {
    var writer = ZipWriter()
    for (name, bytes) in Self.bodies { try writer.add("gzip/" + name, bytes, isDeflated: name < "train") }
    let archive = writer.finish()
    let server = try LoopbackServer { request, _ in .file(archive, request) }
    defer { server.stop() }
    let small = Self.entry([])
    let entry = CatalogEntry(
      name: "small", title: "Small", classNames: Catalog.digits, train: small.train, test: small.test,
      origin: .archive(
        CatalogFile("all.zip", size: archive.count, sha256: sha256Hex(archive)), folder: "gzip/",
        mirrors: [server.address]),
      folders: ["small"])
    let folder = try TemporaryFolder()
    for _ in 0..<2 { try Self.download(entry, to: folder.path) }
    try Self.expectWhole(folder)
    #expect(server.requests.map(\.path) == ["/all.zip"])
  }
}
