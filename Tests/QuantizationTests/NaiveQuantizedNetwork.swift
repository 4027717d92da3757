import InklingEngine
import InklingQuantization

/// A chain of layers on bytes in plain loops: the twin that the kernels are held against.
struct NaiveQuantizedNetwork {
  let model: QuantizedModel

  /// What a layer's sum becomes.
  private func finish(_ sum: Int, _ factor: Float, _ range: QuantizationRange?, _ rectifies: Bool) -> Float {
    guard let range else { return rectifies ? max(Float(sum) * factor, 0) : Float(sum) * factor }
    let low = rectifies ? 0 : -Float(range.zeroPoint)
    let bounded = min(max(Float(sum) * (factor / range.scale), low), 255 - Float(range.zeroPoint))
    return bounded.rounded(.toNearestOrEven) + Float(range.zeroPoint)
  }

  /// The outputs for one image.
  func logits(_ pixels: [UInt8]) -> [Float] {
    let graph = model.graph
    // Bytes as whole numbers, or floats behind the last layer.
    var values: [Float] = []
    var range = model.ranges[0]
    for (index, node) in graph.nodes.enumerated() {
      let (shape, operation) = (graph.shapes[index], node.operation)
      let input = node.inputs.first.map { graph.shapes[$0] } ?? shape
      switch operation {
      case .input:
        values = pixels.indices.map {
          let channel = $0 / shape.plane
          let x = Float(pixels[$0]) * model.normalization.scale[channel] + model.normalization.shift[channel]
          return range.byte(x)
        }
      case .conv2d(let convolution):
        (values, range) = layer(index, values, range) { output, x, zero in
          sum(convolution, input, shape, output, x, zero, node.parameters[0])
        }
      case .linear:
        (values, range) = layer(index, values, range) { output, x, zero in
          let row = model.weights[node.parameters[0]]?.values[output * x.count..<(output + 1) * x.count] ?? []
          return zip(row, x).reduce(0) { $0 + Int($1.0) * (Int($1.1) - zero) }
        }
      case .maxPool2d(let pool): values = largest(pool, input, shape, values)
      case .groupNorm(let norm):
        (values, range) = (normalized(index, norm, values).map { model.ranges[index].byte($0) }, model.ranges[index])
      case .batchNorm2d(let norm):
        (values, range) = (scaled(index, norm, values, range).map { model.ranges[index].byte($0) }, model.ranges[index])
      case .relu, .flatten: continue
      default: preconditionFailure(operation.name)
      }
    }
    return values
  }

  private func parameters(of index: Int) -> [[Float]] {
    model.graph.nodes[index].parameters.map { name in model.parameters.first { $0.name == name }?.values ?? [] }
  }

  /// Each group of channels by its own mean and deviation.
  private func normalized(_ index: Int, _ norm: Graph.Operation.GroupNorm, _ x: [Float]) -> [Float] {
    let (size, plane) = (x.count / norm.numGroups, x.count / norm.numChannels)
    let own = parameters(of: index)
    return (0..<norm.numGroups).flatMap { group in
      let numbers = x[group * size..<(group + 1) * size].map(Double.init)
      let mean = numbers.reduce(0, +) / Double(size)
      let variance = numbers.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(size)
      return numbers.enumerated().map { place, number in
        let channel = (group * size + place) / plane
        return Float(
          (number - mean) / (variance + Double(norm.eps)).squareRoot() * Double(own[0][channel])
            + Double(own[1][channel]))
      }
    }
  }

  private func scaled(
    _ index: Int, _ norm: Graph.Operation.BatchNorm, _ x: [Float], _ range: QuantizationRange?
  ) -> [Float] {
    let (plane, own) = (x.count / norm.numFeatures, parameters(of: index))
    return x.indices.map { place in
      let channel = place / plane
      let scale = Double(own[0][channel]) / (Double(own[3][channel]) + Double(norm.eps)).squareRoot()
      let number = Double(range?.number(UInt8(x[place])) ?? 0)
      return Float(number * scale + Double(own[1][channel]) - Double(own[2][channel]) * scale)
    }
  }

  private func layer(
    _ index: Int, _ x: [Float], _ range: QuantizationRange?, _ sum: (Int, [Float], Int) -> Int
  ) -> ([Float], QuantizationRange?) {
    let graph = model.graph
    guard let weights = model.weights[graph.nodes[index].parameters[0]], let range else { return ([], nil) }
    let next = index + 1
    let rectifies = next < graph.nodes.count && graph.nodes[next].operation == .relu
    let output = model.ranges[rectifies ? next : index]
    let plane = graph.shapes[index].plane
    let values = (0..<graph.shapes[index].count).map { place in
      let channel = place / plane
      return finish(
        sum(place, x, Int(range.zeroPoint)) + Int(weights.bias[channel]), weights.scales[channel] * range.scale, output,
        rectifies)
    }
    return (values, output)
  }

  private func sum(
    _ convolution: Graph.Operation.Conv2d, _ input: Shape, _ shape: Shape, _ place: Int, _ x: [Float], _ zero: Int,
    _ name: String
  ) -> Int {
    let (output, row, column) = (place / shape.plane, place % shape.plane / shape.width, place % shape.width)
    let channels = convolution.inChannels / convolution.groups
    let group = output / (convolution.outChannels / convolution.groups)
    let kernel = convolution.kernelSize
    guard let weights = model.weights[name]?.values else { return 0 }
    var sum = 0
    for channel in 0..<channels {
      for u in 0..<kernel.height {
        for v in 0..<kernel.width {
          let y = row * convolution.stride.height + u * convolution.dilation.height - convolution.padding.height
          let z = column * convolution.stride.width + v * convolution.dilation.width - convolution.padding.width
          guard y >= 0, y < input.height, z >= 0, z < input.width else { continue }
          let pixel = x[((group * channels + channel) * input.height + y) * input.width + z]
          sum +=
            Int(weights[((output * channels + channel) * kernel.height + u) * kernel.width + v]) * (Int(pixel) - zero)
        }
      }
    }
    return sum
  }

  private func largest(_ pool: Graph.Operation.MaxPool2d, _ input: Shape, _ shape: Shape, _ x: [Float]) -> [Float] {
    (0..<shape.count).map { place in
      let (channel, row, column) = (place / shape.plane, place % shape.plane / shape.width, place % shape.width)
      var largest = -Float.infinity
      for u in 0..<pool.kernelSize.height {
        for v in 0..<pool.kernelSize.width {
          let y = row * pool.stride.height + u - pool.padding.height
          let z = column * pool.stride.width + v - pool.padding.width
          guard y >= 0, y < input.height, z >= 0, z < input.width else { continue }
          largest = max(largest, x[(channel * input.height + y) * input.width + z])
        }
      }
      return largest
    }
  }
}

extension QuantizationRange? {
  /// The byte as a whole number; what has no range stays as it is.
  fileprivate func byte(_ x: Float) -> Float { map { Float($0.byte(x)) } ?? x }
}
