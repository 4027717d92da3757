import InklingDatasets
import InklingEngine
import InklingTraining
import Testing

/// A loop that is written by hand gives a trainer's bytes, with an augmentation too. Nothing here is beyond the public
/// interface.
@Suite struct HandWrittenLoopTests {
  @Test func anAugmentedLoopIsTheTrainers() throws {
    let dataset = StrokeDigits.dataset(train: 96, test: 20)
    let graph = try Graph(tracing: Sequential(Flatten(), Linear(784, 10)), input: [1, 28, 28])
    let augmentation = try #require(Augmentation.presets.first { $0.name == "digits" }).augmentation
    var recipe = Recipe(model: nil, epochs: 2, batchSize: 32, seed: 4)
    recipe.augmentation = AugmentationRecipe(augmentation)
    var expected: String?
    try Trainer(graph, on: dataset, recipe: recipe).run {
      if case .finished(let report) = $0 { expected = report.weightsSHA256 }
    }

    let train = dataset.train
    let program = try TrainingProgram(
      graph, seed: 4, optimizer: SGD(learningRate: 0.001, momentum: 0.9),
      normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), batchSize: 32)
    program.preparation = try AugmentedImages(augmentation, of: train, seed: 4)
    for epoch in 1...2 {
      program.begin(epoch: epoch)
      for batch in Batches(Shuffling.order(count: train.count, seed: 4, epoch: epoch), batchSize: 32) {
        _ = program.step(images: train.images, targets: train.targets, indices: batch)
      }
    }
    #expect(weightsSHA256(of: program.namedParameters()) == expected)
  }
}
