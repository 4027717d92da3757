import Fuzzing
import InklingFiles
import InklingFormats

/// A file's records have checksums, which no fuzzer guesses: the bytes are read as a file, and as the data of one record. What
/// is read must come back when it is written.
@main
enum FuzzEventFile {
  static func main() {
    Fuzzing.run { (bytes) throws(InputError) in
      var file = EventFile(bytes: bytes, path: "fuzz")
      do throws(InputError) {
        while let event = try file.next() { try check(event) }
      } catch {
        precondition(error.kind == .malformed, error.what)
      }
      guard bytes.count <= TFRecords.largestRecord else { return }
      var record = EventFile(bytes: TFRecords.record(bytes), path: "fuzz")
      guard let event = try record.next() else { preconditionFailure("a whole record was not read") }
      let end = try record.next()
      precondition(end == nil && !record.isCutOff)
      try check(event)
    }
  }

  private static func check(_ event: TensorBoardEvent) throws(InputError) {
    guard canBeWritten(event) else { return }
    for form in SummaryForm.allCases {
      let data = event.encoded(as: form)
      var file = EventFile(bytes: TFRecords.record(data))
      let again = try file.next()
      // Compared as bytes: a NaN is not equal to itself. Tensors do not hold all of a histogram or a picture.
      if form == .fields { precondition(again?.encoded(as: form) == data) }
    }
  }

  private static func canBeWritten(_ event: TensorBoardEvent) -> Bool {
    switch event.content {
    case .other: false
    case .graph(let nodes): nodes.allSatisfy { $0.attributes.values.allSatisfy { $0 != .other } }
    case .summary(let values):
      values.allSatisfy { value in
        if case .other = value.content { false } else { true }
      }
    case .fileVersion, .sessionStart: true
    }
  }
}
