import InklingDatasets
import InklingEngine
import InklingFiles
import InklingRandomness
import Testing

@testable import InklingTraining

@Suite struct CheckpointTests {
  /// One in the middle of the second epoch, with doubles that no short decimal holds.
  static func sample() -> Checkpoint {
    let stepper = ToyStepper()
    _ = stepper.step(images: Toy.data.images, targets: Toy.data.targets, indices: [3, 1, 4, 1, 5])
    let record = EpochRecord(epoch: 1, loss: 0.1 + 0.2, accuracy: 2.0 / 3, seconds: 1e-9, imagesPerSecond: 1.0 / 0.7)
    let state = TrainingState(
      epoch: 2, step: 3, lossSum: 0.1 * 3, correct: 4, count: 15, epochSeconds: 1.0 / 3,
      totalSeconds: Double.pi, history: [record])
    return Checkpoint(
      configuration: Toy.configuration(), trainingCount: 23, state: state, parameters: stepper.namedParameters(),
      optimizerState: stepper.namedOptimizerState())
  }

  private func decode(_ bytes: [UInt8]) throws(InputError) -> Checkpoint {
    try Checkpoint(try Safetensors(decoding: bytes, path: "checkpoint-last"), path: "checkpoint-last")
  }

  @Test func everyBitComesBack() throws {
    let checkpoint = Self.sample()
    let bytes = try checkpoint.encoded()
    let back = try decode(bytes)
    #expect(back == checkpoint)
    #expect(try back.encoded() == bytes)
    #expect(back.state.lossSum.bitPattern == checkpoint.state.lossSum.bitPattern)
    #expect(back.parameters.map(\.name) == ["layer.bias", "layer.weight"])
    #expect(back.optimizerState.map(\.shape) == [[1], [2, 2]])
  }

  /// A history without learning rates, as older releases wrote it.
  @Test func anOldHistoryIsRead() throws {
    let text = try JSONText.encode(CheckpointState(Self.sample()), pretty: false)
    #expect(!text.contains("learningRate"))
    let state = try JSONText.decode(CheckpointState.self, from: Array(text.utf8), path: "x").trainingState
    #expect(!state.history.isEmpty && state.history.allSatisfy { $0.learningRate == nil })
  }

  @Test func everyTruncationIsRefused() throws {
    let bytes = try Self.sample().encoded()
    for length in 0..<bytes.count {
      let error = inputError { () throws(InputError) in _ = try decode(Array(bytes[..<length])) }
      #expect(error?.kind == .malformed, "length \(length) of \(bytes.count)")
      #expect(error?.path == "checkpoint-last")
    }
  }

  @Test func everyFlippedBitIsRefused() throws {
    let bytes = try Self.sample().encoded()
    var flipped = bytes
    for bit in 0..<bytes.count * 8 {
      flipped[bit / 8] ^= 1 << (bit % 8)
      let error = inputError { () throws(InputError) in _ = try decode(flipped) }
      #expect(error?.kind == .malformed, "bit \(bit % 8) of byte \(bit / 8): \(String(describing: error))")
      flipped[bit / 8] = bytes[bit / 8]
    }
  }

  @Test func severalWrongBytesAreRefused() throws {
    let bytes = try Self.sample().encoded()
    var generator = CounterGenerator(seed: 1, purpose: .search)
    for _ in 0..<3000 {
      var damaged = bytes
      for _ in 0...generator.below(6) { damaged[generator.below(bytes.count)] = UInt8(generator.below(256)) }
      if damaged == bytes { continue }
      #expect(inputError { () throws(InputError) in _ = try decode(damaged) }?.kind == .malformed)
    }
  }

  @Test func trailingBytesAreRefused() throws {
    let bytes = try Self.sample().encoded()
    #expect(inputError { () throws(InputError) in _ = try decode(bytes + [0]) }?.kind == .malformed)
    #expect(inputError { () throws(InputError) in _ = try decode(bytes + bytes) }?.kind == .malformed)
  }

  @Test func otherSafetensorsFilesAreNoCheckpoints() throws {
    let weights = Safetensors(tensors: Self.sample().parameters, metadata: ["format": "pt"])
    let error = inputError { () throws(InputError) in _ = try Checkpoint(weights, path: "x") }
    #expect(error?.what == "the file is not a checkpoint")
    #expect(error?.found == "pt")
  }

  @Test func anotherVersionIsNamed() throws {
    var file = try Safetensors(decoding: try Self.sample().encoded())
    file.metadata["version"] = "3"
    let error = inputError { () throws(InputError) in _ = try Checkpoint(file, path: "x") }
    #expect(error?.what == "the checkpoint is of another version")
    #expect(error?.found == "3")
  }

  struct Impossible: Sendable, CustomTestStringConvertible {
    let found: String
    let change: @Sendable (inout CheckpointState) -> Void
    var testDescription: String { found }
  }

  @Test(arguments: [
    Impossible(found: "epoch 0") { $0.epoch = 0 },
    Impossible(found: "1 finished epochs before epoch 7") { $0.epoch = 7 },
    Impossible(found: "epoch \(Int.max)") { $0.epoch = .max },
    Impossible(found: "0 training images") { $0.trainingCount = 0 },
    Impossible(found: "\(Int.max) training images") { $0.trainingCount = .max },
    Impossible(found: "batches of 0 from 23 images") { $0.configuration.recipe.batchSize = 0 },
    Impossible(found: "batches of \(Int.max) from 23 images") { $0.configuration.recipe.batchSize = .max },
    Impossible(found: "step -1") { $0.step = -1 },
    Impossible(found: "step 6") { $0.step = 6 },
    Impossible(found: "15 images in 4 steps of 5") { $0.step = 4 },
    Impossible(found: "16 right of 15") { $0.correct = 16 },
    Impossible(found: "-1 right of 15") { $0.correct = -1 },
    Impossible(found: "a loss of nan") { $0.lossSum = .init(.nan) },
    Impossible(found: "a time below zero") { $0.epochSeconds = .init(-1) },
    Impossible(found: "a time below zero") { $0.history[0].seconds = .init(.nan) },
  ])
  func aStateThatContradictsItselfIsNamed(_ impossible: Impossible) {
    var state = CheckpointState(Self.sample())
    #expect(state.impossibility == nil)
    impossible.change(&state)
    #expect(state.impossibility == impossible.found)
  }

  @Test(arguments: [0.0, -0.0, .pi, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, .nan])
  func doublesKeepTheirBits(_ value: Double) throws {
    let json = try JSONText.encode([CheckpointState.BitPattern(value)], pretty: false)
    let back = try JSONText.decode([CheckpointState.BitPattern].self, from: Array(json.utf8), path: "x")
    #expect(back[0].value.bitPattern == value.bitPattern)
  }

  @Test(arguments: ["\"\"", "\"0\"", "\"+ff0000000000000\"", "\"zzzzzzzzzzzzzzzz\"", "1", "\"00000000000000000\""])
  func otherDigitsAreRefused(_ text: String) {
    let error = inputError { () throws(InputError) in
      _ = try JSONText.decode([CheckpointState.BitPattern].self, from: Array("[\(text)]".utf8), path: "x")
    }
    #expect(error?.kind == .malformed)
  }
}
