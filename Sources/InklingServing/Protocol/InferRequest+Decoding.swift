extension InferRequest {
  /// The most inputs, and outputs, of a request.
  private static let mostTensors = 64

  /// Reads a body: JSON, and behind it the binary tensors.
  ///
  /// - Parameter header: the bytes of the JSON (`Inference-Header-Content-Length`); nil when it is all.
  init(_ body: [UInt8], header: Int?) throws(ServedFault) {
    let end = header ?? body.count
    guard (0...body.count).contains(end) else {
      throw .badRequest(
        "Inference-Header-Content-Length is beyond the body; expected at most \(body.count), found \(end)")
    }
    var reader = JSONReader(body, in: header == nil ? nil : 0..<end)
    var binary = BinaryTail(body: body, position: end, isThere: header != nil)
    try reader.object { (reader, key) throws(ServedFault) in
      switch key {
      case "id": id = try Self.identifier(&reader)
      case "parameters": try parameters(&reader)
      case "inputs":
        try reader.array { (reader) throws(ServedFault) in
          guard inputs.count < Self.mostTensors else { throw reader.fault("there are too many inputs") }
          inputs.append(try Self.input(&reader, &binary))
        }
      case "outputs":
        try reader.array { (reader) throws(ServedFault) in
          guard outputs.count < Self.mostTensors else { throw reader.fault("there are too many outputs") }
          outputs.append(try Self.output(&reader))
        }
      default: try reader.skip()
      }
    }
    try reader.finish()
    guard binary.position == body.count else {
      let count = body.count - binary.position
      throw .badRequest(count == 1 ? "1 byte follows the last input" : "\(count) bytes follow the last input")
    }
    guard !inputs.isEmpty else { throw .badRequest("the request has no inputs") }
  }

  private static func identifier(_ reader: inout JSONReader) throws(ServedFault) -> String {
    let id = try reader.string()
    guard id.utf8.count <= 256 else { throw reader.fault("the id is too long", expected: "at most 256 bytes") }
    return id
  }

  private mutating func parameters(_ reader: inout JSONReader) throws(ServedFault) {
    try reader.object { (reader, key) throws(ServedFault) in
      switch key {
      case "binary_data_output": isBinary = try reader.boolean()
      // What Triton knows and this does not: state between requests.
      case "sequence_id", "sequence_start", "sequence_end":
        throw reader.fault("'\(key)' is for models with a state, which this server has none of")
      default: try reader.skip()
      }
    }
  }

  private static func output(_ reader: inout JSONReader) throws(ServedFault) -> Output {
    var output = Output(name: "")
    try reader.object { (reader, key) throws(ServedFault) in
      switch key {
      case "name": output.name = try reader.string()
      case "parameters":
        try reader.object { (reader, key) throws(ServedFault) in
          switch key {
          case "binary_data": output.isBinary = try reader.boolean()
          case "classification": output.classes = try reader.count()
          case "shared_memory_region": throw reader.fault("shared memory is not served")
          default: try reader.skip()
          }
        }
      default: try reader.skip()
      }
    }
    guard !output.name.isEmpty else { throw .badRequest("an output has no name") }
    return output
  }

  private static func input(_ reader: inout JSONReader, _ binary: inout BinaryTail) throws(ServedFault) -> Input {
    var (name, datatype, shape): (String?, String?, [Int]?) = (nil, nil, nil)
    var (size, place): (Int?, Int?) = (nil, nil)
    try reader.object { (reader, key) throws(ServedFault) in
      switch key {
      case "name": name = try reader.string()
      case "datatype": datatype = try reader.string()
      case "shape": shape = try dimensions(&reader)
      case "parameters":
        try reader.object { (reader, key) throws(ServedFault) in
          switch key {
          case "binary_data_size": size = try reader.count()
          case "shared_memory_region": throw reader.fault("shared memory is not served")
          default: try reader.skip()
          }
        }
      case "data":
        place = reader.position
        try reader.skip()
      default: try reader.skip()
      }
    }
    guard let name, let datatype, let shape else {
      throw .badRequest("an input lacks its \(name == nil ? "name" : datatype == nil ? "datatype" : "shape")")
    }
    let title = "the input '\(ServedFault.short(name))'"
    guard let width = width(of: datatype) else {
      throw .badRequest("\(title) has the datatype '\(ServedFault.short(datatype))'; expected UINT8 or FP32")
    }
    let count = try product(shape, title)
    let content: Content
    switch (place, size) {
    case (let place?, nil):
      var rest = reader
      rest.position = place
      content = try rest.numbers(shape, count, datatype, title)
    case (nil, let size?):
      guard size == count * width else {
        throw .badRequest("\(title) has another size than its shape; expected \(count * width) bytes, found \(size)")
      }
      content = try Self.content(datatype, try binary.take(size, title), title)
    case (nil, nil): throw .badRequest("\(title) has no data")
    case (_?, _?): throw .badRequest("\(title) has data in the JSON and behind it")
    }
    return Input(name: name, datatype: datatype, shape: shape, content: content)
  }

  private static func dimensions(_ reader: inout JSONReader) throws(ServedFault) -> [Int] {
    var shape: [Int] = []
    try reader.array { (reader) throws(ServedFault) in
      guard shape.count < 8 else { throw reader.fault("a shape has too many dimensions", expected: "at most 8") }
      shape.append(try reader.count())
    }
    return shape
  }

  /// The elements of a shape, which are less than 2 to the 40th.
  private static func product(_ shape: [Int], _ title: String) throws(ServedFault) -> Int {
    var count = 1
    for size in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: size)
      guard !overflows, product < 1 << 40 else { throw .badRequest("the shape of \(title) is out of range") }
      count = product
    }
    return count
  }

  private static func width(of datatype: String) -> Int? {
    switch datatype {
    case "UINT8": 1
    case "FP32": 4
    default: nil
    }
  }

  private static func content(
    _ datatype: String, _ bytes: ArraySlice<UInt8>, _ title: String
  ) throws(ServedFault) -> Content {
    guard datatype == "FP32" else { return .bytes(Array(bytes)) }
    let floats = bytes.withUnsafeBytes { raw in
      (0..<raw.count / 4).map { place in
        Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * place, as: UInt32.self)))
      }
    }
    guard floats.allSatisfy(\.isFinite) else { throw .badRequest("\(title) holds a number that is not finite") }
    return .floats(floats)
  }
}

/// The bytes behind the JSON, which inputs take in their order.
private struct BinaryTail {
  let body: [UInt8]
  var position: Int
  let isThere: Bool

  mutating func take(_ count: Int, _ title: String) throws(ServedFault) -> ArraySlice<UInt8> {
    guard isThere else {
      throw .badRequest("\(title) is binary; expected the header field Inference-Header-Content-Length")
    }
    guard count <= body.count - position else {
      throw .badRequest("\(title) ends beyond the body; expected \(count) bytes, found \(body.count - position)")
    }
    defer { position += count }
    return body[position..<position + count]
  }
}
