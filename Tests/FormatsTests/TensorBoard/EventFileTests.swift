import InklingFiles
import Testing

@testable import InklingFormats

struct EventFileTests {
  private func read(_ bytes: [UInt8]) throws -> [TensorBoardEvent] {
    var file = EventFile(bytes: bytes, path: "a.tfevents")
    var events: [TensorBoardEvent] = []
    while let event = try file.next() { events.append(event) }
    return events
  }

  @Test func everyEventComesBack() throws {
    #expect(try read(EventExamples.file()) == EventExamples.all)
  }

  /// A picture's channels and a histogram's sums are not in the tensors.
  @Test func everyEventComesBackFromTensors() throws {
    let events = try read(EventExamples.file(as: .tensors))
    #expect(Array(events.prefix(5)) == Array(EventExamples.all.prefix(5)))
    guard case .summary(let values) = events[5].content else {
      Issue.record("no summary: \(events[5])")
      return
    }
    #expect(values[0] == SummaryValue("train/loss", .scalar(-0.0)))
    guard case .histogram(let histogram) = values[1].content, case .image(let image) = values[2].content else {
      Issue.record("no histogram and image: \(values)")
      return
    }
    #expect((histogram.least, histogram.most, histogram.count) == (-1, 3, 4))
    #expect(histogram.limits == EventExamples.histogram.limits)
    #expect(histogram.counts == EventExamples.histogram.counts)
    #expect((image.width, image.height, image.png) == (1, 1, EventExamples.png))
  }

  /// TensorFlow's writer says whose a tag is with its first value alone.
  @Test func aTagKeepsItsPlugin() throws {
    let first = TensorBoardEvent(wallTime: 0, step: 1, .summary([SummaryValue("a", .scalar(1))]))
    var writer = ProtobufWriter()
    writer.message(5) { summary in
      summary.message(1) { value in
        value.text(1, "a")
        value.message(8) { SummaryTensor.write([Float(2)], shape: [], to: &$0) }
      }
    }
    let bytes = EventExamples.file([first], as: .tensors) + TFRecords.record(writer.bytes)
    #expect(try read(bytes).last?.content == .summary([SummaryValue("a", .scalar(2))]))
  }

  @Test func aLastRecordThatIsCutOffIsLeftOut() throws {
    var file = EventFile(bytes: EventExamples.file().dropLast(3), path: "a.tfevents")
    var count = 0
    while try file.next() != nil { count += 1 }
    #expect(count == EventExamples.all.count - 1)
    #expect(file.isCutOff)
  }

  @Test func whatIsNoEventIsNamed() {
    // A tf.Example: its first field is a message, where an event has its time.
    var writer = ProtobufWriter()
    writer.message(1) { $0.text(1, "feature") }
    let error = #expect(throws: InputError.self) {
      try read(EventExamples.file(Array(EventExamples.all.prefix(1))) + TFRecords.record(writer.bytes))
    }
    #expect(
      error?.description.hasPrefix("the field 1 has a wrong wire type, in the message 'event' in a.tfevents at byte 54")
        == true, "\(error?.description ?? "")")
  }

  @Test func aHistogramWithoutAllItsCountsIsNamed() {
    var writer = ProtobufWriter()
    writer.message(5) { summary in
      summary.message(1) { value in value.message(5) { $0.doubles(6, [1, 2]) } }
    }
    let error = #expect(throws: InputError.self) { try read(TFRecords.record(writer.bytes)) }
    #expect(error?.description.contains("a histogram's counts are not those of its limits") == true)
    #expect(error?.description.contains("expected 2, found 0") == true)
  }

  /// A shape's product beyond 64 bits, and one of a negative dimension.
  @Test(arguments: [[1 << 40, 1 << 40], [-1], [1 << 30]])
  func anArrayThatDoesNotFillItsShapeIsNamed(shape: [Int]) {
    var writer = ProtobufWriter()
    writer.message(5) { summary in
      summary.message(1) { value in
        value.message(9) { $0.message(1) { $0.text(1, "scalars") } }
        value.message(8) { SummaryTensor.write([Float(2)], shape: shape, to: &$0) }
      }
    }
    let error = #expect(throws: InputError.self) { try read(TFRecords.record(writer.bytes)) }
    #expect(error?.description.contains("an array does not fill its shape") == true)
  }

  /// Bytes are changed behind the checksums, so that what reads the messages sees them.
  @Test func changedMessagesAreReadOrRefused() {
    var state: UInt64 = 1
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let records = SummaryForm.allCases.flatMap { form in EventExamples.all.map { $0.encoded(as: form) } }
    var refused = 0
    for _ in 0..<20_000 {
      var data = records[random(records.count)]
      for _ in 0...random(4) { data[random(data.count)] = UInt8(random(256)) }
      do {
        _ = try read(TFRecords.record(data))
      } catch {
        #expect((error as? InputError)?.kind == .malformed)
        refused += 1
      }
    }
    #expect((1000..<19_000).contains(refused), "\(refused) of 20000 were refused")
  }
}
