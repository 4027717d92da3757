extension TensorBoardEvent {
  /// The event as a record's data.
  ///
  /// - Parameter form: how scalars, histograms and pictures are written.
  /// - Precondition: the content is none that is only read (`.other`).
  package func encoded(as form: SummaryForm) -> [UInt8] {
    var writer = ProtobufWriter()
    writer.double(1, wallTime)
    writer.integer(2, Int64(step))
    switch content {
    case .fileVersion(let version): writer.text(3, version)
    case .graph(let nodes): writer.bytes(4, nodes.encodedGraph())
    case .summary(let values):
      writer.message(5) { summary in
        for value in values { summary.message(1) { value.write(to: &$0, as: form) } }
      }
    case .sessionStart: writer.message(7) { $0.integer(1, 1) }
    case .other(let field): preconditionFailure("an event with the field \(field) is only read")
    }
    return writer.bytes
  }
}

extension [TensorBoardNode] {
  /// The nodes as a `tensorflow.GraphDef`.
  fileprivate func encodedGraph() -> [UInt8] {
    var writer = ProtobufWriter()
    for node in self { writer.message(1) { node.write(to: &$0) } }
    // The version of TensorFlow's graphs that PyTorch writes too.
    writer.message(4) { $0.integer(1, 22) }
    return writer.bytes
  }
}

extension TensorBoardNode {
  fileprivate func write(to writer: inout ProtobufWriter) {
    writer.text(1, name)
    writer.text(2, operation)
    for input in inputs { writer.text(3, input) }
    for (name, attribute) in attributes.sorted(by: { $0.key < $1.key }) {
      writer.message(5) { entry in
        entry.text(1, name)
        entry.message(2) { attribute.write(to: &$0) }
      }
    }
  }
}

extension TensorBoardNode.Attribute {
  fileprivate func write(to writer: inout ProtobufWriter) {
    switch self {
    case .text(let text): writer.text(2, text)
    case .integer(let integer): writer.integer(3, Int64(integer))
    case .number(let number): writer.float(4, Float(number))
    case .flag(let flag): writer.bool(5, flag)
    case .shapes(let shapes):
      writer.message(1) { list in
        for shape in shapes { list.message(7) { SummaryTensor.write(shape, to: &$0) } }
      }
    case .other: preconditionFailure("an attribute of another kind is only read")
    }
  }
}
