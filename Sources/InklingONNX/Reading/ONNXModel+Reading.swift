public import InklingFiles
import InklingFormats

extension ONNXModel {
  /// Reads a model and the tensors that it keeps in other files of its own folder.
  ///
  /// - Throws: `InputError`: the file's own faults; of kind `.malformed` for bytes that are no ONNX model, a value that cannot
  ///   be followed (a sparse tensor, a function, text, complex numbers), a graph that `check()` refuses, a tensor outside
  ///   the model's folder or behind a link.
  public init(path: String, limits: ONNXLimits = ONNXLimits()) throws(InputError) {
    let bytes = try FileBytes.read(path, limit: limits.file)
    try self.init(bytes: bytes, path: path, folder: DurableFile.folder(of: path), limits: limits)
  }

  /// Reads a model from memory; tensors in other files are refused.
  ///
  /// - Parameters:
  ///   - bytes: of the file.
  ///   - path: where the bytes are from, for errors.
  ///   - limits: what a model may need.
  /// - Throws: `InputError`, as above.
  public init(bytes: [UInt8], path: String? = nil, limits: ONNXLimits = ONNXLimits()) throws(InputError) {
    try self.init(bytes: bytes, path: path, folder: nil, limits: limits)
  }

  private init(bytes: [UInt8], path: String?, folder: String?, limits: ONNXLimits) throws(InputError) {
    var wire = ProtobufLimits()
    wire.fields = limits.fields
    var reader = ProtobufReader(bytes, of: "ONNX model", path: path, limits: wire)
    let external = ONNXExternalData(folder: folder, limit: limits.file)
    self.init(graph: ONNXGraph(), operatorSet: 0, formatVersion: 0)
    var graph: ONNXGraph?
    while let field = try reader.next() {
      switch field.number {
      case 1: formatVersion = try reader.integer(field)
      case 2: producerName = try reader.text(field)
      case 3: producerVersion = try reader.text(field)
      case 4: domain = try reader.text(field)
      case 5: modelVersion = try reader.integer(field)
      case 6: documentation = try reader.text(field)
      case 7:
        guard graph == nil else { throw reader.fault("a second graph", at: field.offset) }
        graph = try ONNXGraph(reader.message(field, of: "ONNX graph"), external)
      case 8: try readOperatorSet(reader.message(field, of: "operator set"))
      case 14: metadata.append(try Entry(reader.message(field, of: "metadata")))
      case 25:
        throw reader.fault(
          "functions of the model's own are not read", at: field.offset,
          remedy: "write it without them (onnx.inliner.inline_local_functions)")
      default: continue
      }
    }
    guard let graph else {
      throw reader.fault("there is no graph", at: nil, remedy: "is it an ONNX model?")
    }
    self.graph = graph
    try check(path: path)
  }

  private mutating func readOperatorSet(_ message: ProtobufReader) throws(InputError) {
    var reader = message
    var (domain, version) = ("", Int64(0))
    while let field = try reader.next() {
      switch field.number {
      case 1: domain = try reader.text(field)
      case 2: version = try reader.integer(field)
      default: continue
      }
    }
    if domain.isEmpty || domain == "ai.onnx" {
      operatorSet = Int(version)
    } else {
      otherOperatorSets[domain] = version
    }
  }
}

extension ONNXModel.Entry {
  init(_ message: ProtobufReader) throws(InputError) {
    var reader = message
    self.init(key: "", value: "")
    while let field = try reader.next() {
      switch field.number {
      case 1: key = try reader.text(field)
      case 2: value = try reader.text(field)
      default: continue
      }
    }
  }
}
