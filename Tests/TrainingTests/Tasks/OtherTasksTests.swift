import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTargets
import InklingTestSupport
import InklingTraining
import Testing

/// Tasks for which no data set comes with the program go the same way, from the library.
@Suite struct OtherTasksTests {
  /// Images whose three thirds are dark or light; which are, and how light.
  private static func images(_ count: Int, seed: UInt64, _ targets: ([Float]) -> [Float], width: Int) -> LabeledImages {
    var random = RandomTensors(seed: seed)
    var images: [UInt8] = []
    var rows: [Float] = []
    for _ in 0..<count {
      let levels = random.labels(3, classes: 2).map { $0 == 1 ? Float(200) : 20 }
      for row in 0..<3 { images += (0..<5).map { UInt8(levels[row]) + UInt8($0 * 3) } }
      rows += targets(levels)
    }
    return LabeledImages(
      images: images, targets: .numbers(TargetRows(rows, width: width)), channels: 1, height: 3, width: 5,
      classNames: ["top", "middle", "bottom"])
  }

  private static func dataset(_ targets: ([Float]) -> [Float], width: Int) -> Dataset {
    Dataset(
      name: "thirds", train: images(120, seed: 1, targets, width: width),
      test: images(30, seed: 2, targets, width: width), notes: [], source: "drawn by a test")
  }

  private func train(
    _ name: TaskRecipe.Name, on dataset: Dataset, outputs: Int
  ) throws -> (report: TrainingReport, parameters: [NamedTensor], graph: Graph) {
    var recipe = Recipe(
      name: "thirds", model: nil, data: DataRecipe(validation: .share(0.2)), optimizer: .sgd(momentum: 0.9), epochs: 4,
      batchSize: 8)
    recipe.optimizer.learningRate = 0.05
    recipe.task = TaskRecipe(name)
    recipe.selection = SelectionRecipe(monitor: .validationLoss)
    let graph = try Graph(tracing: Sequential(Flatten(), Linear(15, outputs)), input: [1, 3, 5])
    let folder = try TemporaryFolder()
    var configuration = RunConfiguration(recipe, threads: 2, name: "thirds")
    configuration.recipe.data.dataset = dataset.name
    let run = try RunFolder.create(in: folder.path, configuration: configuration)
    defer { run.unlock() }
    let trainer = try Trainer(
      graph, on: dataset, configuration: configuration, instructionSet: try .chosen(by: nil), runFolder: run)
    var report: TrainingReport?
    try trainer.run { if case .finished(let finished) = $0 { report = finished } }
    #expect(try RunFolder.model(at: run.path)?.task == TaskRecipe(name))
    return (try #require(report), try RunFolder.savedWeights(.best, at: run.path).tensors, graph)
  }

  @Test func severalLabels() throws {
    let dataset = Self.dataset({ $0.map { $0 > 100 ? 1 : 0 } }, width: 3)
    let (report, parameters, graph) = try train(.severalLabels, on: dataset, outputs: 3)
    let test = try #require(report.test)
    guard case .severalLabels(let metrics)? = test.details else {
      Issue.record("no metrics")
      return
    }
    #expect(test.accuracy > 0.9 && metrics.hammingLoss < 0.05)
    #expect(metrics.labels.map(\.name) == ["top", "middle", "bottom"])
    let last = try #require(report.epochs.last)
    #expect(last.accuracy > 0.9)
    let rows = try #require(dataset.test.targets.numbers)
    let expected = try mean(graph, parameters, dataset.test) { outputs, image in
      NaiveLosses.binaryCrossEntropy(outputs, rows[image].map(Double.init)) / 3
    }
    #expect(abs(test.loss - expected) < 1e-5 * expected + 1e-7)
  }

  @Test func regression() throws {
    let dataset = Self.dataset({ [($0[0] - $0[2]) / 255, $0[1] / 255] }, width: 2)
    let (report, parameters, graph) = try train(.regress, on: dataset, outputs: 2)
    let test = try #require(report.test)
    guard case .regression(let metrics)? = test.details else {
      Issue.record("no metrics")
      return
    }
    let determination = try #require(metrics.determination)
    #expect(determination > 0.9 && test.correct == 0)
    #expect(abs(metrics.meanSquaredError - test.loss) < 1e-6)
    let rows = try #require(dataset.test.targets.numbers)
    let expected = try mean(graph, parameters, dataset.test) { outputs, image in
      NaiveLosses.squared(outputs, rows[image].map(Double.init)) / 2
    }
    #expect(abs(test.loss - expected) < 1e-5 * expected + 1e-7)
  }

  /// The mean of what `loss` says of each image's outputs.
  private func mean(
    _ graph: Graph, _ parameters: [NamedTensor], _ images: LabeledImages, _ loss: ([Double], Int) -> Double
  ) throws -> Double {
    let program = try InferenceProgram(
      graph, parameters: parameters, normalization: Normalization(mean: 0.5, deviation: 0.5, channels: 1), threads: 1)
    let (outputs, width) = (program.logits(images: images.images), graph.outputShape.count)
    return (0..<images.count).reduce(0) {
      $0 + loss(outputs[$1 * width..<($1 + 1) * width].map(Double.init), $1)
    } / Double(images.count)
  }

  @Test func answersOfAnotherTaskAreRefused() throws {
    let numbers = Self.dataset({ $0 }, width: 3)
    func refusal(_ task: any LearningTask, _ outputs: Int) throws -> String {
      let graph = try Graph(tracing: Sequential(Flatten(), Linear(15, outputs)), input: [1, 3, 5])
      do throws(InputError) {
        try task.requireFit(numbers.train, graph)
        return "none"
      } catch {
        return error.description
      }
    }
    #expect(try refusal(RegressionTask(), 3) == "none")
    #expect(try refusal(RegressionTask(), 2).contains("expected 2 numbers, found 3"))
    #expect(try refusal(SeveralLabelsTask(), 3).contains("zeros and ones"))
    #expect(try refusal(ReadingTask(), 3).contains("columns"))
  }
}
