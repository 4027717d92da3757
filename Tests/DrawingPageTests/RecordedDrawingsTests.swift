import Foundation
import InklingFiles
import InklingImages
import Testing

/// The page frames and fits pictures by a twin in JavaScript: the browser's test holds it against what is recorded here.
@Suite struct RecordedDrawingsTests {
  @Test func whatIsRecordedIsWhatTheProgramDoes() throws {
    let recorded = try RecordedDrawings.recorded.get()
    #expect(recorded.digits == RecordedDrawings.ways())
    #expect(recorded.sizes == RecordedDrawings.sizes)
    let drawn = DrawnPictures.all()
    #expect(recorded.pictures.map(\.name) == drawn.map(\.name))
    for (own, (name, picture)) in zip(recorded.pictures, drawn) {
      let bytes = try #require(Data(base64Encoded: own.png))
      #expect(try PictureFile.decode(Array(bytes), path: name) == picture, "\(name)")
      #expect(own.lines == RecordedDrawings.lines(of: picture), "\(name)")
      #expect(own.fitted == RecordedDrawings.fitted(picture), "\(name)")
    }
  }

  @Test func whatIsRecordedIsWorthIt() throws {
    let recorded = try RecordedDrawings.recorded.get()
    #expect(recorded.digits.count == 10 && recorded.digits.allSatisfy { !$0.isEmpty })
    let counts = Dictionary(uniqueKeysWithValues: recorded.pictures.map { ($0.name, $0.lines.map(\.count)) })
    #expect(counts["blank"] == [] && counts["number"] == [3] && counts["two lines"] == [2, 1])
    #expect(counts["ruled"] == [2] && (counts["touching"]?.first ?? 0) > 2)
  }
}
