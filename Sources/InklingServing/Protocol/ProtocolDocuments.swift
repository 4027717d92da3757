import InklingFiles

/// The protocol's answers about the server and its models.
enum ProtocolDocuments {
  static let extensions = ["binary_tensor_data", "classification", "model_repository"]

  static func server() -> [UInt8] {
    json { writer in
      writer.key("name")
      writer.string("inkling")
      writer.key("version")
      writer.string(Release.version)
      writer.key("extensions")
      writer.array { writer in extensions.forEach { writer.string($0) } }
    }
  }

  static func model(_ model: LoadedModel, versions: [String]) -> [UInt8] {
    json { writer in
      writer.key("name")
      writer.string(model.name)
      writer.key("versions")
      writer.array { writer in versions.forEach { writer.string($0) } }
      writer.key("platform")
      writer.string(model.model.platform)
      writer.key("inputs")
      tensors(TensorForm.inputs(of: model.model), &writer)
      writer.key("outputs")
      tensors(TensorForm.outputs(of: model.model), &writer)
    }
  }

  /// What `/v2/repository/index` lists.
  static func index(_ entries: [ModelRepository.Entry]) -> [UInt8] {
    var writer = JSONWriter()
    writer.array { writer in
      for entry in entries {
        writer.object { writer in
          writer.key("name")
          writer.string(entry.source.name)
          writer.key("version")
          writer.string(String(entry.source.version))
          writer.key("state")
          writer.string(entry.loaded == nil ? "UNAVAILABLE" : "READY")
          writer.key("reason")
          writer.string(entry.reason)
        }
      }
    }
    return writer.bytes
  }

  static func error(_ message: String) -> [UInt8] {
    json { writer in
      writer.key("error")
      writer.string(message)
    }
  }

  static func json(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.object(body)
    return writer.bytes
  }

  private static func tensors(_ tensors: [(name: String, datatype: String, shape: [Int])], _ writer: inout JSONWriter) {
    writer.array { writer in
      for tensor in tensors {
        writer.object { writer in
          writer.key("name")
          writer.string(tensor.name)
          writer.key("datatype")
          writer.string(tensor.datatype)
          writer.key("shape")
          writer.array { writer in tensor.shape.forEach { writer.number($0) } }
        }
      }
    }
  }
}
