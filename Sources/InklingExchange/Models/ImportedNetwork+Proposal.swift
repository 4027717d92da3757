import InklingEngine
import InklingFiles
import InklingFormats

extension ImportedNetwork {
  /// The network of a chain that was proposed for weights, with these weights. Its layers have the file's names.
  ///
  /// - Parameters:
  ///   - proposal: made for these arrays.
  ///   - arrays: the weights.
  ///   - path: of their file, for errors.
  /// - Throws: `InputError` of kind `.malformed` for a weight that is missing or of another shape, or images that the chain
  ///   cannot take.
  init(_ proposal: LayerProposal, _ arrays: [NamedArray], path: String) throws(InputError) {
    let known = Dictionary(arrays.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    guard proposal.inputShape.count == 1 || proposal.inputShape.count == 3 else {
      throw InputError(.malformed, "the weights are of no network for images", path: path)
    }
    var shape = try Shape(checking: proposal.inputShape, path: path)
    var nodes = [Graph.Node(name: "input", operation: .input(.init(shape: shape)), inputs: [])]
    var described: [ParameterDescription] = []
    var tensors: [NamedTensor] = []
    for layer in proposal.layers {
      let operation: Graph.Operation
      do throws(InputError) {
        operation = try layer.operation(of: shape)
        shape = try operation.shape(of: [shape])
      } catch {
        throw error.at(path)
      }
      let parameters = operation.parameters(named: layer.name)
      for parameter in parameters {
        guard let array = known[parameter.name], array.shape == parameter.shape, array.elementType.isFloat else {
          throw InputError(
            .malformed, "a weight of the layer '\(layer.name.prefix(60))' is missing or of another shape", path: path,
            expected: "\(parameter.name.prefix(60)) \(parameter.shape)",
            found: known[parameter.name].map { "\($0.elementType.rawValue) \($0.shape.prefix(8))" } ?? "none")
        }
        tensors.append(NamedTensor(name: parameter.name, shape: parameter.shape, values: try array.floats()))
      }
      described += parameters
      nodes.append(
        Graph.Node(
          name: layer.name.isEmpty ? operation.name.lowercased() : layer.name, operation: operation,
          inputs: [nodes.count - 1], parameters: parameters.map(\.name)))
    }
    self.init(
      graph: try Graph(nodes: nodes, parameters: described, output: nodes.count - 1), parameters: tensors,
      notes: proposal.notes)
  }
}

extension ProposedLayer {
  /// - Parameter shape: of what it is given.
  fileprivate func operation(of shape: Shape) throws(InputError) -> Graph.Operation {
    switch kind {
    case .convolution(let inputs, let outputs, let kernel, let groups, let padding, let stride, let hasBias):
      .conv2d(
        .init(
          inChannels: inputs, outChannels: outputs, kernelSize: Extent2d(kernel[0], kernel[1]),
          stride: Extent2d(stride, stride), padding: Extent2d(padding[0], padding[1]), dilation: Extent2d(1, 1),
          groups: groups, bias: hasBias))
    case .batchNorm(let features, let hasScale):
      shape.isImage
        ? .batchNorm2d(.init(numFeatures: features, affine: hasScale))
        : .batchNorm1d(.init(numFeatures: features, affine: hasScale))
    case .layerNorm(let sides): .layerNorm(.init(normalizedShape: try Shape(checking: sides)))
    case .groupNorm(let features, let groups): .groupNorm(.init(numGroups: groups, numChannels: features))
    case .linear(let inputs, let outputs, let hasBias):
      .linear(.init(inFeatures: inputs, outFeatures: outputs, bias: hasBias))
    case .prelu(let slopes): .prelu(.init(numParameters: slopes))
    case .relu: .relu
    case .maxPool(let size):
      .maxPool2d(
        .init(
          kernelSize: Extent2d(size, size), stride: Extent2d(size, size), padding: Extent2d(0, 0),
          dilation: Extent2d(1, 1), ceilMode: false))
    case .globalAveragePool: .adaptiveAvgPool2d(.init(height: 1, width: 1))
    case .flatten: .flatten
    }
  }
}
