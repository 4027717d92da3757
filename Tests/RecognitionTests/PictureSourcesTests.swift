import InklingFiles
import InklingImages
import InklingRecognition
import InklingTestSupport
import Testing

@Suite struct PictureSourcesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ name: String, _ bytes: [UInt8] = Array("P5\n1 1\n255\n0".utf8)) throws {
    try DurableFile.write(bytes, to: folder.path + "/" + name)
  }

  private func names(_ arguments: [String]) -> [String] { PictureSources(arguments).all.map(PictureSources.name) }

  @Test func aFoldersPicturesAreSorted() throws {
    for name in ["b.png", "a.PGM", "10.jpg", "notes.txt", ".hidden.png", "with\nline.gif"] { try write(name) }
    #expect(
      names([folder.path, "-", folder.path + "/notes.txt"])
        == ["10.jpg", "a.PGM", "b.png", "with\nline.gif"].map { folder.path + "/" + $0 } + [
          "-", folder.path + "/notes.txt",
        ])
  }

  @Test func anEmptyFolderIsNamed() throws {
    guard case .fault(let error) = PictureSources([folder.path]).all[0] else {
      Issue.record("no fault")
      return
    }
    #expect(error.kind == .missing && error.description.contains("the folder holds no pictures in \(folder.path)"))
  }

  @Test func aNameThatIsNoUTF8IsNamed() throws {
    guard case .fault(let error) = PictureSources(["caf\u{FFFD}.png"]).all[0] else {
      Issue.record("no fault")
      return
    }
    #expect(error.description.contains("no UTF-8"))
  }

  @Test func whatIsNotThereIsAFault() throws {
    let source = PictureSources([folder.path + "/none.png"]).all[0]
    let error = #expect(throws: InputError.self) { try PictureSources.picture(of: source) }
    #expect(error?.kind == .missing && error?.path == folder.path + "/none.png")
  }
}
