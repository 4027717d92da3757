/// The twin that a golden's arguments ask for.
extension NaiveConvolution2d {
  public init(_ golden: GoldenCase) throws {
    self.init(
      stride: try golden.pair("stride", default: (1, 1)), padding: try golden.pair("padding", default: (0, 0)),
      dilation: try golden.pair("dilation", default: (1, 1)), groups: try golden.int("groups", default: 1))
  }
}

extension NaivePoolingWindows {
  public init(_ golden: GoldenCase) throws {
    let kernelSize = try golden.pair("kernel_size")
    self.init(
      kernelSize: kernelSize, stride: try golden.pair("stride", default: kernelSize),
      padding: try golden.pair("padding", default: (0, 0)), dilation: try golden.pair("dilation", default: (1, 1)),
      ceilMode: try golden.bool("ceil_mode", default: false))
  }
}

extension NaiveAveragePool2d {
  public init(_ golden: GoldenCase) throws {
    let divisor = try golden.int("divisor_override", default: 0)
    self.init(
      try NaivePoolingWindows(golden), countIncludePad: try golden.bool("count_include_pad", default: true),
      divisorOverride: divisor == 0 ? nil : divisor)
  }
}

extension NaiveSGD {
  public init(_ golden: GoldenCase) throws {
    self.init(
      learningRate: try golden.double("lr", default: 1e-3), momentum: try golden.double("momentum", default: 0),
      dampening: try golden.double("dampening", default: 0),
      weightDecay: try golden.double("weight_decay", default: 0), nesterov: try golden.bool("nesterov", default: false))
  }
}
