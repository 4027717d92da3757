import InklingEngine
public import InklingFiles
public import InklingFormats
import InklingMathematics
import InklingONNX
public import InklingTraining

/// How a model is exported.
public struct ExportOptions: Sendable {
  /// The type of the weights in safetensors files: float32, float16 or bfloat16.
  public var elementType: ElementType
  /// Whether an ONNX model takes raw bytes and gives probabilities.
  public var includesPreprocessing: Bool

  /// By default float32, and a network that takes normalised floats and gives logits.
  public init(elementType: ElementType = .float32, includesPreprocessing: Bool = false) {
    self.elementType = elementType
    self.includesPreprocessing = includesPreprocessing
  }
}

extension TrainedModel {
  /// The bytes of the model in another form. The same model gives the same bytes.
  ///
  /// An ONNX model is read back and run on the golden inputs before it is given out.
  ///
  /// - Throws: `InputError`: `.usage` for an option that the format has not, `.malformed` for weights that it cannot hold;
  ///   `.failed` where the exported model answers otherwise.
  public func exported(
    as format: ModelFormat, options: ExportOptions = ExportOptions()
  ) throws(InputError) -> [UInt8] {
    try check(options, for: format)
    switch format {
    case .inkling: return try rounded(to: options.elementType)
    case .safetensors:
      let arrays = try arrays().map { array throws(InputError) in
        array.elementType.isFloat ? try array.converted(to: options.elementType) : array
      }
      var metadata = ["format": "pt", InputDescription.key: try inputDescription.json()]
      if !card.isEmpty { metadata["card"] = try card.json() }
      return try SafetensorsFile.encode(arrays, metadata: metadata)
    case .pt: return try PyTorchFile.encode(arrays(), note: inputDescription.json())
    case .npz: return try NPZ.encode(arrays())
    case .onnx: return try onnx(options)
    case .swift: return try Array(source().text(.swift).utf8)
    case .c: return try Array(source().text(.c).utf8)
    case .js: return try Array(source().text(.js).utf8)
    case .html: return try Array(webPage().utf8)
    }
  }

  private func check(_ options: ExportOptions, for format: ModelFormat) throws(InputError) {
    if quantized != nil, format != .inkling, format != .onnx {
      throw InputError(
        .usage, "a quantised model has no form that computes in float32", path: origin.path,
        expected: "\(ModelFormat.inkling.rawValue) or \(ModelFormat.onnx.rawValue)", found: format.rawValue,
        remedy: "export the model that it was made of")
    }
    if options.elementType != .float32, quantized != nil {
      throw InputError(
        .usage, "a quantised model's weights are bytes, and stay so", path: origin.path, expected: "no other type",
        found: options.elementType.rawValue,
        remedy: "leave --dtype out, or export the model that it was made of")
    }
    if options.elementType != .float32, format != .safetensors, format != .inkling {
      throw InputError(
        .usage, "this format holds float32 alone",
        expected: "\(ModelFormat.safetensors.rawValue) or \(ModelFormat.inkling.rawValue)",
        found: "\(options.elementType.rawValue) in \(format.rawValue)")
    }
    if options.includesPreprocessing, format != .onnx {
      throw InputError(
        .usage, "the preprocessing is put inside ONNX models alone", expected: ModelFormat.onnx.rawValue,
        found: format.rawValue, remedy: "the formats swift, c, js and html always have it, and weights never")
    }
  }

  /// Inkling's file with weights of fewer bits: they are rounded first, and the model is asked for its answers again, so
  /// that the file says what it answers itself.
  private func rounded(to type: ElementType) throws(InputError) -> [UInt8] {
    if type == .float32 { return try encoded() }
    let arrays = try namedParameters().map { tensor throws(InputError) in
      try NamedArray(name: tensor.name, shape: tensor.shape, floats: tensor.values).converted(to: type)
    }
    let tensors = try arrays.map { array throws(InputError) in
      NamedTensor(name: array.name, shape: array.shape, values: try array.floats())
    }
    var model = try TrainedModel(
      description, parameters: tensors, training: training, card: card, goldenImages: golden().map(\.pixels),
      instructionSet: compiled.instructionSet)
    (model.refusal, model.batchCounts) = (refusal, batchCounts)
    return try SafetensorsFile.encode(arrays, metadata: model.metadata())
  }

  /// The weights, and behind a batch normalisation's what PyTorch counts there, where it was known.
  private func arrays() -> [NamedArray] {
    let last = ".running_var"
    return namedParameters().flatMap { tensor in
      var arrays = [NamedArray(name: tensor.name, shape: tensor.shape, floats: tensor.values)]
      if tensor.name.hasSuffix(last), let count = batchCounts[String(tensor.name.dropLast(last.count))] {
        let name = String(tensor.name.dropLast(last.count)) + StateDictionary.batchCount
        arrays.append(NamedArray(name: name, shape: [], integers: [Int64(count)]))
      }
      return arrays
    }
  }

