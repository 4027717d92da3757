import InklingEngine
import InklingTestSupport
import Testing

/// A model to train, its twin, and images for it.
struct TrainingModel: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let layer: any Layer
  let twin: LayerTwin
  let data: RandomImages
  let classes: Int

  init(_ description: String, _ layer: any Layer, input: Shape, classes: Int, twin: LayerTwin, images: Int = 100) {
    testDescription = "\(description) on \(input)"
    self.layer = layer
    self.twin = twin
    self.classes = classes
    data = RandomImages(count: images, shape: input, classes: classes)
  }

  /// Layers one after the other, and a linear one to `classes` at the end.
  init(_ description: String, _ layers: [any Layer], input: Shape, classes: Int = 3, images: Int = 100) throws {
    let features = try Graph(tracing: Sequential(layers), input: input).outputShape.count
    let layers = layers + [Flatten(), Linear(features, classes)]
    self.init(description, Sequential(layers), input: input, classes: classes, twin: LayerTwin(layers), images: images)
  }

  var normalization: Normalization {
    // Another one for each channel.
    let channels = 0..<data.shape.channels
    return Normalization(
      scale: channels.map { (1 + 0.125 * Float($0)) / 127.5 }, shift: channels.map { -1 + 0.25 * Float($0) })
  }

  func graph() throws -> Graph { try trace(layer) }

  func program(
    _ set: InstructionSet, threads: Int = 1, batchSize: Int = 64,
    optimizer: any Optimizer = SGD(learningRate: 0.01, momentum: 0.9), updates: UpdateOptions = UpdateOptions(),
    frozen: Set<String> = []
  ) throws -> TrainingProgram {
    try TrainingProgram(
      graph(), seed: 5, optimizer: optimizer, normalization: normalization, batchSize: batchSize, threads: threads,
      instructionSet: set, updates: updates, frozen: frozen)
  }

  func twin(of program: TrainingProgram) -> TrainingTwin {
    guard let optimizer = program.optimizer as? SGD else { preconditionFailure("the twin steps by SGD") }
    return TrainingTwin(twin, parameters: program.namedParameters(), optimizer: optimizer)
  }

  private func trace(_ layer: some Layer) throws -> Graph { try Graph(tracing: layer, input: data.shape) }
}

extension TrainingProgram {
  /// A step on some of the images.
  @discardableResult
  func step(_ data: RandomImages, _ indices: some Sequence<Int32>) -> StepResult {
    let indices = Array(indices)
    return step(images: data.images, targets: data.targets, indices: indices[...])
  }

  /// Steps through the images in batches of `size`, around and around.
  func train(_ data: RandomImages, steps: Range<Int>, size: Int = 64) {
    for step in steps {
      self.step(data, (0..<size).map { Int32((step * size + $0) % data.count) })
    }
  }

  /// Every bit of the parameters and the optimiser's memory.
  var bits: [[UInt32]] { (namedParameters() + namedOptimizerState()).map { $0.values.map(\.bitPattern) } }
}
