import InklingEngine
import InklingFiles
public import InklingFormats
import InklingHDF5
import InklingONNX
import InklingTraining

extension FileInspector {
  /// One that knows every format that is read.
  public static var all: FileInspector {
    var inspector = FileInspector()
    inspector.use(
      { path throws(InputError) in
        let file = try SafetensorsFile(contentsOf: path)
        var contents = FileDescription.Contents(
          tensors: file.entries.map { .init(name: $0.name, dtype: $0.dataType.rawValue, shape: $0.shape) },
          metadata: file.metadata)
        switch try TrainedModel.hasIntactWeights(path, file.metadata) {
        case true?: contents.metadata["weights"] = "as they were written, by their SHA-256"
        case false?:
          contents.metadata["weights"] = "not those that were written, by their SHA-256"
          contents.fault = "the weights are not those that were written, by their SHA-256"
        case nil: break
        }
        if contents.fault == nil { contents.fault = TrainedModel.fault(in: file.metadata)?.clause }
        return contents
      }, for: .safetensors)
    inspector.memberNames = { path throws(InputError) in try ZipFile(contentsOf: path).members.map(\.name) }
    let pytorch: Describer = { path throws(InputError) in
      let file = try PyTorchFile(contentsOf: path, key: ".")
      var metadata = file.metadata
      if let note = file.note { metadata[InputDescription.key] = note }
      return .init(tensors: file.arrays.map(FileDescription.Tensor.init), metadata: metadata)
    }
    inspector.use(pytorch, for: .pytorch)
    inspector.use(pytorch, for: .pytorchLegacy)
    inspector.use(
      { path throws(InputError) in .init(tensors: try NPZ.read(path).map(FileDescription.Tensor.init)) }, for: .npz)
    inspector.use(
      { path throws(InputError) in
        let model = try ONNXModel(path: path)
        var metadata = Dictionary(model.metadata.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        metadata["opset"] = "\(model.operatorSet)"
        metadata["producer"] = model.producerName
        let (keys, counts) = model.metadata.reduce(into: ([String](), [String: Int]())) { found, entry in
          if found.1[entry.key] == 1 { found.0.append(entry.key) }
          found.1[entry.key, default: 0] += 1
        }
        let repeated = keys.prefix(8).map { "\"\($0.prefix(60))\" \(counts[$0] ?? 0) times" }
        return .init(
          tensors: model.graph.initializers.map(FileDescription.Tensor.init), metadata: metadata,
          fault: repeated.isEmpty ? nil : "the metadata say a key more than once: \(repeated.joined(separator: ", "))")
      }, for: .onnx)
    let keras: Describer = { path throws(InputError) in
      let keras = try KerasFile.read(try FileBytes.read(path), path: path)
      let tensors = keras.network.parameters.map {
        FileDescription.Tensor(name: $0.name, dtype: ElementType.float32.rawValue, shape: $0.shape)
      }
      return .init(tensors: tensors, metadata: ["input_shape": "\(keras.inputShape)"])
    }
    inspector.use(keras, for: .keras)
    inspector.use(keras, for: .hdf5)
    return inspector
  }
}
