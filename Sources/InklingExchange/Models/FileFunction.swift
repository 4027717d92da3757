import InklingEngine
public import InklingFiles
public import InklingFormats
import InklingHDF5
import InklingONNX
import InklingTraining

/// A model file as a function of named arrays, in the file's own layout.
public struct FileFunction: Sendable {
  private enum Form: Sendable {
    case onnx(ONNXRunner)
    case keras(KerasNetwork)
    case model(TrainedModel)
  }

  private let form: Form

  /// Opens a file: ONNX, Keras, Inkling's own, weights with their network, or a run's folder.
  ///
  /// - Parameters:
  ///   - path: of the file or the folder.
  ///   - options: what a file of weights alone does not say; other files are run as they are.
  /// - Throws: `InputError`: `.missing` when there is none, `.malformed` for one that is damaged or cannot be followed; `.usage`
  ///   for weights without a network, and options for another file.
  public init(_ path: String, options: ImportOptions = ImportOptions()) throws(InputError) {
    if Folder.exists(path) {
      try options.requireNone(for: path)
      form = .model(try TrainedModel(contentsOf: path))
      return
    }
    switch try FileInspector.all.kind(of: path) {
    case .onnx:
      try options.requireNone(for: path)
      form = .onnx(try ONNXRunner(ONNXModel(path: path), path: path))
    case .keras, .hdf5:
      try options.requireNone(for: path)
      form = .keras(try KerasFile.read(try FileBytes.read(path), path: path))
    case .safetensors, .pytorch, .pytorchLegacy: form = .model(try TrainedModel.open(path, options: options).model)
    case let kind:
      throw InputError(
        .usage, "the file is \(kind.title), and no model that can be run", path: path,
        expected: "ONNX, Keras, Inkling's own, or weights with --as or --model", found: kind.rawValue)
    }
  }

  /// The outputs for these inputs.
  ///
  /// An ONNX model takes and gives arrays by its own names. A Keras model takes one array of `[N] + shape` under any name and
  /// gives "output"; a model of Inkling's takes bytes "pixels" or normalised floats "input", `[N, C, H, W]`, and gives
  /// "logits".
  ///
  /// - Throws: `InputError` of kind `.usage` for arrays that are missing, unknown or of another shape.
  public func run(_ arrays: [NamedArray]) throws(InputError) -> [NamedArray] {
    switch form {
    case .onnx(let runner): return try runner.run(arrays)
    case .keras(let keras):
      let array = try Self.only(arrays, keras.inputShape)
      if array.shape[0] == 0 { return [Self.result("output", [], 0, keras.network.graph)] }
      let session = try session(keras.network.graph, keras.network.parameters)
      let outputs = keras.outputs(session.logits(values: keras.inputs(try array.floats())))
      return [Self.result("output", outputs, array.shape[0], keras.network.graph)]
    case .model(let model):
      let array = try Self.only(arrays, model.graph.inputShape.dimensions)
      guard array.name == (array.elementType == .uint8 ? "pixels" : "input") else {
        throw InputError(
          .usage, "the model has no such input", path: model.origin.path,
          expected: "'pixels' of U8, or 'input' of floats that are normalised already",
          found: "'\(array.name.prefix(60))' of \(array.elementType.rawValue)")
      }
      let isOfBytes = array.elementType == .uint8
      if array.shape[0] == 0, isOfBytes || model.quantized == nil {
        return [Self.result("logits", [], 0, model.graph)]
      }
      guard isOfBytes else {
        guard model.quantized == nil else {
          throw InputError(
            .usage, "the inputs are not the model's", expected: "bytes, for a quantised model",
            found: array.elementType.rawValue)
        }
        let outputs = try InferenceSession(model.compiled).logits(values: try array.floats())
        return [Self.result("logits", outputs, array.shape[0], model.graph)]
      }
      let outputs = try model.session(threads: nil).logits(images: array.bytes)
      return [Self.result("logits", outputs, array.shape[0], model.graph)]
    }
  }

  private func session(_ graph: Graph, _ parameters: [NamedTensor]) throws(InputError) -> InferenceSession {
    try InferenceSession(
      graph, parameters: parameters,
      normalization: Normalization(mean: 0, deviation: 1, channels: graph.inputShape.channels))
  }

  private static func only(_ arrays: [NamedArray], _ shape: [Int]) throws(InputError) -> NamedArray {
    guard let array = arrays.first, arrays.count == 1, !array.shape.isEmpty,
      Array(array.shape.dropFirst()) == shape
    else {
      throw InputError(
        .usage, "the inputs are not the model's", expected: "one array of [N\(shape.map { ", \($0)" }.joined())]",
        found: arrays.prefix(4).map { "\($0.name.prefix(40)) \($0.shape.prefix(8))" }.joined(separator: ", "))
    }
    return array
  }

  private static func result(_ name: String, _ values: [Float], _ count: Int, _ graph: Graph) -> NamedArray {
    NamedArray(name: name, shape: [count] + graph.outputShape.dimensions, floats: values)
  }
}
