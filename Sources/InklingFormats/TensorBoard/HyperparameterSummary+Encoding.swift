extension HyperparameterSummary {
  /// The plugin's data.
  func encoded() -> [UInt8] {
    var writer = ProtobufWriter()
    writer.integer(1, 0)
    switch self {
    case .experiment(let columns, let metrics):
      writer.message(2) { experiment in
        for column in columns {
          experiment.message(4) { info in
            info.text(1, column.name)
            if let kind = column.kind { info.integer(4, Int64(kind.rawValue)) }
          }
        }
        for metric in metrics {
          experiment.message(5) { info in info.message(1) { $0.text(2, metric) } }
        }
      }
    case .start(let parameters, let group, let time):
      writer.message(3) { start in
        for parameter in parameters.sorted(by: { $0.name < $1.name }) {
          start.message(1) { entry in
            entry.text(1, parameter.name)
            entry.message(2) { parameter.value.write(to: &$0) }
          }
        }
        start.text(4, group)
        start.double(5, time)
      }
    case .end(let ending, let time):
      writer.message(4) { end in
        end.integer(1, Int64(ending.rawValue))
        end.double(2, time)
      }
    }
    return writer.bytes
  }
}

extension HyperparameterSummary.Value {
  /// As a `google.protobuf.Value`.
  fileprivate func write(to writer: inout ProtobufWriter) {
    switch self {
    case .number(let number): writer.double(2, number)
    case .text(let text): writer.text(3, text)
    case .flag(let flag): writer.bool(4, flag)
    }
  }
}
