import InklingFiles
import InklingKernelInterface
import InklingRandomness

extension Graph.Operation {
  /// The probability that an element, or a whole channel, becomes zero in training.
  public struct Dropout: Sendable, Hashable {
    /// The probability, 0...1; 0.5 by default.
    public var p: Float
    /// With PyTorch's defaults.
    public init(p: Float = 0.5) { self.p = p }
  }
}

extension Graph.Operation.Dropout: OperationAttributes {
  enum CodingKeys: String, CodingKey, CaseIterable { case p }
}

/// Dropout (Srivastava et al., 2014) with inverted scaling; PyTorch's `nn.Dropout`, and `nn.Dropout2d` for whole
/// channels. Training alone has it: a program for prediction has no step.
///
/// What stays depends on (seed, step, the image's number in the data set, this node, the element), and not on the lane,
/// block or thread that the image is in.
struct Dropping: OperationRule {
  private let probability: Float
  private let dropsChannels: Bool

  init(_ attributes: Graph.Operation.Dropout, channels: Bool) {
    probability = attributes.p
    dropsChannels = channels
  }

  var fault: String? { AttributeRange.fault("p", probability, "0 to 1") { $0 >= 0 && $0 <= 1 } }

  func outputShape(of inputs: [Shape]) throws(ShapeMismatch) -> Shape {
    guard !dropsChannels || inputs[0].isImage else {
      throw ShapeMismatch(needed: "an image [C, H, W]", remedy: "use Dropout for features")
    }
    return inputs[0]
  }

  /// Words whose upper 24 bits are below this stay.
  static func threshold(_ probability: Float) -> Int32 { Int32(((1 - Double(probability)) * 0x1p24).rounded()) }

  /// The keyed counter of one step: its upper bits go where the node's number leaves room.
  static func counter(step: Int, node: Int) -> (epoch: Int, stream: Int) {
    (step & 0xFF_FFFF, node & 0xFFFF | (step >> 24 & 0xFFFF) << 16)
  }

  func lower(_ stage: Stage, into builder: ProgramBuilder) -> LoweredStage {
    guard builder.isTraining && probability > 0 else { return LoweredStage(output: stage.inputs[0]) { [$0] } }
    let (kernels, shape, input) = (builder.kernels, stage.inputShapes[0], stage.inputs[0])
    let (channels, plane) = dropsChannels ? (shape.channels, shape.plane) : (shape.count, 1)
    let mask = addMask(channels, stage, builder)
    let output = builder.buffer(input.count)
    builder.forward(stage.name, node: stage.node, reads: [input, mask], writes: [output]) { plan in
      let (from, factors, to) = (plan[input], plan[mask], plan[output])
      return { kernels.scaleChannels($0.address(from), $0.address(factors), $0.address(to), channels, plane) }
    }
    return LoweredStage(output: output) { gradient in
      guard stage.wantsGradient[0] else { return [nil] }
      let result = builder.owned(gradient, stage.name)
      builder.backward("\(stage.name) input gradient", reads: [result, mask], writes: [result]) { plan in
        let (factors, to) = (plan[mask], plan[result])
        return { kernels.scaleChannels($0.address(to), $0.address(factors), $0.address(to), channels, plane) }
      }
      return [Gradient(buffer: result)]
    }
  }

  private func addMask(_ count: Int, _ stage: Stage, _ builder: ProgramBuilder) -> Buffer {
    let kernels = builder.kernels
    let mask = builder.buffer(roundedUp(count, to: 4))
    let samples = builder.buffer(1)
    let (threshold, scale) = (Self.threshold(probability), probability < 1 ? 1 / (1 - probability) : 0)
    let node = stage.node
    builder.forward("\(stage.name) mask", reads: [], writes: [samples, mask]) { plan in
      let (numbers, to, rounded) = (plan[samples], plan[mask], roundedUp(count, to: 4))
      return { context in
        writeSamples(context, to: context.address(numbers).assumingMemoryBound(to: UInt32.self))
        let counter = Self.counter(step: context.source.step, node: node)
        let seed = context.source.seed
        kernels.dropoutMask(
          DropoutMask(
            key: (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)),
            stream: UInt32(counter.stream),
            purposeAndEpoch: CounterGenerator.Purpose.dropout.rawValue << 24 | UInt32(counter.epoch),
            samples: context.address(numbers), threshold: threshold, scale: scale, mask: context.address(to),
            count: rounded))
      }
    }
    return mask
  }
}

