import InklingEngine
import InklingFiles

extension KerasGraphBuilder {
  /// `Dense` on features, or on an image's channels, where it is a convolution of one pixel.
  func dense(_ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> KerasValue {
    let (units, hasBias) = (try layer.int("units"), try layer.flag("use_bias", default: true))
    let isImage = value.layout == .axes([1, 2, 0])
    guard let inputs = value.shape.last, value.isFeatures || isImage else {
      throw layer.fault("takes something that is not followed", expected: "features", found: "\(value.shape.prefix(8))")
    }
    let arrays = try weights(of: layer, hasBias ? 2 : 1)
    let kernel = try floats(arrays[0], [inputs, units], layer)
    let bias = hasBias ? try floats(arrays[1], [units], layer) : []
    // The rows of what is behind a Flatten are in Keras's order, [H, W, C]; here they are in [C, H, W].
    let places = isImage ? Array(0..<inputs) : value.layout.places(of: value.shape)
    var weight = [Float](repeating: 0, count: kernel.count)
    for input in 0..<inputs {
      for unit in 0..<units { weight[unit * inputs + places[input]] = kernel[input * units + unit] }
    }
    var names = [
      parameter("weight", isImage ? [units, inputs, 1, 1] : [units, inputs], weight, fanIn: inputs, layer)
    ]
    if hasBias { names.append(parameter("bias", [units], bias, fanIn: inputs, layer)) }
    let result =
      isImage
      ? try add(
        .conv2d(.init(inChannels: inputs, outChannels: units, kernelSize: 1, bias: hasBias)), on: value, for: layer,
        parameters: names, shape: [value.shape[0], value.shape[1], units])
      : try add(
        .linear(.init(inFeatures: inputs, outFeatures: units, bias: hasBias)), on: value, for: layer, parameters: names,
        shape: [units], layout: .axes([0]))
    return try activation(layer.node("activation"), layer, result)
  }
}