  func source() throws(InputError) -> SourceExport {
    // Quantities need not have names.
    let count = graph.outputShape.count
    let isNameless = description.task.name == .regress && classNames.count != count
    return SourceExport(
      graph: graph, parameters: namedParameters(), normalization: description.normalization,
      classNames: isNameless ? (0..<count).map(String.init) : classNames,
      golden: try golden().map { ($0.pixels, $0.logits) }, title: description.name, card: card.text,
      task: description.task)
  }

  /// The share of the largest output by which a quantised model's answers may move: a sum in floats may be rounded to the
  /// byte beside.
  private static let quantizedTolerance: Float = 0.02

  private func onnx(_ options: ExportOptions) throws(InputError) -> [UInt8] {
    var entries = textMetadata
    if !card.isEmpty { entries.append(ONNXModel.Entry(key: "card", value: try card.json())) }
    entries.append(ONNXModel.Entry(key: InputDescription.key, value: try onnxDescription(options).json()))
    if let quantization {
      let record = try JSONText.encode(quantization, pretty: false)
      entries.append(ONNXModel.Entry(key: ONNXImporter.quantizationKey, value: record))
    }
    var export = ONNXExport(
      graph, parameters: namedParameters(), normalization: description.normalization, classNames: classNames,
      includesPreprocessing: options.includesPreprocessing, quantized: quantized, metadata: entries)
    export.task = description.task.name
    let bytes = try export.model().bytes()
    try verify(try ONNXModel(bytes: bytes, path: "the exported model"), export)
    return bytes
  }

  /// What an ONNX model's metadata or its graph do not say elsewhere.
  private func onnxDescription(_ options: ExportOptions) -> InputDescription {
    var said = inputDescription
    said.normalization = nil
    // The other key has a name a line.
    if !classNames.contains(where: { $0.contains("\n") }) { said.classNames = nil }
    if options.includesPreprocessing, losesEnergies { said.refusal = nil }
    return said
  }

  /// What the columns of a reading network's output mean, and the characters of its classes from 1 on.
  private var textMetadata: [ONNXModel.Entry] {
    guard description.task.name == .read else { return [] }
    return [
      ONNXModel.Entry(key: ONNXExport.alphabetKey, value: classNames.dropFirst().joined()),
      ONNXModel.Entry(key: ONNXExport.headKey, value: description.task.head.rawValue),
    ]
  }

  /// What an exported model with its preprocessing gives for these outputs: probabilities, of a reading network column by column
  /// and of several labels each by itself, or the quantities.
  private func exportedProbabilities(of outputs: [Float]) -> [Float] {
    switch description.task.name {
    case .classify: return graph.probabilities(of: outputs).map { Float($0) }
    case .severalLabels where graph.outputForm == .logits:
      return outputs.map { Float(1 / (1 + Elementary.exponential(-Double($0)))) }
    case .severalLabels, .regress: return outputs
    case .read: break
    }
    let (classes, steps) = (graph.outputShape.channels, graph.outputShape.width)
    let columns = (0..<steps).flatMap { step in (0..<classes).map { outputs[$0 * steps + step] } }
    let probabilities = softmaxRows(columns, classes: classes)
    return (0..<classes).flatMap { k in (0..<steps).map { Float(probabilities[$0 * classes + k]) } }
  }

  /// - Throws: `InputError` of kind `.failed` when the exported model does not answer as this one.
  private func verify(_ model: ONNXModel, _ export: ONNXExport) throws(InputError) {
    let runner = try ONNXRunner(model)
    let normalization = description.normalization
    let plane = graph.inputShape.plane
    for golden in try golden() {
      let shape = [1] + graph.inputShape.dimensions
      let floats = golden.pixels.enumerated().map { place, byte in
        Float(byte) * normalization.scale[place / plane] + normalization.shift[place / plane]
      }
      let input =
        export.includesPreprocessing
        ? try NamedArray(name: export.inputName, elementType: .uint8, shape: shape, bytes: golden.pixels)
        : NamedArray(name: export.inputName, shape: shape, floats: floats)
      let answer = try runner.run([input])[0].floats()
      let wanted =
        export.includesPreprocessing
        ? exportedProbabilities(of: golden.logits) : golden.logits
      let difference = zip(answer, wanted).reduce(Float(0)) { max($0, ($1.0 - $1.1).magnitude) }
      let largest = wanted.reduce(Float(1)) { max($0, $1.magnitude) }
      let allowed = (quantized == nil ? 1e-4 : Self.quantizedTolerance) * largest
      guard answer.count == wanted.count, difference <= allowed else {
        throw InputError(
          .failed, "the exported model does not answer as this one", expected: "within \(allowed)",
          found: "a difference of \(difference)", remedy: "report it, with the model")
      }
    }
  }
}