/// The number in the data set of each lane's image; a lane without one repeats the first's.
private func writeSamples(_ context: borrowing BlockContext, to samples: UnsafeMutablePointer<UInt32>) {
  var numbers = context.source.numbers
  if numbers == nil { numbers = context.source.indices }
  for lane in 0..<16 {
    let image = context.first + (lane < context.count ? lane : 0)
    samples[lane] = numbers.map { UInt32(bitPattern: $0[image]) } ?? UInt32(image)
  }
}

/// In training each element is zero with the probability `p`, and the others are multiplied by 1 / (1 - p), as
/// PyTorch's `nn.Dropout`. In prediction it does nothing and costs nothing.
///
/// Which elements are dropped is a function of the program's seed, the step, the image's number in the data set and the
/// element: the same for any number of threads, and after a stop.
public typealias Dropout = OperationLayer<ElementDropout>

/// Dropout of whole channels of an image, as PyTorch's `nn.Dropout2d` (Tompson et al., 2015).
public typealias Dropout2d = OperationLayer<ChannelDropout>

extension OperationLayer where Variant.Attributes == Graph.Operation.Dropout {
  /// - Parameter p: the probability that an element, or a channel, becomes zero in training; 0.5 by default.
  /// - Precondition: `p` is in `0 ... 1`.
  public init(_ p: Float = 0.5) { self.init(attributes: Graph.Operation.Dropout(p: p)) }
}

/// What `Dropout` is.
public enum ElementDropout: OperationVariant {
  /// `.dropout`.
  public static func operation(_ attributes: Graph.Operation.Dropout) -> Graph.Operation { .dropout(attributes) }
}

/// What `Dropout2d` is.
public enum ChannelDropout: OperationVariant {
  /// `.dropout2d`.
  public static func operation(_ attributes: Graph.Operation.Dropout) -> Graph.Operation { .dropout2d(attributes) }
}

extension LayerSpecification {
  /// Dropout of this share of the elements, 0...1.
  public static func dropout(_ share: Double) -> LayerSpecification { LayerSpecification(.dropout(share)) }
}

extension LayerSpecification.Kind {
  /// The share of elements that are dropped in training.
  public static func dropout(_ share: Double) -> Self { Self(DropoutForm(share: share, dropsChannels: false)) }
  /// The share of channels that are dropped in training.
  public static func dropout2d(_ share: Double) -> Self { Self(DropoutForm(share: share, dropsChannels: true)) }
}

extension LayerWord {
  static let dropout = LayerWord("dropout", main: "p") { DropoutForm($0, dropsChannels: false) }
  static let dropout2d = LayerWord("dropout2d", main: "p") { DropoutForm($0, dropsChannels: true) }
}

private struct DropoutForm: LayerForm {
  let share: Double
  let dropsChannels: Bool
}

extension DropoutForm {
  init(_ reader: MappingReader, dropsChannels: Bool) {
    self.init(share: reader.double("p", in: .from(0, below: 1)) ?? 0.5, dropsChannels: dropsChannels)
  }

  var word: String { (dropsChannels ? LayerWord.dropout2d : LayerWord.dropout).word }
  var options: [(String, DocumentNode?)] { [("p", main)] }
  var main: DocumentNode? { .number(share) }

  func make(for shape: Shape, classes: Int) throws(LayerSpecification.MakingFault) -> any Layer {
    let attributes = Graph.Operation.Dropout(p: Float(share))
    try LayerSpecification.MakingFault.require(dropsChannels ? .dropout2d(attributes) : .dropout(attributes))
    return dropsChannels ? Dropout2d(attributes.p) : Dropout(attributes.p)
  }
}
