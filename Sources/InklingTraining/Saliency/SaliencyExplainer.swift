import InklingEngine
public import InklingFiles

/// Finds out which pixels of an image speak for a class, with a trained classifier.
///
///     let explainer = try SaliencyExplainer(model)
///     let map = try explainer.map(.gradCAM, of: 7, at: pixels)
///
/// Not thread-safe: one caller at a time.
public final class SaliencyExplainer {
  /// The model that is looked into.
  public let model: TrainedModel
  let gradients: GradientProgram
  let session: InferenceSession
  /// The program for Grad-CAM and the node that it looks at; nil where no node has planes of features.
  let features: (program: GradientProgram, node: String)?

  /// - Parameters:
  ///   - model: a classifier.
  ///   - threads: how many compute; by default one.
  /// - Throws: `InputError`: `.usage` for a model that does not tell classes apart or has no gradient, `.unavailable` when
  ///   there is not enough memory.
  public init(_ model: TrainedModel, threads: Int? = 1) throws(InputError) {
    try model.requireClasses()
    try model.requireFloats(for: "saliency")
    self.model = model
    let parameters = model.namedParameters()
    func program(_ request: GradientRequest) throws(InputError) -> GradientProgram {
      try GradientProgram(
        model.graph, parameters: parameters, normalization: model.description.normalization, request: request,
        threads: threads, instructionSet: model.compiled.instructionSet)
    }
    gradients = try program(GradientRequest())
    session = try InferenceSession(model.compiled, threads: threads)
    features = try model.graph.lastConvolution.map { name throws(InputError) in
      (try program(GradientRequest(input: false, activations: [name])), name)
    }
  }

  /// The methods that the model can be asked by: all but Grad-CAM for one without convolutions.
  public var methods: [SaliencyMethod] { SaliencyMethod.allCases.filter { $0 != .gradCAM || features != nil } }

  /// Which pixels speak for a class.
  ///
  /// - Parameters:
  ///   - method: how it is found out.
  ///   - label: the class.
  ///   - pixels: [C, H, W], a byte each, of the model's size.
  /// - Throws: `InputError`: `.malformed` for another number of bytes, `.usage` for a class that there is not, and for
  ///   Grad-CAM of a model without convolutions.
  public func map(_ method: SaliencyMethod, of label: Int, at pixels: [UInt8]) throws(InputError) -> SaliencyMap {
    let shape = model.graph.inputShape
    guard pixels.count == shape.count else {
      throw InputError(
        .malformed, "the image has another size than the model's", expected: "\(shape.count) bytes",
        found: "\(pixels.count)")
    }
    guard model.classNames.indices.contains(label) else {
      throw InputError(
        .usage, "the model has no such class", expected: IndexRange.text(model.classNames.count), found: "\(label)")
    }
    switch method {
    case .gradient: return try gradient(label, pixels)
    case .integratedGradients: return try integratedGradients(label, pixels)
    case .gradCAM: return try gradCAM(label, pixels)
    case .occlusion: return occlusion(label, pixels)
    }
  }

  /// The largest magnitude over the channels.
  private func gradient(_ label: Int, _ pixels: [UInt8]) throws(InputError) -> SaliencyMap {
    let shape = model.graph.inputShape
    let input = try gradients.gradients(of: .output(label), at: .images(pixels)).input ?? []
    return SaliencyMap(
      height: shape.height, width: shape.width,
      values: (0..<shape.plane).map { place in
        (0..<shape.channels).reduce(0) { max($0, input[$1 * shape.plane + place].magnitude) }
      })
  }

  /// Steps on the way from the blank image.
  private static let steps = 32

  private func integratedGradients(_ label: Int, _ pixels: [UInt8]) throws(InputError) -> SaliencyMap {
    let shape = model.graph.inputShape
    let (start, end) = (inputs(blank(pixels)), inputs(pixels))
    // The middles of equal steps, all in one batch.
    let way = (0..<Self.steps).flatMap { step -> [Float] in
      let share = (Float(step) + 0.5) / Float(Self.steps)
      return zip(start, end).map { $0 + ($1 - $0) * share }
    }
    let found = try gradients.gradients(of: .output(label), at: .values(way)).input ?? []
    var values = [Float](repeating: 0, count: shape.plane)
    for place in 0..<shape.count {
      let sum = (0..<Self.steps).reduce(Float(0)) { $0 + found[$1 * shape.count + place] }
      values[place % shape.plane] += sum / Float(Self.steps) * (end[place] - start[place])
    }
    return SaliencyMap(height: shape.height, width: shape.width, values: values)
  }

  /// What the network is given for an image.
  private func inputs(_ pixels: [UInt8]) -> [Float] {
    let (shape, normalization) = (model.graph.inputShape, model.description.normalization)
    return pixels.enumerated().map { place, pixel in
      let channel = place / shape.plane
      return Float(pixel) * normalization.scale[channel] + normalization.shift[channel]
    }
  }

  /// An image without content: the mean of each channel's border.
  func blank(_ pixels: [UInt8]) -> [UInt8] {
    let shape = model.graph.inputShape
    var result = pixels
    for channel in 0..<shape.channels {
      let plane = channel * shape.plane..<(channel + 1) * shape.plane
      let border = plane.filter { place in
        let (row, column) = ((place - plane.lowerBound) / shape.width, (place - plane.lowerBound) % shape.width)
        return row == 0 || column == 0 || row == shape.height - 1 || column == shape.width - 1
      }
      let sum = border.reduce(0) { $0 + Int(pixels[$1]) }
      let mean = UInt8((sum + border.count / 2) / max(border.count, 1))
      for place in plane { result[place] = mean }
    }
    return result
  }
}

extension Graph {
  /// The name of the last convolution's node whose result has more than one place; nil without.
  fileprivate var lastConvolution: String? {
    zip(live, activationNames).reversed().first { node, _ in
      guard case .conv2d = nodes[node].operation else { return false }
      return shapes[node].plane > 1
    }?.1
  }
}
