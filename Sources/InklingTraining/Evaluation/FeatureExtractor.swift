public import InklingDatasets
import InklingEngine
public import InklingFiles
public import InklingFormats

/// Looks at a value inside of a trained network: by default at what goes into its last linear layer.
///
///     let features = try FeatureExtractor(model).features(of: dataset.test)  // [10000, 500]
///
/// Not thread-safe: one caller at a time.
public final class FeatureExtractor {
  /// The layer whose value it is.
  public let layer: String
  /// The value's shape for one image.
  public let shape: [Int]
  private let model: TrainedModel
  private let session: InferenceSession
  /// Images at a time: a few megabytes.
  private static let chunk = 1024

  /// - Parameters:
  ///   - model: whose network it is.
  ///   - layer: the name of a layer or of an output; nil for what goes into the last linear layer.
  ///   - threads: how many compute; nil takes the processors.
  /// - Throws: `InputError` of kind `.usage` for a name that no layer has, and for a network without a linear layer when
  ///   none is named; `.unavailable` when there is not enough memory.
  public init(_ model: TrainedModel, layer: String? = nil, threads: Int? = nil) throws(InputError) {
    try model.requireFloats(for: "looking at features")
    let whole = model.graph
    var node = whole.featureNode
    if let layer { node = try whole.node(named: layer) }
    guard let node else {
      throw InputError(
        .usage, "the network has no linear layer, so nothing goes into its last", path: model.title,
        remedy: "name a layer with --layer")
    }
    let graph = try whole.leading(to: node)
    let names = Set(graph.parameters.map(\.name))
    let compiled = try CompiledModel(
      graph, parameters: model.namedParameters().filter { names.contains($0.name) },
      normalization: model.description.normalization, instructionSet: model.compiled.instructionSet)
    self.layer = whole.nodes[node].name
    shape = graph.outputShape.dimensions
    self.model = model
    session = try InferenceSession(compiled, threads: threads)
  }

  /// The value for each image: F32 [N, ...], named "features".
  ///
  /// - Parameters:
  ///   - images: of the model's size and classes.
  ///   - indices: which of them, in this order; nil for all.
  /// - Throws: `InputError` of kind `.malformed` for images that are not the model's; `.unavailable` when there is not
  ///   enough memory.
  public func features(of images: LabeledImages, at indices: [Int32]? = nil) throws(InputError) -> NamedArray {
    try model.description.requireFit(images)
    let images = images.drawn(for: model)
    let count = indices?.count ?? images.count
    let width = shape.reduce(1, *)
    try Memory.require(
      8 * Double(count) * Double(width), for: "the features", path: layer,
      remedy: "take a layer with fewer values, or fewer images")
    var values: [Float] = []
    values.reserveCapacity(count * width)
    for start in stride(from: 0, to: count, by: Self.chunk) {
      let places = start..<min(start + Self.chunk, count)
      let pixels =
        indices.map { indices in places.flatMap { images[Int(indices[$0])] } }
        ?? Array(images.images[places.lowerBound * images.imageSize..<places.upperBound * images.imageSize])
      values += session.logits(images: pixels)
    }
    return NamedArray(name: "features", shape: [count] + shape, floats: values)
  }

  /// Writes the value for each image to an `.npz` file: "features", and of each image its "index" and its "label" (I64).
  ///
  /// - Throws: as above, and as `NPZ.write(_:to:)`.
  public func write(_ images: LabeledImages, at indices: [Int32]? = nil, to path: String) throws(InputError) {
    let features = try features(of: images, at: indices)
    let places = indices?.map { Int64($0) } ?? (0..<Int64(images.count)).map { $0 }
    var arrays = [features, NamedArray(name: "index", shape: [places.count], integers: places)]
    if let labels = images.targets.labels {
      arrays.append(
        NamedArray(name: "label", shape: [places.count], integers: places.map { Int64(labels[Int($0)]) }))
    }
    try NPZ.write(arrays, to: path)
  }
}
