import Testing

@testable import InklingDatasets

struct ExplorationDuplicateReportTests {
  typealias Place = DuplicateReport.Place

  /// Images of three bytes, told apart by the middle one.
  private func report(train: [(UInt8, label: UInt8)], test: [(UInt8, label: UInt8)]) -> DuplicateReport {
    func split(_ images: [(UInt8, label: UInt8)]) -> LabeledImages {
      LabeledImages(
        images: images.flatMap { [7, $0.0, 9] }, labels: images.map(\.label), channels: 1, height: 1, width: 3,
        classNames: ["a", "b"])
    }
    return DuplicateReport(
      of: Dataset(name: "small", train: split(train), test: split(test), notes: [], source: "made up"))
  }

  @Test func differentImagesAreNoDuplicates() {
    let report = report(train: (0..<200).map { ($0, label: 0) }, test: [(200, label: 0)])
    for findings in [report.withinTrain, report.withinTest, report.acrossSplits] {
      #expect(findings == DuplicateReport.Findings())
    }
  }

  @Test func countsGroupsImagesAndConflicts() {
    let report = report(
      train: [(1, label: 0), (2, label: 0), (1, label: 0), (3, label: 0), (2, label: 1), (1, label: 0)],
      test: [(3, label: 0), (4, label: 0), (4, label: 1), (1, label: 1)])
    #expect((report.withinTrain.groups, report.withinTrain.images) == (2, 5))
    #expect(report.withinTrain.conflictingLabels == 1)
    #expect((report.withinTest.groups, report.withinTest.images) == (1, 2))
    #expect(report.withinTest.conflictingLabels == 1)
    #expect((report.acrossSplits.groups, report.acrossSplits.images) == (2, 6))
    #expect(report.acrossSplits.conflictingLabels == 1)
  }

  @Test func examplesNameThePlacesConflictsFirst() {
    let report = report(
      train: [(1, label: 0), (1, label: 0), (2, label: 0), (2, label: 1)], test: [(5, label: 0), (1, label: 0)])
    #expect(
      report.withinTrain.examples == [
        [Place(split: .train, index: 2, label: 0), Place(split: .train, index: 3, label: 1)],
        [Place(split: .train, index: 0, label: 0), Place(split: .train, index: 1, label: 0)],
      ])
    #expect(report.acrossSplits.examples.first?.last == Place(split: .test, index: 1, label: 0))
  }

  @Test func examplesAreLimited() {
    let report = report(train: (0..<400).map { (UInt8($0 % 20), label: 0) }, test: [])
    #expect((report.withinTrain.groups, report.withinTrain.images) == (20, 400))
    #expect(report.withinTrain.examples.count == 8 && report.withinTrain.examples.allSatisfy { $0.count == 8 })
  }

  /// One bit anywhere, in whole words or in the bytes after the last one, makes another image.
  @Test(arguments: [1, 7, 8, 9, 23])
  func everyBitCounts(size: Int) {
    let base = (0..<size).map { UInt8($0) }
    var images = [base]
    for bit in 0..<size * 8 {
      var image = base
      image[bit / 8] ^= 1 << UInt8(bit % 8)
      images.append(image)
    }
    let split = LabeledImages(
      images: images.flatMap { $0 }, labels: [UInt8](repeating: 0, count: images.count), channels: 1, height: 1,
      width: size, classNames: ["a"])
    let same = LabeledImages(images: base, labels: [0], channels: 1, height: 1, width: size, classNames: ["a"])
    let report = DuplicateReport(
      of: Dataset(name: "bits", train: split, test: same, notes: [], source: "made up"))
    #expect(report.withinTrain.groups == 0)
    #expect(
      report.acrossSplits.examples == [
        [Place(split: .train, index: 0, label: 0), Place(split: .test, index: 0, label: 0)]
      ])
  }
}
