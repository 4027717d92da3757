public import InklingEngine
public import InklingFiles
import InklingFormats
public import InklingONNX
public import InklingQuantization
public import InklingTraining

/// Writes a network as an ONNX model that every runtime loads: operator set 17 (20 where there is a GELU, which is older
/// sets' to spell out), any number of images at once.
///
///     let model = try ONNXExport(graph, parameters: tensors, normalization: normalization).model()
///     try model.write(to: "digits.onnx")
///
/// Every operation that a graph can hold is written; dropout, which predicts nothing, is left out.
public struct ONNXExport: Sendable {
  /// The network.
  public var graph: Graph
  /// Its parameters and running statistics, by the graph's names.
  public var parameters: [NamedTensor]
  /// What turns a pixel's byte into the network's input.
  public var normalization: Normalization
  /// The names of the classes, in the order of the outputs; goes into the metadata as `class_names`, a line each.
  public var classNames: [String]
  /// Whether the preprocessing goes inside: raw bytes 0...255 go in ("pixels", uint8), and probabilities come out: those of a
  /// softmax, or of the network itself where it ends in one or in a sigmoid.
  public var includesPreprocessing: Bool
  /// What the outputs are, and so what the preprocessing's other end gives: probabilities of a softmax, or of a sigmoid for
  /// several labels, or the quantities as they are.
  public var task = TaskRecipe.Name.classify
  /// The network's form on bytes, which is written with QuantizeLinear and DequantizeLinear around its operations; nil for
  /// one in float32. The graph and its parameters are its own.
  public var quantized: QuantizedModel?
  /// What goes into the metadata beside the class names.
  public var metadata: [ONNXModel.Entry]

  /// A network to be exported; without preprocessing floats go in ("input") and logits come out.
  public init(
    _ graph: Graph, parameters: [NamedTensor], normalization: Normalization, classNames: [String] = [],
    includesPreprocessing: Bool = false, quantized: QuantizedModel? = nil, metadata: [ONNXModel.Entry] = []
  ) {
    self.graph = graph
    self.parameters = parameters
    self.normalization = normalization
    self.classNames = classNames
    self.includesPreprocessing = includesPreprocessing
    self.quantized = quantized
    self.metadata = metadata
  }

  /// The name of the model's input.
  public var inputName: String { includesPreprocessing ? "pixels" : "input" }
  /// The name of the model's output.
  public var outputName: String {
    guard includesPreprocessing else { return "logits" }
    return task == .regress ? "quantities" : "probabilities"
  }

  /// The model.
  ///
  /// - Throws: `InputError`: `.malformed` for a parameter that is missing or has another shape, `.usage` for a normalisation
  ///   of other channels.
  public func model() throws(InputError) -> ONNXModel {
    var writer = ONNXGraphWriter(graph, parameters, input: inputName, quantized)
    if includesPreprocessing { try writer.normalize(normalization, channels: graph.inputShape.channels) }
    try writer.quantizeInput()
    for index in graph.live where index != 0 { try writer.write(index) }
    writer.finish(as: outputName, through: includesPreprocessing ? ending : nil, output: graph.output)
    func info(_ name: String, _ type: ElementType, _ shape: Shape) -> ONNXValueInfo {
      ONNXValueInfo(
        name: name, elementType: type, shape: [.named("batch")] + shape.dimensions.map { .fixed($0) })
    }
    var entries = metadata
    if !includesPreprocessing {
      // Who reads it back knows what its inputs are made of.
      entries.insert(ONNXModel.Entry(key: Self.scaleKey, value: Self.text(normalization.scale)), at: 0)
      entries.insert(ONNXModel.Entry(key: Self.shiftKey, value: Self.text(normalization.shift)), at: 1)
    }
    if !classNames.isEmpty {
      entries.insert(ONNXModel.Entry(key: "class_names", value: classNames.joined(separator: "\n")), at: 0)
    }
    return ONNXModel(
      graph: ONNXGraph(
        name: "inkling", nodes: writer.nodes, initializers: writer.initializers,
        inputs: [info(inputName, includesPreprocessing ? .uint8 : .float32, graph.inputShape)],
        outputs: [info(outputName, .float32, graph.outputShape)]),
      operatorSet: hasGELU ? 20 : 17, formatVersion: hasGELU ? 9 : 8, producerName: "inkling",
      producerVersion: Release.version, metadata: entries)
  }

  /// The metadata's keys of what turns a byte into an input: `byte * scale + shift`, a number a channel with commas.
  static let (scaleKey, shiftKey) = ("pixel_scale", "pixel_shift")

  /// The metadata's keys of a model that reads texts: its characters one behind the other, and "ctc" or "positions".
  static let (alphabetKey, headKey) = ("alphabet", "text_head")

  private static func text(_ numbers: [Float]) -> String { numbers.map { "\($0)" }.joined(separator: ",") }

  /// The operation that makes probabilities of the outputs; nil where they are some already, or none.
  private var ending: String? {
    guard graph.outputForm == .logits || graph.outputForm == .logProbabilities else { return nil }
    return switch task {
    case .classify, .read: "Softmax"
    case .severalLabels: "Sigmoid"
    case .regress: nil
    }
  }

  private var hasGELU: Bool {
    graph.live.contains { if case .gelu = graph.nodes[$0].operation { true } else { false } }
  }
}
