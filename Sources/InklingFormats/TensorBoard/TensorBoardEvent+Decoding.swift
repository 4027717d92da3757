import InklingFiles

extension TensorBoardEvent {
  /// Reads a record's data.
  ///
  /// - Parameter plugins: by whom each tag's values are shown, where a file says it with the first of them alone.
  /// - Throws: `InputError` of kind `.malformed` for what is no event.
  init(_ reader: ProtobufReader, plugins: inout [String: String]) throws(InputError) {
    var reader = reader
    self.init(wallTime: 0, step: 0, .other(field: 0))
    while let field = try reader.next() {
      switch field.number {
      case 1: wallTime = try reader.double(field)
      case 2: step = Int(try reader.integer(field))
      case 3: content = .fileVersion(try reader.text(field))
      case 4: content = .graph(try TensorBoardNode.graph(reader.message(field, of: "graph")))
      case 5: content = .summary(try Self.summary(reader.message(field, of: "summary"), &plugins))
      case 7: content = try Self.isStart(reader.message(field, of: "session")) ? .sessionStart : .other(field: 7)
      case 6, 8, 9: content = .other(field: field.number)
      default: continue
      }
    }
  }

  private static func summary(
    _ reader: ProtobufReader, _ plugins: inout [String: String]
  ) throws(InputError) -> [SummaryValue] {
    var reader = reader
    var values: [SummaryValue] = []
    while let field = try reader.next() {
      guard field.number == 1 else { continue }
      values.append(try SummaryValue(reader.message(field, of: "value"), plugins: &plugins))
    }
    return values
  }

  private static func isStart(_ reader: ProtobufReader) throws(InputError) -> Bool {
    var reader = reader
    var status: Int64 = 0
    while let field = try reader.next() {
      if field.number == 1 { status = try reader.integer(field) }
    }
    return status == 1
  }
}
