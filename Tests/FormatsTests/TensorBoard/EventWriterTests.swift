import Foundation
import InklingFiles
import Testing

@testable import InklingFormats

struct EventWriterTests {
  private let root = NSTemporaryDirectory() + "inkling-events-\(UUID().uuidString)"
  private var folder: String { root + "/run/tensorboard" }

  private func loss(_ step: Int) -> [SummaryValue] { [SummaryValue("loss", .scalar(1 / Double(step)))] }

  private var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  /// The steps of all values under a tag, file after file, as TensorBoard reads them.
  private func steps(of tag: String) throws -> [Int] {
    try names.flatMap { try EventFile.events(of: "\(folder)/\($0)") }.flatMap { event -> [Int] in
      guard case .summary(let values) = event.content else { return [] }
      return values.filter { $0.tag == tag }.map { _ in event.step }
    }
  }

  private func write(after step: Int?, _ steps: ClosedRange<Int>, wallTime: Double) throws {
    let writer = try EventWriter(folder: folder, after: step, wallTime: wallTime)
    for step in steps { try writer.write(step, loss(step), wallTime: wallTime) }
  }

  @Test func aFileStartsWithItsVersionAndASession() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    let writer = try EventWriter(folder: folder, after: nil, wallTime: 1_790_000_000.5)
    try writer.write(1, loss(1), wallTime: 1_790_000_001)
    #expect(names == ["events.out.tfevents.1790000000.0000.inkling"])
    #expect(
      try EventFile.events(of: writer.path) == [
        TensorBoardEvent(wallTime: 1_790_000_000.5, step: 0, .fileVersion("brain.Event:2")),
        TensorBoardEvent(wallTime: 1_790_000_000.5, step: 0, .sessionStart),
        TensorBoardEvent(wallTime: 1_790_000_001, step: 1, .summary(loss(1))),
      ])
  }

  @Test func aResumedRunHasEachStepOnce() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    try write(after: nil, 1...10, wallTime: 100)
    try write(after: 6, 7...9, wallTime: 200)
    #expect(try steps(of: "loss") == Array(1...9))
    // Back behind the first cut, as from an older checkpoint: the second file has nothing left and goes.
    try write(after: 4, 5...12, wallTime: 300)
    #expect(try steps(of: "loss") == Array(1...12))
    #expect(names.count == 2)
    let events = try EventFile.events(of: "\(folder)/\(names[1])")
    #expect(events[1] == TensorBoardEvent(wallTime: 300, step: 5, .sessionStart))
  }

  /// The process was killed while it wrote a record.
  @Test func aRecordThatIsCutOffIsCutAway() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    try write(after: nil, 1...3, wallTime: 100)
    let path = "\(folder)/\(names[0])"
    let bytes = try FileBytes.read(path)
    try DurableFile.write(bytes.dropLast(), to: path)
    try write(after: 5, 6...6, wallTime: 200)
    #expect(try steps(of: "loss") == [1, 2, 6])
    for name in names {
      var file = try EventFile("\(folder)/\(name)")
      while try file.next() != nil {}
      #expect(!file.isCutOff)
    }
  }

  @Test func aFileWithNothingInItGoes() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    try write(after: nil, 1...3, wallTime: 100)
    try Data().write(to: URL(filePath: folder + "/events.out.tfevents.0000000150.0000.inkling"))
    try write(after: 3, 4...4, wallTime: 200)
    #expect(names.count == 2)
  }

  @Test func whatIsSaidAnewGoes() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    let writer = try EventWriter(folder: folder, after: nil, wallTime: 100)
    let end = EventExamples.hyperparameters(.end(.success, time: 100))
    try writer.write(3, [SummaryValue("test/loss", .scalar(1))], wallTime: 100)
    try writer.write(3, loss(3) + [end], wallTime: 100)
    try writer.write(3, [end], wallTime: 100)
    _ = try EventWriter(folder: folder, after: 3, wallTime: 200) { $0.tag == end.tag || $0.tag.hasPrefix("test/") }
    #expect(try steps(of: "test/loss").isEmpty)
    #expect(try steps(of: end.tag) == [3])
    #expect(try steps(of: "loss") == [3])
  }

  @Test func aRunFromTheStartRemovesAll() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    try write(after: nil, 1...3, wallTime: 100)
    try write(after: nil, 1...2, wallTime: 50)
    #expect(names == ["events.out.tfevents.0000000050.0000.inkling"])
    #expect(try steps(of: "loss") == [1, 2])
  }

  /// TensorBoard reads the files by their names: a clock that stands still or goes back must not change the order.
  @Test func filesAreInTheOrderOfTheirWriting() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    try write(after: nil, 1...2, wallTime: 9_999_999_999)
    try write(after: 2, 3...4, wallTime: 9_999_999_999)
    try write(after: 4, 5...6, wallTime: 5)
    try write(after: 6, 7...8, wallTime: .nan)
    #expect(try steps(of: "loss") == Array(1...8))
    #expect(names.count == 4)
  }

  @Test func aDamagedFileIsNamedAndLeft() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    try write(after: nil, 1...3, wallTime: 100)
    let path = "\(folder)/\(names[0])"
    var bytes = try FileBytes.read(path)
    bytes[14] ^= 1
    try DurableFile.write(bytes, to: path)
    let error = #expect(throws: InputError.self) { try write(after: 2, 3...3, wallTime: 200) }
    #expect(error?.description.hasPrefix("the checksum of a record's data is wrong in \(path) at byte 12") == true)
    #expect(try FileBytes.read(path) == bytes)
    #expect(names.count == 1)
  }

  @Test func aFolderThatCannotBeMadeIsNamed() throws {
    let error = #expect(throws: InputError.self) {
      try EventWriter(folder: "/dev/null/tensorboard", after: nil, wallTime: 1)
    }
    #expect(error?.kind == .unwritable)
  }
}
