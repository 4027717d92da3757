import InklingFiles

extension HyperparameterSummary {
  /// The plugin's data; nil for one that says none of the three.
  static func read(_ reader: ProtobufReader) throws(InputError) -> HyperparameterSummary? {
    var reader = reader
    var summary: HyperparameterSummary?
    while let field = try reader.next() {
      switch field.number {
      case 2: summary = try experiment(reader.message(field, of: "experiment"))
      case 3: summary = try start(reader.message(field, of: "session's start"))
      case 4: summary = try end(reader.message(field, of: "session's end"))
      default: continue
      }
    }
    return summary
  }

  private static func experiment(_ reader: ProtobufReader) throws(InputError) -> HyperparameterSummary {
    var reader = reader
    var columns: [Column] = []
    var metrics: [String] = []
    while let field = try reader.next() {
      switch field.number {
      case 4: columns.append(try Column(reader.message(field, of: "hyper-parameter")))
      case 5: metrics.append(try metric(reader.message(field, of: "metric")))
      default: continue
      }
    }
    return .experiment(columns: columns, metrics: metrics)
  }

  /// A metric's tag.
  private static func metric(_ reader: ProtobufReader) throws(InputError) -> String {
    var reader = reader
    var tag = ""
    while let field = try reader.next() {
      guard field.number == 1 else { continue }
      var name = try reader.message(field, of: "metric's name")
      while let field = try name.next() {
        if field.number == 2 { tag = try name.text(field) }
      }
    }
    return tag
  }

  private static func start(_ reader: ProtobufReader) throws(InputError) -> HyperparameterSummary {
    var reader = reader
    var parameters: [Parameter] = []
    var (group, time) = ("", 0.0)
    while let field = try reader.next() {
      switch field.number {
      case 1: if let parameter = try Parameter(reader.message(field, of: "entry")) { parameters.append(parameter) }
      case 4: group = try reader.text(field)
      case 5: time = try reader.double(field)
      default: continue
      }
    }
    return .start(parameters.sorted { $0.name < $1.name }, group: group, time: time)
  }

  private static func end(_ reader: ProtobufReader) throws(InputError) -> HyperparameterSummary {
    var reader = reader
    var (ending, time) = (Ending.unknown, 0.0)
    while let field = try reader.next() {
      switch field.number {
      case 1: ending = Int(exactly: try reader.integer(field)).flatMap(Ending.init) ?? .unknown
      case 2: time = try reader.double(field)
      default: continue
      }
    }
    return .end(ending, time: time)
  }
}

extension HyperparameterSummary.Column {
  fileprivate init(_ reader: ProtobufReader) throws(InputError) {
    var reader = reader
    self.init("", nil)
    while let field = try reader.next() {
      switch field.number {
      case 1: name = try reader.text(field)
      case 4: kind = Int(exactly: try reader.integer(field)).flatMap(HyperparameterSummary.Kind.init)
      default: continue
      }
    }
  }
}

extension HyperparameterSummary.Parameter {
  /// An entry of the map from names to `google.protobuf.Value`; nil for a null, which is no value.
  fileprivate init?(_ reader: ProtobufReader) throws(InputError) {
    var reader = reader
    var name = ""
    var value: HyperparameterSummary.Value?
    while let field = try reader.next() {
      switch field.number {
      case 1: name = try reader.text(field)
      case 2: value = try Self.value(reader.message(field, of: "hyper-parameter's value"))
      default: continue
      }
    }
    guard let value else { return nil }
    self.init(name, value)
  }

  private static func value(_ reader: ProtobufReader) throws(InputError) -> HyperparameterSummary.Value? {
    var reader = reader
    var value: HyperparameterSummary.Value?
    while let field = try reader.next() {
      switch field.number {
      case 1: value = nil
      case 2: value = .number(try reader.double(field))
      case 3: value = .text(try reader.text(field))
      case 4: value = .flag(try reader.integer(field) != 0)
      default:
        throw reader.fault(
          "a hyper-parameter's value is of an unknown kind", at: field.offset, expected: "a number, a text or a flag",
          found: "the field \(field.number)")
      }
    }
    return value
  }
}
