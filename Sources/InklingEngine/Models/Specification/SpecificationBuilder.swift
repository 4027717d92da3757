/// Makes the layers of a specification one after the other, tracing each to know what the next is given.
struct SpecificationBuilder {
  let classes: Int
  private let tracer = GraphTracer()

  init(classes: Int) { self.classes = classes }

  /// - Throws: `SpecificationFault` for the first layer that cannot be made or does not fit.
  func build(
    _ specification: ModelSpecification, input: Shape
  ) throws(SpecificationFault) -> (model: NamedLayers, output: Shape) {
    let (model, output) = try build(specification.layers, tracer.input(input), path: "layers")
    return (model, output.shape)
  }

  private func build(
    _ layers: [LayerSpecification], _ input: Tensor, path: String
  ) throws(SpecificationFault) -> (NamedLayers, Tensor) {
    var x = input
    var names = LayerNames(taken: Set(layers.compactMap(\.name)))
    var made: [(name: String, layer: any Layer)] = []
    for (index, layer) in layers.enumerated() {
      let name = names.next(for: layer)
      let result = try make(layer, name, x, path: "\(path).\(index)")
      made.append((name, result.layer))
      x = result.output
    }
    return (NamedLayers(layers: made), x)
  }

  private func make(
    _ layer: LayerSpecification, _ name: String, _ x: Tensor, path: String
  ) throws(SpecificationFault) -> (layer: any Layer, output: Tensor) {
    switch layer.kind.form {
    case let form as LayerSpecification.Residual: return try residual(form.layers, x, path: "\(path).residual")
    case let form as LayerSpecification.Concatenation:
      return try concatenation(form.branches, name, x, path: "\(path).concatenate")
    default: break
    }
    let made: any Layer
    do throws(LayerSpecification.MakingFault) {
      made = try layer.kind.form.make(for: x.shape, classes: classes)
    } catch {
      throw SpecificationFault(path: path, sentence: "(\(name)) does not fit: \(error.sentence)")
    }
    return (made, try traced(made, name, x, path))
  }

  /// The layer's result, if it can take what it is given.
  private func traced(
    _ layer: any Layer, _ name: String, _ x: Tensor, _ path: String
  ) throws(SpecificationFault) -> Tensor {
    let output = layer(x)
    guard let (_, mismatch) = tracer.failure else { return output }
    throw SpecificationFault(
      path: path, sentence: "(\(name)) is given \(x.shape) but needs \(mismatch.needed); \(mismatch.remedy)")
  }

  private func residual(
    _ layers: [LayerSpecification], _ x: Tensor, path: String
  ) throws(SpecificationFault) -> (layer: any Layer, output: Tensor) {
    let (body, output) = try build(layers, x, path: path)
    guard output.shape != x.shape else {
      return (ResidualLayers(body: body, projection: nil), output)
    }
    guard let projection = try Self.projection(from: x.shape, to: output.shape, path) else {
      throw SpecificationFault(
        path: path, sentence: "gives \(output.shape) from \(x.shape), which no 1x1 convolution does")
    }
    return (ResidualLayers(body: body, projection: projection), output)
  }

  /// A 1x1 convolution whose stride leaves as many rows and columns, or a linear layer for features; nil for neither.
  private static func projection(
    from input: Shape, to output: Shape, _ path: String
  ) throws(SpecificationFault) -> (any Layer)? {
    guard input.isImage == output.isImage else { return nil }
    do throws(LayerSpecification.MakingFault) {
      try LinearForm.require(input.channels, output.channels, bias: false)
    } catch {
      throw SpecificationFault(path: path, sentence: "has a projection that does not fit: \(error.sentence)")
    }
    guard input.isImage else { return Linear(input.count, output.count, bias: false) }
    func stride(_ size: Int, _ wanted: Int) -> Int? { (1...size).first { (size + $0 - 1) / $0 == wanted } }
    guard let rows = stride(input.height, output.height), let columns = stride(input.width, output.width) else {
      return nil
    }
    return Conv2d(
      input.channels, output.channels, kernelSize: 1, stride: Extent2d(rows, columns), bias: false)
  }

  private func concatenation(
    _ branches: [[LayerSpecification]], _ name: String, _ x: Tensor, path: String
  ) throws(SpecificationFault) -> (layer: any Layer, output: Tensor) {
    var made: [NamedLayers] = []
    var outputs: [Tensor] = []
    for (index, layers) in branches.enumerated() {
      let (branch, output) = try build(layers, x, path: "\(path).\(index)")
      made.append(branch)
      outputs.append(output)
    }
    guard !outputs.isEmpty else { throw SpecificationFault(path: path, sentence: "has no branches") }
    guard outputs.reduce(0, { $0 + $1.shape.count }) <= Shape.largestCount else {
      throw SpecificationFault(path: path, sentence: "would give too many elements")
    }
    let rest = outputs[0].shape.dimensions.dropFirst()
    guard outputs.allSatisfy({ $0.shape.dimensions.dropFirst() == rest }) else {
      let shapes = outputs.map(\.shape.description).joined(separator: " and ")
      throw SpecificationFault(path: path, sentence: "(\(name)) has branches of different sizes: \(shapes)")
    }
    return (ConcatenatedBranches(branches: made), concatenate(outputs))
  }
}

/// The names of layers in one container: those with parameters are counted (conv1, conv2), the others share one (relu).
private struct LayerNames {
  private let taken: Set<String>
  private var counts: [String: Int] = [:]

  init(taken: Set<String>) { self.taken = taken }

  mutating func next(for layer: LayerSpecification) -> String {
    if let name = layer.name { return name }
    let (stem, isCounted) = layer.kind.form.stem
    guard isCounted else { return stem }
    while true {
      counts[stem, default: 0] += 1
      let name = "\(stem)\(counts[stem, default: 0])"
      if !taken.contains(name) { return name }
    }
  }
}
