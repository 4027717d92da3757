import InklingFiles

extension TensorBoardNode {
  /// The nodes of a `tensorflow.GraphDef`.
  static func graph(_ reader: ProtobufReader) throws(InputError) -> [TensorBoardNode] {
    var reader = reader
    var nodes: [TensorBoardNode] = []
    while let field = try reader.next() {
      if field.number == 1 { nodes.append(try TensorBoardNode(reader.message(field, of: "node"))) }
    }
    return nodes
  }

  private init(_ reader: ProtobufReader) throws(InputError) {
    var reader = reader
    self.init("", operation: "")
    while let field = try reader.next() {
      switch field.number {
      case 1: name = try reader.text(field)
      case 2: operation = try reader.text(field)
      case 3: inputs.append(try reader.text(field))
      case 5: try readAttribute(reader.message(field, of: "attribute"))
      default: continue
      }
    }
  }

  private mutating func readAttribute(_ reader: ProtobufReader) throws(InputError) {
    var reader = reader
    var name = ""
    var value = Attribute.other
    while let field = try reader.next() {
      switch field.number {
      case 1: name = try reader.text(field)
      case 2: value = try Attribute(reader.message(field, of: "attribute's value"))
      default: continue
      }
    }
    attributes[name] = value
  }
}

extension TensorBoardNode.Attribute {
  fileprivate init(_ reader: ProtobufReader) throws(InputError) {
    var reader = reader
    self = .other
    while let field = try reader.next() {
      switch field.number {
      case 1:
        let shapes = try Self.shapes(reader.message(field, of: "list"))
        self = shapes.isEmpty ? .other : .shapes(shapes)
      case 2:
        // Bytes that are no text are the serialised values of TensorFlow's own operations.
        self = String(validating: try reader.bytes(field), as: UTF8.self).map { .text($0) } ?? .other
      case 3: self = .integer(Int(try reader.integer(field)))
      case 4: self = .number(Double(try reader.float(field)))
      case 5: self = .flag(try reader.integer(field) != 0)
      default: self = .other
      }
    }
  }

  private static func shapes(_ reader: ProtobufReader) throws(InputError) -> [[Int]] {
    var reader = reader
    var shapes: [[Int]] = []
    while let field = try reader.next() {
      if field.number == 7 { shapes.append(try SummaryTensor.shape(reader.message(field, of: "shape"))) }
    }
    return shapes
  }
}
