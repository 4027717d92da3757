import InklingDatasets
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingCommand

@Suite struct DatasetSourceTests {
  @Test func namesAreThoseOfTheCatalogAndTheDrawnDigits() throws {
    #expect(DatasetSource.names.first == "mnist")
    #expect(
      DatasetSource.names.suffix(5) == [
        "strokes", "strokes-large", "strokes-sequences", "strokes-sequences-large", "captcha",
      ])
    #expect(try DatasetSource("MNIST", folder: nil).name == "mnist")
    #expect(try DatasetSource("emnist-letters", folder: nil).classNames.count == 26)
    #expect(try DatasetSource("strokes", folder: nil).locate() == nil)
    #expect(throws: InputError.self) { try DatasetSource("minst", folder: nil) }
  }

  @Test func oneDrawnImageIsThatOfTheWholeSet() throws {
    let source = try DatasetSource("strokes", folder: nil)
    let (all, one) = (try source.loadTestSet(), try source.loadTestImage(33))
    #expect(one.count == 1)
    #expect(all[33].elementsEqual(one.images))
    #expect(all.labels[33] == one.labels[0])
    #expect(throws: InputError.self) { try source.loadTestImage(all.count) }
    #expect(throws: InputError.self) { try source.loadTestImage(-1) }
  }

  @Test func theTestSetAloneIsThatOfBoth() throws {
    let sandbox = try Sandbox()
    let source = try DatasetSource("mnist", folder: sandbox.file("data"))
    let test = try source.load().test
    let same = try source.loadTestSet() == test
    #expect(same)
    #expect(try source.loadTestImage(95).images.elementsEqual(test[95]))
  }
}
