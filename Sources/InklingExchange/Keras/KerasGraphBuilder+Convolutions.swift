import InklingEngine
import InklingFiles
import InklingFormats

extension KerasGraphBuilder {
  /// The image's channels, height and width, where its dimensions are in the order that the layer's `data_format` says.
  func image(_ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> (
    channels: Int, size: Extent2d, isFirst: Bool
  ) {
    let format = try layer.choice(
      "data_format", default: "channels_last", among: ["channels_last", "channels_first"])
    let isFirst = format == "channels_first"
    guard value.isImage, value.layout == .axes(isFirst ? [0, 1, 2] : [1, 2, 0]) else {
      throw layer.fault(
        value.isImage ? "takes its dimensions in an order that is not followed" : "takes something that is no image",
        expected: "an image \(isFirst ? "[C, H, W]" : "[H, W, C]")", found: "\(value.shape.prefix(8))")
    }
    let shape = value.shape
    return isFirst ? (shape[0], Extent2d(shape[1], shape[2]), true) : (shape[2], Extent2d(shape[0], shape[1]), false)
  }

  /// A shape in Keras's order.
  func kerasShape(_ channels: Int, _ size: Extent2d, isFirst: Bool) -> [Int] {
    isFirst ? [channels, size.height, size.width] : [size.height, size.width, channels]
  }

  func convolution(_ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> KerasValue {
    let (channels, _, _) = try image(layer, value)
    let (filters, groups) = (try layer.int("filters"), try layer.int("groups", default: 1))
    guard channels % groups == 0, filters % groups == 0 else {
      throw layer.fault("has groups that do not divide its channels", found: "\(groups) of \(channels) and \(filters)")
    }
    let form = try ConvolutionForm(layer)
    let hasBias = try layer.flag("use_bias", default: true)
    let arrays = try weights(of: layer, hasBias ? 2 : 1)
    let inputs = channels / groups
    let kernel = try floats(arrays[0], [form.kernel.height, form.kernel.width, inputs, filters], layer)
    var names = [
      parameter(
        "weight", [filters, inputs, form.kernel.height, form.kernel.width],
        Self.outputsFirst(kernel, taps: form.taps, inputs, filters), fanIn: inputs * form.taps, layer)
    ]
    if hasBias {
      names.append(
        parameter("bias", [filters], try floats(arrays[1], [filters], layer), fanIn: inputs * form.taps, layer))
    }
    let result = try convolve(
      form, groups: groups, to: filters, nil, names, hasBias: hasBias, layer, value)
    return try activation(layer.node("activation"), layer, result)
  }

  func depthwiseConvolution(_ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> KerasValue {
    let hasBias = try layer.flag("use_bias", default: true)
    let arrays = try weights(of: layer, hasBias ? 2 : 1)
    let (result, _) = try depthwise(layer, value, arrays[0], hasBias ? arrays[1] : nil, suffix: nil)
    return try activation(layer.node("activation"), layer, result)
  }

  func separableConvolution(_ layer: KerasLayer, _ value: KerasValue) throws(InputError) -> KerasValue {
    let (filters, hasBias) = (try layer.int("filters"), try layer.flag("use_bias", default: true))
    let arrays = try weights(of: layer, hasBias ? 3 : 2)
    let (middle, inputs) = try depthwise(layer, value, arrays[0], nil, suffix: "depthwise")
    let kernel = try floats(arrays[1], [1, 1, inputs, filters], layer)
    var names = [
      parameter(
        "pointwise.weight", [filters, inputs, 1, 1], Self.outputsFirst(kernel, taps: 1, inputs, filters), fanIn: inputs,
        layer)
    ]
    if hasBias {
      names.append(
        parameter("pointwise.bias", [filters], try floats(arrays[2], [filters], layer), fanIn: inputs, layer))
    }
    let result = try convolve(
      ConvolutionForm.pointwise, groups: 1, to: filters, "pointwise", names, hasBias: hasBias, layer, middle)
    return try activation(layer.node("activation"), layer, result)
  }

  /// One kernel for each channel and multiple: [kh, kw, C, M] becomes [C * M, 1, kh, kw].
  private func depthwise(
    _ layer: KerasLayer, _ value: KerasValue, _ array: NamedArray, _ bias: NamedArray?, suffix: String?
  ) throws(InputError) -> (value: KerasValue, channels: Int) {
    let (channels, _, _) = try image(layer, value)
    let form = try ConvolutionForm(layer)
    let (multiplier, prefix) = (try layer.int("depth_multiplier", default: 1), suffix.map { "\($0)." } ?? "")
    let (outputs, overflows) = channels.multipliedReportingOverflow(by: multiplier)
    guard !overflows, outputs <= 1 << 25 else {
      throw layer.fault("has too many channels", found: "\(multiplier) times \(channels)")
    }
    let kernel = try floats(array, [form.kernel.height, form.kernel.width, channels, multiplier], layer)
    // Seen as [taps, 1, C * M] it is a kernel of one input channel.
    var names = [
      parameter(
        "\(prefix)weight", [outputs, 1, form.kernel.height, form.kernel.width],
        Self.outputsFirst(kernel, taps: form.taps, 1, outputs), fanIn: form.taps, layer)
    ]
    if let bias {
      names.append(
        parameter("\(prefix)bias", [outputs], try floats(bias, [outputs], layer), fanIn: form.taps, layer))
    }
    let result = try convolve(
      form, groups: channels, to: outputs, suffix, names, hasBias: bias != nil, layer, value)
    return (result, outputs)
  }

  /// [taps, inputs, outputs] as [outputs, inputs, taps].
  static func outputsFirst(_ kernel: [Float], taps: Int, _ inputs: Int, _ outputs: Int) -> [Float] {
    var result = [Float](repeating: 0, count: kernel.count)
    for tap in 0..<taps {
      for input in 0..<inputs {
        for output in 0..<outputs {
          result[(output * inputs + input) * taps + tap] = kernel[(tap * inputs + input) * outputs + output]
        }
      }
    }
    return result
  }

  private func convolve(
    _ form: ConvolutionForm, groups: Int, to outputs: Int, _ suffix: String?, _ names: [String], hasBias: Bool,
    _ layer: KerasLayer, _ value: KerasValue
  ) throws(InputError) -> KerasValue {
    let (channels, size, isFirst) = try image(layer, value)
    guard let (margin, output) = form.margin(of: size) else {
      throw layer.fault("has a kernel larger than its image", found: "\(form.kernel) on \(size)")
    }
    var (input, padding) = (value, Extent2d(0, 0))
    if margin.isSymmetric {
      padding = margin.before
    } else {
      // TensorFlow pads one more at the end than at the start where the total is odd.
      let padded = Extent2d(
        size.height + margin.before.height + margin.after.height, size.width + margin.before.width + margin.after.width)
      input = try add(
        .constantPad2d(
          .init(
            left: margin.before.width, right: margin.after.width, top: margin.before.height,
            bottom: margin.after.height)), suffix.map { "\($0).padding" } ?? "padding", on: value, for: layer,
        shape: kerasShape(channels, padded, isFirst: isFirst))
    }
    return try add(
      .conv2d(
        .init(
          inChannels: channels, outChannels: outputs, kernelSize: form.kernel, stride: form.stride, padding: padding,
          dilation: form.dilation, groups: groups, bias: hasBias)), suffix, on: input, for: layer, parameters: names,
      shape: kerasShape(outputs, output, isFirst: isFirst))
  }
}

/// What a convolution's or pooling's windows are.
struct ConvolutionForm {
  var kernel: Extent2d
  var stride: Extent2d
  var dilation: Extent2d
  var isSame: Bool

  static let pointwise = ConvolutionForm(kernel: 1, stride: 1, dilation: 1, isSame: false)

  init(kernel: Extent2d, stride: Extent2d, dilation: Extent2d, isSame: Bool) {
    (self.kernel, self.stride, self.dilation, self.isSame) = (kernel, stride, dilation, isSame)
  }

  init(_ layer: KerasLayer) throws(InputError) {
    kernel = try layer.pair("kernel_size")
    stride = try layer.pair("strides", default: 1)
    dilation = try layer.pair("dilation_rate", default: 1)
    isSame = try layer.choice("padding", default: "valid", among: ["valid", "same"]) == "same"
  }

  var taps: Int { kernel.height * kernel.width }

  /// Rows and columns before and after the image.
  struct Margin {
    var before: Extent2d
    var after: Extent2d
    var isSymmetric: Bool { before == after }
  }

  /// The margin and the size of the result; nil where no window fits.
  func margin(of size: Extent2d) -> (margin: Margin, output: Extent2d)? {
    guard let rows = axis(size.height, kernel.height, stride.height, dilation.height),
      let columns = axis(size.width, kernel.width, stride.width, dilation.width)
    else { return nil }
    return (
      Margin(
        before: Extent2d(rows.total / 2, columns.total / 2),
        after: Extent2d(rows.total - rows.total / 2, columns.total - columns.total / 2)),
      Extent2d(rows.output, columns.output)
    )
  }

  /// TensorFlow's rule: "same" gives `ceil(size / stride)`, and pads what that takes.
  private func axis(_ size: Int, _ kernel: Int, _ stride: Int, _ dilation: Int) -> (total: Int, output: Int)? {
    let reach = (kernel - 1) * dilation + 1
    guard isSame else { return size < reach ? nil : (0, (size - reach) / stride + 1) }
    let output = (size + stride - 1) / stride
    return (max((output - 1) * stride + reach - size, 0), output)
  }
}
