import InklingEngine
public import InklingTraining

extension TrainedModel {
  /// What of the model a form has no place for, each in one sentence: whoever reads the file answers otherwise there.
  public func losses(as format: ModelFormat, options: ExportOptions = ExportOptions()) -> [String] {
    let frames = description.picture.framing == .digit
    let isImage = graph.inputShape.isImage
    switch format {
    case .inkling, .safetensors: return []
    case .html:
      let isFramed = frames && graph.inputShape.channels == 1
      let readsTexts = description.task.name == .read
      guard !isFramed, !readsTexts, saidInk != nil || refusal != nil else { return [] }
      return ["The page takes pictures as they are: it inverts none of another ink, and refuses none that is blank."]
    case .pt:
      return card.isEmpty ? [] : ["A PyTorch file has no place for the model card."]
    case .onnx:
      let energies =
        "A model that gives probabilities has lost what the refusal threshold is compared with: nothing is refused."
      return (options.includesPreprocessing && refusal != nil && losesEnergies ? [energies] : [])
        + (graph.drops ? [Graph.dropoutNote] : [])
    case .npz:
      return ["An .npz file has numbers alone: no class names, and nothing of how pictures become inputs."]
    case .swift, .c, .js:
      let sentence =
        "The source file takes images of \(graph.inputShape.dimensions.map(String.init).joined(separator: "x")) bytes"
      if isImage, frames {
        return [sentence + ": it does not frame pictures" + (refusal == nil ? "." : ", or refuse any.")]
      }
      return refusal == nil ? [] : [sentence + ", and refuses none."]
    }
  }

  /// Whether probabilities come out in place of what a refusal threshold is compared with.
  var losesEnergies: Bool { graph.outputForm == .logits || graph.outputForm == .logProbabilities }
}

extension Graph {
  /// Whether some of its nodes drop values while it is trained.
  fileprivate var drops: Bool {
    nodes.contains { node in
      switch node.operation {
      case .dropout, .dropout2d: true
      default: false
      }
    }
  }

  /// What is said of dropout wherever ONNX is written or read.
  static let dropoutNote =
    "Dropout is left out of ONNX, since it predicts nothing: a training that starts from the file has none."
}
