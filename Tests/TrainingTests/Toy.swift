import InklingDatasets
import InklingFiles
import Synchronization

@testable import InklingEngine
@testable import InklingTraining

/// A tiny model whose every step depends on all steps before: five weights that chase the images' bytes by momentum SGD.
final class ToyStepper: TrainingStepper {
  private var weights: [Float] = [0.5, -0.25, 0.125, 1, -1]
  private var momenta: [Float] = [0, 0, 0, 0, 0]
  private let learningRate: Float = 0.01
  /// Steps done by this object, which a restored one counts anew.
  private(set) var steps = 0
  /// The images in the order in which they came.
  private(set) var seen: [Int32] = []
  /// At this step (from one) the loss is not a number.
  var lossDivergesAt: Int?
  /// At this step the loss is fine, but a weight overflows.
  var weightOverflowsAt: Int?
  var onStep: (Int) -> Void = { _ in }

  func step(images: [UInt8], targets: Targets, indices: ArraySlice<Int32>) -> StepResult {
    steps += 1
    seen += indices
    stepCount += 1
    onStep(steps)
    var loss = 0.0
    var correct = 0
    for index in indices {
      let x = Float(images[Int(index)]) / 255
      let target = Float(targets.labels?[Int(index)] ?? 0)
      let slot = Int(index) % weights.count
      let error = weights[slot] + 0.3 * x * weights[(slot + 1) % weights.count] - target
      loss += Double(error * error)
      if abs(error) < 0.5 { correct += 1 }
      momenta[slot] = 0.9 * momenta[slot] + error / (stepCount == 1 ? 2 : 1)
    }
    for slot in weights.indices { weights[slot] -= learningRate * momenta[slot] }
    if steps == weightOverflowsAt { weights[3] = .infinity }
    return StepResult(lossSum: steps == lossDivergesAt ? .nan : loss, correct: correct, count: indices.count)
  }

  func namedParameters() -> [NamedTensor] { Self.tensors(weights, suffix: "") }
  func namedOptimizerState() -> [NamedTensor] { Self.tensors(momenta, suffix: ".momentum_buffer") }
  func load(parameters: [NamedTensor]) throws(InputError) { weights = Self.values(parameters) }
  func load(optimizerState: [NamedTensor]) throws(InputError) { momenta = Self.values(optimizerState) }

  /// Where the run is; a step here depends on it, as the first one of an optimiser does.
  var stepCount = 0

  func firstNonFiniteLayer(images: [UInt8], indices: ArraySlice<Int32>) -> String? {
    steps == lossDivergesAt || weights.contains { !$0.isFinite } ? "layer" : nil
  }

  /// "layer.weight" [2, 2] and "layer.bias" [1].
  private static func tensors(_ values: [Float], suffix: String) -> [NamedTensor] {
    [
      NamedTensor(name: "layer.weight" + suffix, shape: [2, 2], values: Array(values[..<4])),
      NamedTensor(name: "layer.bias" + suffix, shape: [1], values: [values[4]]),
    ]
  }

  private static func values(_ tensors: [NamedTensor]) -> [Float] {
    tensors.sorted { $0.name > $1.name }.flatMap(\.values)
  }
}

/// Fixed inputs for the tests of the loop.
enum Toy {
  /// 23 images of one byte: with batches of 5, five steps an epoch, the last of three images.
  static let data = LabeledImages(
    images: (0..<23).map { UInt8($0 * 53 % 256) }, labels: (0..<23).map { UInt8($0 % 3) }, channels: 1, height: 1,
    width: 1, classNames: ["zero", "one", "two"])

  static func configuration(epochs: Int = 3, name: String? = "toy") -> RunConfiguration {
    RunConfiguration(dataset: "toy", model: "chain", epochs: epochs, batchSize: 5, seed: 7, threads: 1, name: name)
  }

  static let steps = 15

  /// Trains in place, on the calling thread.
  ///
  /// - Returns: whether all epochs were done.
  @discardableResult
  static func train(
    _ stepper: ToyStepper, run: RunFolder?, from checkpoint: Checkpoint? = nil, epochs: Int = 3,
    checkpointEvery: Int? = nil, stopAfter: Int = .max, clock: @escaping () -> Double = { 0 },
    send: @escaping (TrainingEvent) -> Void = { _ in }
  ) throws(InputError) -> Bool {
    if let checkpoint { try checkpoint.restore(stepper, path: "checkpoint") }
    var configuration = run?.configuration ?? configuration(epochs: epochs)
    configuration.checkpointEvery = checkpointEvery
    var loop = TrainingLoop(
      configuration: configuration, data: data, stepper: stepper, run: run, from: checkpoint,
      shouldStop: { stepper.steps >= stopAfter }, clock: clock, send: send)
    return try loop.train()
  }

  /// What an uninterrupted run ends with.
  static func uninterrupted() throws -> (parameters: [NamedTensor], momenta: [NamedTensor], history: [EpochRecord]) {
    let stepper = ToyStepper()
    let records = Recorder()
    try train(stepper, run: nil, send: records.add)
    return (stepper.namedParameters(), stepper.namedOptimizerState(), records.epochs)
  }
}

/// Keeps the events of a run.
final class Recorder: Sendable {
  private let kept = Mutex<[TrainingEvent]>([])

  @Sendable func add(_ event: TrainingEvent) { kept.withLock { $0.append(event) } }

  var events: [TrainingEvent] { kept.withLock { $0 } }

  var epochs: [EpochRecord] {
    events.compactMap { if case .epochFinished(let record) = $0 { record } else { nil } }
  }

  var progress: [StepProgress] {
    events.compactMap { if case .step(let progress) = $0 { progress } else { nil } }
  }
}

/// The error that `body` throws; nil when it throws none.
func inputError(_ body: () throws(InputError) -> Void) -> InputError? {
  do {
    try body()
    return nil
  } catch {
    return error
  }
}
