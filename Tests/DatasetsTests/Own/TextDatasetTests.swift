import Foundation
import InklingFiles
import InklingImages
import InklingTargets
import Testing

@testable import InklingDatasets

/// Folders and tables of pictures with texts, and everything that can be wrong with them.
@Suite struct TextDatasetTests {
  private func read(
    _ path: String, _ texts: TextReading = TextReading(), image: ImageSize? = nil, skipsCorrupt: Bool = false
  ) throws -> Dataset {
    try Dataset.load(
      contentsOf: path, reading: DatasetReading(image: image, skipsCorrupt: skipsCorrupt, texts: texts, cache: nil))
  }

  private func texts(_ images: LabeledImages) throws -> [String] {
    let alphabet = try Alphabet(classNames: images.classNames)
    let sequences = try #require(images.targets.sequences)
    return (0..<images.count).map { alphabet.decode(sequences[$0]) }
  }

  private func pictures(_ names: [String], in folder: borrowing TemporaryFolder) throws {
    for (place, name) in names.enumerated() { try folder.write(try SmallSets.png(UInt8(place + 1)), to: name) }
  }

  @Test func namesCarryTexts() throws {
    let folder = try TemporaryFolder()
    try pictures(["7GX4.png", "7GX4_000123.PNG", "44_a_b.png", "X.tar.png"], in: folder)
    try folder.write([1], to: "README.md")
    try folder.write([1], to: ".hidden.png")
    let set = try read(folder.path, TextReading(alphabet: Alphabet("47GXtar.")))
    #expect(try texts(set.train) == ["44", "7GX4", "7GX4", "X.tar"] && set.test.count == 0)
    #expect(
      set.train.files.map { $0.split(separator: "/").last } == [
        "44_a_b.png", "7GX4.png", "7GX4_000123.PNG", "X.tar.png",
      ])
    #expect(set.train.images.prefix(16) == ArraySlice(repeating: 3, count: 16))
    #expect(set.notes == ["not taken, being no pictures with a text: README.md", DatasetParts.noTestNote])
    let whole = try TextListing(at: folder.path, separator: "").train.map(\.text)
    #expect(whole == ["44_a_b", "7GX4", "7GX4_000123", "X.tar"])
    #expect(try TextListing(at: folder.path, separator: "_a").train.map(\.text)[0] == "44")
    #expect(set.fingerprint == (try read(folder.path, TextReading(alphabet: Alphabet("47GXtar.")))).fingerprint)
  }

  @Test func theAlphabetIsTheTrainingTexts() throws {
    let folder = try TemporaryFolder()
    try pictures(["train/B1.png", "train/a9.png", "test/1a.png"], in: folder)
    let set = try read(folder.path)
    #expect(set.train.classNames == ["blank", "1", "9", "B", "a"] && set.test.classNames == set.train.classNames)
    #expect(try texts(set.test) == ["1a"] && set.notes == [])
    try pictures(["test/2.png"], in: folder)
    #expect(
      SmallSets.sentence { try read(folder.path) }
        == "the picture's text has a character that the alphabet does not have in \(folder.path)/test/2.png: expected "
        + "characters of \"19Ba\", found \"2\" at place 1 of \"2\"; mend or remove it, or leave such pictures out with "
        + "--skip-bad.")
  }

  @Test func tablesCarryTexts() throws {
    let folder = try TemporaryFolder()
    try pictures(["p/1.png", "p/2.png", "p/3.png"], in: folder)
    try folder.write(Array("\u{FEFF}text,File\r\n\"A,1\",1.png\r\nB,./2.png\r\n".utf8), to: "p/labels.csv")
    let set = try read("\(folder.path)/p")
    #expect(try texts(set.train) == ["A,1", "B"])
    #expect(set.notes.first == "not taken, being no pictures with a text: \(folder.path)/p/3.png")
    let table = try read("\(folder.path)/p/labels.csv")
    #expect(try texts(table.train) == ["A,1", "B"] && table.train.files == set.train.files)
    // Without names of columns, and a table for each part.
    try folder.write(Array("p/1.png,07\n".utf8), to: "train.csv")
    try folder.write(Array("p/2.png,70\n".utf8), to: "test.csv")
    try FileManager.default.createDirectory(atPath: "\(folder.path)/q", withIntermediateDirectories: true)
    for name in ["train.csv", "test.csv"] {
      try FileManager.default.copyItem(atPath: "\(folder.path)/\(name)", toPath: "\(folder.path)/q/\(name)")
    }
    #expect(SmallSets.sentence { try read("\(folder.path)/q") }.contains("q/p/1.png"))
    let parts = try read(folder.path)
    #expect(try texts(parts.train) == ["07"] && texts(parts.test) == ["70"])
  }

  @Test func aspectIsKeptAndTheRestIsPaper() throws {
    // Two columns of ink in the middle of a wide picture of paper 200.
    var samples = [UInt8](repeating: 200, count: 40)
    for row in 1..<3 { samples[row * 10 + 4] = 0; samples[row * 10 + 5] = 0 }
    let wide = DecodedPicture(size: ImageSize(channels: 1, height: 4, width: 10), samples: samples)
    let image = PictureScaling.fitted(wide, in: ImageSize(channels: 1, height: 8, width: 10))
    #expect(Array(image[20..<60]) == samples)
    #expect(image[..<20].allSatisfy { $0 == 200 } && image[60...].allSatisfy { $0 == 200 })
    // A tall one is narrowed, and colours have a paper of their own.
    let red = DecodedPicture(
      size: ImageSize(channels: 3, height: 4, width: 2), samples: (0..<8).flatMap { _ in [250, 10, 20] as [UInt8] })
    let tall = PictureScaling.fitted(red, in: ImageSize(channels: 3, height: 2, width: 5))
    #expect(tall == [250, 10, 20].flatMap { [UInt8](repeating: $0, count: 10) })
    let gray = PictureScaling.fitted(red, in: ImageSize(channels: 1, height: 2, width: 5))
    #expect(Set(gray).count == 1)
    let same = ImageSize(channels: 1, height: 4, width: 10)
    #expect(PictureScaling.fitted(wide, in: same) == samples)
    let line = DecodedPicture(
      size: ImageSize(channels: 1, height: 1, width: 300), samples: .init(repeating: 9, count: 300))
    #expect(PictureScaling.fitted(line, in: same) == [UInt8](repeating: 9, count: 40))
  }

  @Test func sizesMayDiffer() throws {
    let folder = try TemporaryFolder()
    try folder.write(try SmallSets.png(7, width: 20, height: 10), to: "1.png")
    try folder.write(try SmallSets.png(8, width: 10, height: 10), to: "2.png")
    try folder.write(try SmallSets.png(9, width: 20, height: 10), to: "3.png")
    let set = try read(folder.path)
    #expect(set.train.size == ImageSize(channels: 1, height: 10, width: 20))
    #expect(set.notes.first == "1 of 3 pictures were brought from other sizes or colours to 1x10x20, their aspect kept")
    let colors = try read(folder.path, image: ImageSize("3x5x20"))
    #expect(colors.train.images.count == 900 && Set(colors.train.images) == [7, 8, 9])
  }

  @Test func badTextsAreNamedOrCounted() throws {
    let folder = try TemporaryFolder()
    let long = String(repeating: "A", count: 250) + ".png"
    try pictures(["AB.png", "BA_1.png", "_9.png", "A?B.png", "ab.png"], in: folder)
    let alphabet = try Alphabet(named: "upper")
    let sentence = SmallSets.sentence { try read(folder.path, TextReading(alphabet: alphabet)) }
    #expect(sentence.hasPrefix("3 of 5 pictures have a text that cannot be taken in \(folder.path)"))
    for words in [
      "the picture's text is empty", "_9.png", "\"?\" at place 2 of \"A?B\"", "\"a\" at place 1 of \"ab\"",
      "--skip-bad",
    ] {
      #expect(sentence.contains(words), "\(words): \(sentence)")
    }
    let set = try read(folder.path, TextReading(alphabet: alphabet, skipsBad: true))
    #expect(try texts(set.train) == ["AB", "BA"])
    #expect(set.notes.first?.hasPrefix("3 pictures were left out for a text that cannot be taken: ") == true)
    // Damaged ones, too; without it they are named.
    try folder.write(Array("no picture".utf8), to: "BB.png")
    try folder.write([], to: "AA.png")
    let damaged = try read(folder.path, TextReading(alphabet: alphabet, skipsBad: true))
    #expect(damaged.train.count == 2 && damaged.notes.contains { $0.contains("2 damaged pictures were left out") })
    for name in ["_9.png", "A?B.png", "ab.png", "BB.png"] {
      try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)")
    }
    let empty = SmallSets.sentence { try read(folder.path, TextReading(alphabet: alphabet)) }
    #expect(empty.contains("\(folder.path)/AA.png") && empty.contains("empty") && !empty.contains("\n"))
    try FileManager.default.removeItem(atPath: "\(folder.path)/AA.png")
    try pictures([long], in: folder)
    #expect(try read(folder.path, TextReading(alphabet: alphabet)).train.targets.sequences?.longest == 250)
    try folder.write(Array("file,text\nAB.png,\(String(repeating: "A", count: 257))\n".utf8), to: "labels.csv")
    #expect(
      SmallSets.sentence { try read(folder.path) }.contains("no picture of the data set has a text"))
    #expect(
      SmallSets.sentence { try read(folder.path, TextReading(alphabet: alphabet)) }.contains(
        "the picture's text is too long in \(folder.path)/AB.png: expected 1 to 256 characters, found 257"))
    #expect(
      SmallSets.sentence { try read(folder.path, TextReading(alphabet: alphabet, skipsBad: true)) }.contains(
        "no picture of the data set has a text that can be taken"))
  }

  /// What nobody sees on a picture is no part of its text; a space within one is.
  @Test func invisibleCharactersAreRefused() throws {
    let folder = try TemporaryFolder()
    try pictures(["1.png", "2.png"], in: folder)
    for (text, words) in [
      ("A ", "the picture's text ends with a space in \(folder.path)/2.png: expected spaces within a text alone"),
      (" A", "the picture's text begins with a space"),
      (
        "A\u{200B}B",
        "a character that cannot be seen in \(folder.path)/2.png: expected letters, digits and marks, "
          + "found U+200B at place 2"
      ),
      ("A\u{A0}", "found U+00A0 at place 2"),
    ] {
      try folder.write(Array("file,text\n1.png,A B\n2.png,\(text)\n".utf8), to: "labels.csv")
      for alphabet in [nil, try Alphabet("AB \u{200B}\u{A0}")] {
        let sentence = SmallSets.sentence { try read(folder.path, TextReading(alphabet: alphabet)) }
        #expect(sentence.contains(words), "\(text): \(sentence)")
      }
      let set = try read(folder.path, TextReading(skipsBad: true))
      #expect(try texts(set.train) == ["A B"] && set.train.classNames == ["blank", " ", "A", "B"])
    }
  }

  /// Pictures that are left out have no classes, and whoever is tested with them alone is left out, too.
  @Test func theAlphabetIsThatOfThePicturesThatAreRead() throws {
    let folder = try TemporaryFolder()
    try pictures(["train/AB.png", "train/BA.png", "test/A.png", "test/Z.png"], in: folder)
    try folder.write(Array("no picture".utf8), to: "train/ZA.png")
    let set = try read(folder.path, TextReading(skipsBad: true))
    #expect(set.train.classNames == ["blank", "A", "B"] && set.test.classNames == set.train.classNames)
    #expect(try texts(set.train) == ["AB", "BA"] && texts(set.test) == ["A"])
    #expect(set.notes.contains { $0.hasPrefix("1 picture was left out for a text that cannot be taken: ") })
    // Only damaged ones may be left out: a text of the test part may not.
    let sentence = SmallSets.sentence { try read(folder.path, skipsCorrupt: true) }
    #expect(sentence.contains("\(folder.path)/test/Z.png"), "\(sentence)")
    // A given alphabet stays.
    let given = try read(folder.path, TextReading(alphabet: Alphabet("ABZ"), skipsBad: true))
    #expect(given.train.classNames.count == 4 && given.test.count == 2)
  }

  @Test func labelsThatDifferInCaseAloneAreSaid() throws {
    let folder = try TemporaryFolder()
    try pictures(["ab1.png", "Ab.png", "AB.png"], in: folder)
    let upper = TextReading(alphabet: try Alphabet(named: "digits+upper"))
    #expect(
      SmallSets.sentence { try read(folder.path, upper) }.contains(
        "they differ in case alone: uppercase the labels or take an alphabet with both cases"))
    let lower = TextReading(alphabet: try Alphabet(named: "digits+lower"))
    #expect(SmallSets.sentence { try read(folder.path, lower) }.contains("lowercase the labels"))
    #expect(try read(folder.path, TextReading(alphabet: Alphabet(named: "alphanumeric"))).train.count == 3)
    try pictures(["a?.png"], in: folder)
    #expect(SmallSets.sentence { try read(folder.path, upper) }.contains("--skip-bad"))
  }

  @Test func badTablesAreRefused() throws {
    let folder = try TemporaryFolder()
    try pictures(["1.png", "2.png", "sub/1.png"], in: folder)
    for (text, words) in [
      ("file,size\n1.png,4\n", "the table has no column 'text' in \(folder.path)/labels.csv: expected"),
      ("picture no,text\n1.png,4\n", "has no column 'file'"),
      ("a,b,c\n1,2,3\n", "has no column 'file' and none 'text'"),
      (
        "file,text\n1.png,A\n2.png,B\n./1.png,C\n",
        "a picture is in the table twice in \(folder.path)/labels.csv: expected each path once, found 1.png in the rows 1 and 3"
      ),
      ("file,text\nsub/../1.png,A\n2.png,B\n1.png,C\n", "found 1.png in the rows 1 and 3"),
      ("file,text\n1.png,A\n\(folder.path)/1.png,C\n", "a picture is in the table twice"),
      ("file,text,file\n1.png,A,2.png\n", "has two columns of one name"),
      ("file,Text,TEXT\n1.png,A,B\n", "expected each name once, found 'text' 2 times"),
      ("file,text\n", "names no pictures"),
      ("file,text\n1.png\n", "line 2"),
      ("file,text\n,A\n", "row 1 of the table has a path that is no line of text"),
      ("file,text\n3.png,A\n", "\(folder.path)/3.png"),
      ("file,text\n1.png,\n", "1 to 256 characters"),
    ] {
      try folder.write(Array(text.utf8), to: "labels.csv")
      let sentence = SmallSets.sentence { try read(folder.path) }
      #expect(sentence.contains(words), "\(text): \(sentence)")
    }
    try folder.write(Array("file,text\n1.png,".utf8) + [0xE9, 0x0A], to: "labels.csv")
    #expect(SmallSets.sentence { try read(folder.path) }.contains("UTF-8"))
    try folder.write([0xFF, 0xFE] + "file,text\n1.png,A\n".utf8.flatMap { [$0, 0] }, to: "labels.csv")
    #expect(SmallSets.sentence { try read(folder.path) }.contains("the file is no table"))
    try folder.write(Array("file,text\n1.png,\n2.png,B\n".utf8), to: "labels.csv")
    #expect(try read(folder.path, TextReading(skipsBad: true)).train.count == 1)
  }

  @Test func whatIsAmbiguousIsRefused() throws {
    let folder = try TemporaryFolder()
    try pictures(["cats/1.png", "dogs/1.png"], in: folder)
    #expect(
      SmallSets.sentence { try read(folder.path) }.contains("folders of classes, and the task is to read texts"))
    try pictures(["train/1.png"], in: folder)
    #expect(try read(folder.path).notes.first == "not taken, being no pictures with a text: cats/, dogs/")
    try pictures(["2.png"], in: folder)
    #expect(SmallSets.sentence { try read(folder.path) }.contains("several forms at once"))
    let other = try TemporaryFolder()
    #expect(SmallSets.sentence { try read(other.path) }.contains("no pictures"))
    try pictures(["test/1.png"], in: other)
    #expect(SmallSets.sentence { try read(other.path) }.contains("nothing to train on"))
    #expect(SmallSets.sentence { try read("\(other.path)/none") }.contains("there is no such data set"))
    try pictures(["1.png"], in: other)
    let alone = SmallSets.sentence { try read("\(other.path)/1.png") }
    #expect(alone.contains("the file is no data set") && alone.contains("called by their texts into a folder"))
    #expect(
      SmallSets.sentence { try read("\(other.path)/test", image: ImageSize("2x4x4")) }.contains("1 or 3 channels"))
  }
}
