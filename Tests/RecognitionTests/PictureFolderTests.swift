import InklingFiles
import InklingImages
import InklingPlatform
import InklingRecognition
import InklingTestSupport
import Testing

@Suite struct PictureFolderTests {
  private let folder: TemporaryFolder
  private static let dot = Array("P5\n1 1\n255\n0".utf8)

  init() throws { folder = try TemporaryFolder() }

  private func write(_ name: String) throws {
    let path = folder.path + "/" + name
    try Folder.create(DurableFile.folder(of: path))
    try DurableFile.write(Self.dot, to: path)
  }

  private func link(_ name: String, to target: String) throws {
    try #require(symlink(target, folder.path + "/" + name) == 0)
  }

  /// The names of what was found, faults with what they say.
  private func found() -> [String] {
    PictureSources([folder.path]).all.map { source in
      let name = String(PictureSources.name(of: source).dropFirst(folder.path.count + 1))
      if case .fault(let error) = source { return "\(name): \(error.what)" }
      return name
    }
  }

  @Test func foldersBelowAreSearched() throws {
    for name in ["b/2.png", "b/1.png", "a.png", "c/d/e/3.gif", ".hidden/4.png", "b/notes.txt", "x.png/5.png"] {
      try write(name)
    }
    #expect(found() == ["a.png", "b/1.png", "b/2.png", "c/d/e/3.gif", "x.png/5.png"])
  }

  @Test func linksThatLeadBackAreNamed() throws {
    try write("a/1.png")
    try link("a/up", to: "..")
    try link("b", to: "a")
    try link("self.png", to: "self.png")
    #expect(
      found() == [
        "a/1.png", "a/up: a link leads back to a folder above it",
        "b: a link leads to a folder that was searched already",
        "self.png",
      ])
  }

  @Test func theDepthIsBounded() throws {
    let deep = (0..<31).map { "\($0)" }.joined(separator: "/")
    try write(deep + "/last.png")
    try write(deep + "/more/beyond.png")
    #expect(found() == [deep + "/last.png", deep + "/more: folders are nested too deep"])
  }

  @Test func aNameOfAnyBytesIsRead() throws {
    let path = BytePath(folder.path).appending(Array("caf".utf8) + [0xE9] + Array(".pgm".utf8))
    let opened = try #require(path.withSystemPath { open($0, O_CREAT | O_WRONLY, 0o600) })
    #expect(opened >= 0 && Self.dot.withUnsafeBytes { systemWrite(opened, $0.baseAddress, $0.count) } == Self.dot.count)
    close(opened)
    let source = PictureSources([folder.path]).all[0]
    #expect(PictureSources.name(of: source) == folder.path + "/caf\\xe9.pgm")
    #expect(try PictureSources.picture(of: source).width == 1)
    let alone = PictureSources([path]).all[0]
    #expect(try PictureSources.picture(of: alone).width == 1)
  }

  @Test func aFolderThatMayNotBeReadIsNamed() throws {
    try write("a/1.png")
    try write("b.png")
    let path = folder.path + "/a"
    chmod(path, 0)
    defer { chmod(path, 0o700) }
    // The superuser may read it all the same.
    try #require(geteuid() != 0 || found() == ["a/1.png", "b.png"])
    if geteuid() != 0 { #expect(found() == ["a: the folder may not be read", "b.png"]) }
  }
}
