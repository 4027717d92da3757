import InklingKernelInterface
import InklingTestSupport
import Testing

@testable import InklingEngine

/// Two and four machines that hold an aligned part of each batch train to the bits of one.
@Suite struct RankTests {
  static let models = [
    TrainingModel(
      "the classic network", LeNet(), input: [1, 28, 28], classes: 10, twin: LayerTwin { $1 }, images: 512),
    TrainingModel(
      "a network with batch normalisation", NormalizedNetwork(), input: NormalizedNetwork.input,
      classes: NormalizedNetwork.classes, twin: NormalizedNetwork.twin, images: 512),
    TrainingModel(
      "one of every layer", EveryLayerNetwork(), input: EveryLayerNetwork.input, classes: EveryLayerNetwork.classes,
      twin: LayerTwin { $1 }, images: 512),
  ]
  /// Eight shards; seven and a piece, in which the last machine has less; three, of which the second of four machines has
  /// the last.
  static let batches = [512, 470, 150]

  /// The weights, statistics and optimiser's memory after three steps.
  private func bits(
    _ model: TrainingModel, _ kernels: KernelTable, blocksOfARank: Int? = nil, images: Int,
    _ optimizer: any Optimizer = SGD(momentum: 0.9), clipping: GradientClipping = GradientClipping()
  ) throws -> [[UInt32]] {
    let (graph, data) = (try model.graph(), model.data)
    let program = try BlockProgram(
      graph, kernels: kernels, sums: blocksOfARank.map { SimulatedRanks(blocks: $0, whole: kernels) }, isTraining: true,
      batchSize: images,
      source: gatherBytes(graph.inputShape, model.normalization, kernels),
      head: CrossEntropyLoss().head(for: graph.outputShape).bound(to: kernels))
    let engine = BlockEngine(program, threads: 2, blocks: (images + 15) / 16, keepsBlocks: true)
    engine.updates = UpdatePlan(
      program, options: UpdateOptions(clipping: clipping), states: optimizer.states, threads: 2)
    let values = ParameterValues(entries: program.entries)
    values.initialize(engine.weights.floats, seed: 1)
    engine.weightsChanged()
    for step in 0..<3 {
      let order = Table((0..<images).map { Int32(($0 * 37 + step) % data.count) })
      data.images.withUnsafeBufferPointer { bytes in
        data.labels.withUnsafeBufferPointer { labels in
          let source = BatchSource(
            images: bytes.baseAddress, targets: BatchTargets(labels: labels.baseAddress), indices: order.pointer,
            count: images,
            lossScale: 1 / Float(images), seed: 1, step: step)
          engine.run(source, rule: engine.updates.prepare(optimizer))
        }
      }
      engine.updates.finishStep()
      withExtendedLifetime(order) {}
    }
    let learned = values.those { $0.role == .learned }.tensors(engine.velocity.floats)
    return (values.tensors(engine.weights.floats) + learned).map { $0.values.map(\.bitPattern) }
  }

  @Test(arguments: models, batches) func asOneMachine(model: TrainingModel, images: Int) throws {
    for set in InstructionSet.available {
      let whole = try bits(model, set.kernels, images: images)
      // A range is a power of two of shards, with which so many machines hold the batch.
      for ranks in [2, 4] {
        let shards = images == 150 ? 4 / ranks : 8 / ranks
        let parts = try bits(model, set.kernels, blocksOfARank: shards * 4, images: images)
        #expect(parts == whole, "\(set), \(ranks) ranks")
      }
    }
  }

  @Test(arguments: [AdamW(), Muon()] as [any Optimizer]) func withAnyOptimizer(optimizer: any Optimizer) throws {
    let (model, kernels) = (Self.models[1], InstructionSet.available.last ?? .portable)
    let clipping = GradientClipping(norm: 0.1)
    let whole = try bits(model, kernels.kernels, images: 470, optimizer, clipping: clipping)
    let parts = try bits(
      model, kernels.kernels, blocksOfARank: 8, images: 470, optimizer, clipping: clipping)
    #expect(parts == whole)
  }

  /// What is no whole branch of the tree has other sums: a machine with three shards, or with half of one.
  @Test(arguments: [12, 2]) func unalignedPartsAreSeen(blocks: Int) throws {
    let set = InstructionSet.available.last ?? .portable
    let whole = try bits(Self.models[0], set.kernels, images: 512)
    #expect(try bits(Self.models[0], set.kernels, blocksOfARank: blocks, images: 512) != whole)
  }
}
