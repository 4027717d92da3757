public import InklingFiles
import InklingFormats

extension ONNXModel {
  /// The paths of the files beside a model in which it keeps tensors, sorted; the tensors themselves are not read, and the files
  /// need not be there.
  ///
  /// - Throws: `InputError`: the file's own faults; of kind `.malformed` for bytes that are no ONNX model.
  public static func externalFiles(
    of path: String, limits: ONNXLimits = ONNXLimits()
  ) throws(InputError) -> [String] {
    var wire = ProtobufLimits()
    wire.fields = limits.fields
    var model = ProtobufReader(
      try FileBytes.read(path, limit: limits.file), of: "ONNX model", path: path, limits: wire)
    var locations: Set<String> = []
    while let field = try model.next() {
      guard field.number == 7 else { continue }
      var graph = try model.message(field, of: "ONNX graph")
      while let field = try graph.next() {
        switch field.number {
        case 1: try addLocations(ofNode: graph.message(field, of: "ONNX node"), to: &locations)
        case 5: try addLocations(ofTensor: graph.message(field, of: "ONNX tensor"), to: &locations)
        default: continue
        }
      }
    }
    let folder = DurableFile.folder(of: path)
    return locations.sorted().map { "\(folder)/\($0)" }
  }

  private static func addLocations(
    ofNode message: ProtobufReader, to locations: inout Set<String>
  ) throws(InputError) {
    var node = message
    while let field = try node.next() {
      guard field.number == 5 else { continue }
      var attribute = try node.message(field, of: "ONNX attribute")
      while let field = try attribute.next() {
        guard field.number == 5 else { continue }
        try addLocations(ofTensor: attribute.message(field, of: "ONNX tensor"), to: &locations)
      }
    }
  }

  private static func addLocations(
    ofTensor message: ProtobufReader, to locations: inout Set<String>
  ) throws(InputError) {
    var tensor = message
    while let field = try tensor.next() {
      guard field.number == 13 else { continue }
      let entry = try Entry(tensor.message(field, of: "external data"))
      if entry.key == "location", !entry.value.isEmpty { locations.insert(entry.value) }
    }
  }
}
