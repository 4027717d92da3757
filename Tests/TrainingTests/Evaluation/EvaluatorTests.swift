import InklingDatasets
import InklingEngine
import InklingFiles
import InklingRandomness
import Testing

@testable import InklingTraining

@Suite struct EvaluatorTests {
  /// Images of noise.
  static func images(_ count: Int, size: Int = 20, seed: UInt64 = 1) -> LabeledImages {
    var generator = CounterGenerator(seed: seed, purpose: .drawing)
    return LabeledImages(
      images: (0..<count * size * size).map { _ in UInt8(generator.below(256)) },
      labels: (0..<count).map { _ in UInt8(generator.below(7)) }, channels: 1, height: size, width: size,
      classNames: (0..<7).map { "c\($0)" })
  }

  /// A network with the values that training would start from.
  static func program(seed: UInt64, threads: Int = 1, size: Int = 20, classes: Int = 7) throws -> InferenceProgram {
    let shape = Shape([1, size, size])
    let graph = try Graph(tracing: LeNet(input: shape, classes: classes), input: shape)
    let normalization = NormalizationRecipe.standardFactors(channels: 1)
    let set = try #require(InstructionSet.available.last)
    let training = try TrainingProgram(
      graph, seed: seed, optimizer: SGD(), normalization: normalization, batchSize: 1, threads: 1, instructionSet: set)
    return try InferenceProgram(
      graph, parameters: training.namedParameters(), normalization: normalization, threads: threads,
      instructionSet: set)
  }

  private static func part(_ images: LabeledImages, _ indices: [Int32]) -> LabeledImages {
    LabeledImages(
      images: indices.flatMap { images[Int($0)] }, labels: indices.map { images.labels[Int($0)] }, channels: 1,
      height: images.height, width: images.width, classNames: images.classNames)
  }

  @Test(arguments: [1, 15, 100]) func oneModelAnswersAsItsProgram(_ count: Int) throws {
    let images = Self.images(count)
    let program = try Self.program(seed: 1)
    let answers = try Evaluator([program]).answers(to: images)
    let (predictions, lossSum) = program.evaluate(images: images.images, labels: images.labels)
    #expect(answers.predictions == predictions && answers.lossSum == lossSum)
    #expect(answers.probabilities.values == program.probabilities(images: images.images))
    #expect(answers.result() == program.evaluate(images))
    #expect(abs(answers.probabilities.logLoss * Double(count) - lossSum) < 1e-4 * lossSum)
  }

  @Test(arguments: [[], [3], [99, 0, 99, 41], Array(0..<100)]) func aPartIsASetOfItsOwn(_ indices: [Int32]) throws {
    let images = Self.images(100)
    let part = Self.part(images, indices)
    let programs = try [Self.program(seed: 1), Self.program(seed: 2)]
    #expect(programs[0].evaluate(images, at: indices) == programs[0].evaluate(part))
    for (models, views) in [([programs[0]], [.identity]), (programs, EvaluationView.Family.rotations.views)] {
      let evaluator = try Evaluator(models, views: views)
      #expect(evaluator.answers(to: images, at: indices) == evaluator.answers(to: part))
    }
  }

  @Test func anEnsembleIsTheMeanOfProbabilities() throws {
    let images = Self.images(50)
    let programs = try (1...3).map { try Self.program(seed: UInt64($0)) }
    let answers = try Evaluator(programs).answers(to: images)
    let each = programs.map { $0.probabilities(images: images.images) }
    for place in each[0].indices {
      let mean = (each[0][place] + each[1][place] + each[2][place]) / 3
      #expect(abs(answers.probabilities.values[place] - mean) < 1e-15)
    }
    #expect(answers.predictions == answers.probabilities.predictions)
    #expect(answers.result().loss == answers.probabilities.logLoss)
  }

  /// Averaging over an image and its shifted copies is the mean over copies that were shifted by hand.
  @Test func viewsAreTheMeanOverCopies() throws {
    let images = Self.images(40)
    let program = try Self.program(seed: 4)
    var right = images.images
    for pixel in right.indices { right[pixel] = pixel % 20 == 0 ? 0 : images.images[pixel - 1] }
    let answers = try Evaluator([program], views: [.identity, EvaluationView(right: 1)]).answers(to: images)
    let (plain, moved) = (program.probabilities(images: images.images), program.probabilities(images: right))
    for place in plain.indices {
      let mean = (plain[place] + moved[place]) / 2
      #expect(abs(answers.probabilities.values[place] - mean) < 1e-15)
    }
    #expect(plain != moved)
  }

  /// More images than are rendered at once, in any number of threads.
  @Test func threadsAndChunksChangeNothing() throws {
    let images = Self.images(4_200)
    let views = EvaluationView.views(of: [.rotations, .scales])
    let expected = try Evaluator([Self.program(seed: 5)], views: views).answers(to: images)
    for threads in 2...3 {
      #expect(try Evaluator([Self.program(seed: 5, threads: threads)], views: views).answers(to: images) == expected)
    }
    let last: [Int32] = [4_199]
    let alone = try Evaluator([Self.program(seed: 5)], views: views).answers(to: images, at: last)
    #expect(alone.probabilities.values == Array(expected.probabilities.values.suffix(7)))
  }

  @Test func whatDoesNotBelongTogetherIsRefused() throws {
    func error(_ programs: [InferenceProgram], _ views: [EvaluationView] = [.identity]) -> InputError? {
      inputError { () throws(InputError) in _ = try Evaluator(programs, views: views) }
    }
    let program = try Self.program(seed: 1)
    #expect(error([])?.kind == .usage)
    #expect(error([program], [])?.found == "1 models and 0 views")
    #expect(
      error([program, try Self.program(seed: 1, size: 24)])?.what == "the models of an ensemble do not belong together")
    #expect(error([program, try Self.program(seed: 1, classes: 9)])?.found == "images of 1x20x20 and 9 classes")
    #expect(error([program, program]) == nil)
  }
}
