import InklingEngine
import InklingExplanation
import InklingFiles
import InklingTestSupport
import InklingTraining
import Testing

@Suite struct ExplanationTests {
  /// A model with one of every layer, on random weights and one image.
  static func everyLayer() throws -> Explanation {
    let graph = try Graph(tracing: EveryLayerNetwork(), input: EveryLayerNetwork.input)
    return try Explanation.random(graph, classes: EveryLayerNetwork.classes, seed: 3)
  }

  @Test func everythingWrittenOutIsWhatTheEngineFound() throws {
    let explanation = try Self.everyLayer()
    var count = 0
    for step in explanation.steps {
      for example in step.examples {
        count += 1
        #expect(
          example.agrees, "\(step.name) (\(step.operation)), \(example.subject): \(example.written), \(example.engine)")
      }
    }
    #expect(count > 60)
  }

  /// No kind of operation of that network is left without numbers.
  @Test func everyOperationIsWrittenOut() throws {
    for step in try Self.everyLayer().steps {
      #expect(!step.examples.isEmpty && !step.formulas.isEmpty && !step.sentence.isEmpty, "\(step.name)")
      #expect(step.range.lowerBound <= step.range.upperBound)
    }
  }

  @Test func thePlaceIsTheOneWithTheLargestResult() throws {
    for step in try Self.everyLayer().steps where step.operation != "Input" && step.operation != "Concatenate" {
      #expect(step.examples[0].engine == step.range.upperBound, "\(step.name)")
    }
  }

  /// The first of the steps prepares the image, the last is the softmax.
  @Test func theStepsGoFromTheImageToTheProbabilities() throws {
    let explanation = try Self.everyLayer()
    #expect(explanation.steps.first?.operation == "Input")
    #expect(explanation.steps.last?.operation == "Softmax")
    #expect(explanation.steps.last?.sources == ["the logits"])
    guard case .classes(let prediction) = explanation.answer else {
      Issue.record("a model that tells classes apart has classes")
      return
    }
    let shares = try #require(explanation.steps.last).examples.map(\.written)
    #expect(abs(shares.reduce(0, +) - 1) < 1e-6)
    #expect(abs((shares.first ?? 0) - prediction.probability) < 1e-6)
  }

  @Test func aLongSumIsShownByItsFormula() throws {
    let graph = try Graph(tracing: EveryLayerNetwork(), input: EveryLayerNetwork.input)
    let explanation = try Explanation.random(
      graph, classes: EveryLayerNetwork.classes, seed: 3, limits: ExplanationLimits(examples: 2, terms: 20, maps: 1))
    let linear = try #require(explanation.steps.first { $0.operation == "Linear" })
    #expect(linear.examples.isEmpty)
    #expect(linear.remark == "Each number is made of 72 others, more than the 20 that are written out.")
    #expect(linear.formulas == ["y[o] = Σ i  w[o,i] · x[i]"])
    let convolution = try #require(explanation.steps.first { $0.operation == "Conv2d" })
    #expect(convolution.examples.count == 2 && convolution.maps.count == 1)
    #expect(convolution.maps.channels == [convolution.examples[0].place[0]])
    #expect(convolution.remark == "2 of 6 kernels are written out, those with the largest results.")
  }

  @Test func anImageOfAnotherSizeIsRefused() throws {
    let model = try TrainedModel.random(try Graph(tracing: LeNet(), input: [1, 28, 28]), classes: 10, seed: 1)
    let error = #expect(throws: InputError.self) {
      try Explanation(of: model, at: [UInt8](repeating: 0, count: 28 * 28 * 2), image: "x")
    }
    #expect(error?.what == "the image has another size than the model's")
  }

  /// A difference beyond rounding is seen.
  @Test func aWrongNumberDoesNotAgree() throws {
    let step = try #require(try Self.everyLayer().steps.first { $0.operation == "Conv2d" })
    var example = step.examples[0]
    #expect(example.agrees)
    example.engine *= 1.001
    #expect(!example.agrees)
  }
}
