import Foundation
import InklingFiles
import Testing

@testable import InklingFormats

/// TensorBoard's own readers on our files, and our reader on its files.
@Suite(.enabled(if: TensorBoardPeer.isThere, "TensorBoard is not there"))
struct TensorBoardPeerTests {
  private let folder = NSTemporaryDirectory() + "inkling-peer-\(UUID().uuidString)"

  private func write(_ form: SummaryForm) throws -> TensorBoardPeer.Found {
    let writer = try EventWriter(folder: folder, after: nil, wallTime: 1, form: form)
    for event in EventExamples.all.dropFirst(2) { try writer.write(event) }
    return try TensorBoardPeer.read(folder)
  }

  @Test func everythingIsRead() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let found = try write(.fields)
    #expect(found.scalars == ["train/loss": [.init(7, 0.5), .init(14, 0)]])
    let histogram = try #require(found.histograms["weights/conv1"]?.first)
    #expect(histogram.step == 14)
    #expect((histogram.value.min, histogram.value.max, histogram.value.num, histogram.value.sum) == (-1, 3, 4, 2.25))
    #expect(histogram.value.sum_squares == 10.0625)
    #expect(histogram.value.bucket_limit == [0, 1, 2, 3])
    #expect(histogram.value.bucket == [1, 2, 0, 1])
    let image = try #require(found.images["images"]?.first)
    #expect((image.step, image.width, image.height) == (14, 1, 1))
    #expect(image.hexadecimal == EventExamples.png.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    #expect(found.text["card"]?.first?.texts == ["# A card\n\nof a run"])
    #expect(found.text["table"]?.first?.texts == ["a", "b"])
    #expect(found.plugins["weights/conv1"] == "histograms")
    #expect(found.plugins["images"] == "images")
    #expect(found.plugins["train/loss"] == "scalars")
    #expect(found.warnings == [])
  }

  @Test func theGraphIsRead() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let graph = try #require(try write(.fields).graph)
    #expect(graph.map(\.name) == ["input", "conv1"])
    #expect(graph.map(\.op) == ["Input", "Conv2d"])
    #expect(graph.map(\.input) == [[], ["input"]])
    #expect(
      graph[1].attr == [
        "stride": .text("[1, 1]"), "channels": .number(-6), "rate": .number(0.5), "bias": .flag(true),
        "_output_shapes": .shapes([[-1, 6, 24, 24], []]),
      ])
  }

  @Test func theHyperparametersAreRead() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let found = try write(.tensors).hyperparameters
    #expect(found.columns == ["epochs": 3, "optimizer": 1, "shuffle": 2])
    #expect(found.metrics == ["train/loss", "test/accuracy"])
    #expect(found.group == "mnist")
    #expect(found.values == ["epochs": .number(3), "optimizer": .text("sgd"), "shuffle": .flag(false)])
    #expect(found.status == 1)
  }

  @Test func tensorsAreShownByTheSamePlugins() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let found = try write(.tensors)
    #expect(found.plugins["weights/conv1"] == "histograms")
    #expect(found.plugins["images"] == "images")
    #expect(found.plugins["train/loss"] == "scalars")
    #expect(found.series["train/loss"] == [7, 14])
    #expect(found.warnings == [])
  }

  /// Killed in a record, and resumed from an earlier step: every reader finds each step once.
  @Test func aResumedRunHasEachStepOnce() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let writer = try EventWriter(folder: folder, after: nil, wallTime: 1)
    for step in 1...10 {
      try writer.write(step, [SummaryValue("loss", .scalar(Double(step)))], wallTime: Double(step))
    }
    try DurableFile.write(try FileBytes.read(writer.path).dropLast(5), to: writer.path)
    // What is there of a killed run is read too.
    #expect(try TensorBoardPeer.read(folder).series["loss"] == Array(1...9))
    let second = try EventWriter(folder: folder, after: 6, wallTime: 20)
    for step in 7...12 {
      try second.write(step, [SummaryValue("loss", .scalar(-Double(step)))], wallTime: Double(step))
    }
    let found = try TensorBoardPeer.read(folder)
    #expect(found.series["loss"] == Array(1...12))
    #expect(found.scalars["loss"] == (1...12).map { .init($0, Double($0 < 7 ? $0 : -$0)) })
    #expect(found.warnings == [])
  }

  @Test func itsFilesAreRead() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try TensorBoardPeer.write(folder)
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
    #expect(EventFile.begins(try FileBytes.read("\(folder)/\(name)")))
    let events = try EventFile.events(of: "\(folder)/\(name)")
    #expect(events[0].content == .fileVersion("brain.Event:2"))
    let values = events.compactMap { event -> SummaryValue? in
      if case .summary(let values) = event.content { values.first } else { nil }
    }
    #expect(values.contains(SummaryValue("accuracy", .scalar(0.75))))
    #expect(values.contains(SummaryValue("note", .text(["*hello*"]))))
    #expect(
      values.contains(
        EventExamples.hyperparameters(
          .start(
            [.init("name", .text("x")), .init("on", .flag(true)), .init("rate", .number(0.5))], group: "t", time: 1))))
    let histogram = try #require(values.first { $0.tag == "numbers" })
    guard case .histogram(let numbers) = histogram.content else {
      Issue.record("no histogram: \(histogram)")
      return
    }
    #expect(numbers.limits == [2, 3, 4])
    #expect(numbers.counts == [1, 2, 1])
  }
}
