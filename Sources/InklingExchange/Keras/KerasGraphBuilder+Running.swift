import InklingEngine
import InklingFiles

extension KerasGraphBuilder {
  /// The model's input, as its first layer describes it.
  func input(of model: KerasModel) throws(InputError) -> KerasValue {
    let layer = model.layers.first { $0.name == model.input }
    let described = layer.flatMap { $0.node("batch_shape") ?? $0.node("batch_input_shape") } ?? model.shape
    let sides = described?.elements?.dropFirst().map(\.int) ?? []
    let shape = sides.compactMap(\.self)
    guard !sides.isEmpty, shape.count == sides.count, shape.allSatisfy({ $0 > 0 }), let count = product(shape),
      count <= Shape.largestCount
    else {
      throw InputError(
        .malformed, "the Keras model does not say the size of its input", path: source.path,
        expected: "whole numbers besides the batch", found: described?.listing,
        remedy: "build it with a fixed input shape")
    }
    guard shape.count <= 3 else {
      throw InputError(
        .malformed, "the Keras model's input is no image", path: source.path, expected: "[H, W, C]",
        found: "\(shape.prefix(8))")
    }
    switch shape.count {
    case 1:
      setInput(Shape(shape))
      return KerasValue(node: 0, shape: shape, layout: .axes([0]))
    case 2:
      setInput(Shape([1] + shape))
      return KerasValue(node: 0, shape: shape, layout: .plane)
    default:
      let isFirst = model.layers.lazy.compactMap { $0.node("data_format")?.text }.first == "channels_first"
      setInput(Shape(isFirst ? shape : [shape[2], shape[0], shape[1]]))
      return KerasValue(node: 0, shape: shape, layout: .axes(isFirst ? [0, 1, 2] : [1, 2, 0]))
    }
  }

  func product(_ shape: [Int]) -> Int? {
    var product = 1
    for side in shape {
      let (next, overflows) = product.multipliedReportingOverflow(by: side)
      if overflows { return nil }
      product = next
    }
    return product
  }

  /// Adds a model's layers, each when all that it reads is there.
  func run(_ model: KerasModel, on input: KerasValue, depth: Int = 0) throws(InputError) -> KerasValue {
    var values: [KerasReference: KerasValue] = [:]
    var waiting: [KerasReference: [(layer: Int, call: Int)]] = [:]
    var missing: [KerasReference: Int] = [:]
    var ready: [(layer: Int, call: Int)] = []
    for (index, layer) in model.layers.enumerated() {
      if layer.name == model.input || (model.input == nil && index == 0) {
        ready.append((index, 0))
        continue
      }
      guard layer.kind != "InputLayer" else { throw layer.fault("is a second input, which is not followed") }
      for (call, references) in layer.calls.enumerated() {
        let own = KerasReference(layer: layer.name, call: call)
        missing[own] = references.count
        for reference in references { waiting[reference, default: []].append((index, call)) }
      }
    }
    while let (index, call) = ready.popLast() {
      let layer = model.layers[index]
      let own = KerasReference(layer: layer.name, call: call)
      if layer.kind == "InputLayer" {
        values[own] = input
      } else {
        let given =
          layer.name == model.input || layer.calls.isEmpty
          ? [input] : layer.calls[call].compactMap { values[$0] }
        values[own] = try run(layer, on: given, depth: depth)
      }
      // Those that waited for it, in the order of the layers.
      for next in (waiting.removeValue(forKey: own) ?? []).reversed() {
        let reference = KerasReference(layer: model.layers[next.layer].name, call: next.call)
        missing[reference, default: 0] -= 1
        if missing[reference] == 0 { ready.append(next) }
      }
    }
    guard let output = values[model.output] else {
      throw InputError(
        .malformed, "the Keras model's output does not come from its input", path: source.path,
        found: "the layer '\(model.output.layer.prefix(200))'")
    }
    return output
  }

  private func run(_ layer: KerasLayer, on values: [KerasValue], depth: Int) throws(InputError) -> KerasValue {
    if let custom = layer.customClass {
      throw layer.fault(
        "is of a custom class, whose code is not run", found: String(custom.prefix(100)),
        remedy: "build the model from Keras's own layers")
    }
    if layer.kind == "Lambda" {
      throw layer.fault(
        "holds Python code, which is not run", remedy: "say what it does with Keras's own layers")
    }
    if layer.kind == "Add" { return try addition(layer, values) }
    if layer.kind == "Concatenate" { return try concatenation(layer, values) }
    guard values.count == 1 else {
      throw layer.fault("takes another number of values than is followed", expected: "1", found: "\(values.count)")
    }
    if KerasModel.kinds[layer.kind] != nil {
      guard depth < KerasModel.depth else { throw layer.fault("is too deep inside other models") }
      let model = try KerasModel(layer.config, path: source.path, outer: layer.place)
      return try run(model, on: values[0], depth: depth + 1)
    }
    return try run(layer, on: values[0])
  }

  /// The layers on one value.
  private func run(_ layer: KerasLayer, on value: KerasValue) throws(InputError) -> KerasValue {
    noteHalfPrecision(layer)
    switch layer.kind {
    case "Conv2D", "Convolution2D": return try convolution(layer, value)
    case "DepthwiseConv2D": return try depthwiseConvolution(layer, value)
    case "SeparableConv2D", "SeparableConvolution2D": return try separableConvolution(layer, value)
    case "Dense": return try dense(layer, value)
    case "BatchNormalization": return try batchNormalization(layer, value)
    case "GroupNormalization": return try groupNormalization(layer, value)
    case "LayerNormalization": return try layerNormalization(layer, value)
    case "Rescaling", "Normalization": return try inputScaling(layer, value)
    case "MaxPooling2D", "MaxPool2D": return try pooling(layer, value, isMaximum: true)
    case "AveragePooling2D", "AvgPool2D": return try pooling(layer, value, isMaximum: false)
    case "GlobalMaxPooling2D", "GlobalMaxPool2D": return try globalPooling(layer, value, isMaximum: true)
    case "GlobalAveragePooling2D", "GlobalAvgPool2D": return try globalPooling(layer, value, isMaximum: false)
    case "ZeroPadding2D": return try margins(layer, value, sign: 1)
    case "Cropping2D": return try margins(layer, value, sign: -1)
    case "Flatten": return try flattening(layer, value)
    case "Reshape": return try reshaping(layer, value)
    case "Permute": return try permutation(layer, value)
    case "Dropout", "SpatialDropout2D": return try dropout(layer, value)
    case "Activation": return try activation(layer.node("activation"), layer, value)
    case "ReLU", "LeakyReLU", "ELU", "PReLU", "Softmax": return try activationLayer(layer.kind, layer, value)
    case "Identity", "ActivityRegularization": return value
    case "GaussianNoise", "GaussianDropout", "AlphaDropout", "RandomFlip", "RandomRotation", "RandomZoom",
      "RandomTranslation", "RandomContrast", "RandomBrightness":
      note(
        "The layer '\(layer.label.prefix(100))' (\(layer.kind)), which changes images in training alone, was left out.")
      return value
    default:
      throw layer.fault(
        "is of a class that is not followed", remedy: "build the model from the layers that the documentation lists")
    }
  }

  private func noteHalfPrecision(_ layer: KerasLayer) {
    guard let type = layer.node("dtype") else { return }
    let name = type.text ?? type["config"]?["name"]?.text ?? "float32"
    if name != "float32", name.contains("float") {
      note("Keras computes some layers in another precision (\(name.prefix(40))); here all are computed in float32.")
    }
  }
}
