import InklingEngine
import InklingTestSupport
import Testing

/// The checker must see each fault that it is there for.
@Suite struct LayerCheckerTests {
  private let layer = Conv2d(2, 3, kernelSize: 3, padding: 1)
  private let input: Shape = [2, 5, 4]
  private var twin: LayerTwin { LayerTwin { tape, x in tape.convolution(x, "", NaiveConvolution2d(padding: (1, 1))) } }

  private func failures(
    twin: LayerTwin? = nil, makeProbe: ((@escaping LayerProbeMaker) -> LayerProbeMaker)? = nil
  ) throws -> [String] {
    let graph = try Graph(tracing: layer, input: input)
    return try LayerChecker(
      layer, input: input, twin: twin ?? self.twin, makeProbe: makeProbe.map { $0(GraphProbe.maker(graph)) }
    ).failures()
  }

  /// A probe whose answer is changed.
  private func changing(
    _ change: @escaping @Sendable (LayerSetting, LayerBatch, inout LayerPass) -> Void
  ) -> (@escaping LayerProbeMaker) -> LayerProbeMaker {
    { maker in
      { setting, parameters in
        let probe = try maker(setting, parameters)
        return { batch in
          var pass = try probe(batch)
          change(setting, batch, &pass)
          return pass
        }
      }
    }
  }

  @Test func findsNoFaultWhereThereIsNone() throws { #expect(try failures() == []) }

  @Test(arguments: ["output", "input", "weight", "bias"])
  func findsATwinThatDisagreesInOneElement(part: String) throws {
    let right = twin
    let wrong = LayerTwin { images, parameters, gradient in
      var pass = right.pass(images, parameters, gradient)
      switch part {
      case "output": pass.output.values[7] += 1e-3
      case "input": pass.inputGradient.values[7] += 1e-3
      default: pass.parameterGradients[part]?.values[2] += 1e-3
      }
      return pass
    }
    #expect(try !failures(twin: wrong).isEmpty)
  }

  @Test func findsATwinOfAnotherShape() throws {
    let right = twin
    let wrong = LayerTwin { images, parameters, gradient in
      var pass = right.pass(images, parameters, gradient)
      pass.output.shape[2] = pass.output.shape[2] * pass.output.shape[3]
      pass.output.shape[3] = 1
      return pass
    }
    #expect(try failures(twin: wrong).contains { $0.contains("the graph says") })
  }

  @Test func findsAParameterThatTheTwinLacks() throws {
    let right = twin
    let wrong = LayerTwin { images, parameters, gradient in
      var pass = right.pass(images, parameters, gradient)
      pass.parameterGradients["bias"] = nil
      pass.parameterGradients["scale"] = NaiveTensor(shape: [1])
      return pass
    }
    let failures = try failures(twin: wrong)
    #expect(failures.contains { $0.contains("the twin has no gradient of bias") })
    #expect(failures.contains { $0.contains("the layer has no gradient of scale") })
  }

  @Test func findsATwinWhoseGradientIsNotItsSlope() throws {
    let right = twin
    let wrong = LayerTwin { images, parameters, gradient in
      var pass = right.pass(images, parameters, gradient)
      for index in pass.inputGradient.values.indices { pass.inputGradient.values[index] *= 1.001 }
      return pass
    }
    #expect(try failures(twin: wrong).contains { $0.contains("differences give") })
  }

  @Test func findsAnswersThatChangeFromRunToRun() throws {
    let found = try failures(
      makeProbe: { maker in
        { setting, parameters in
          let probe = try maker(setting, parameters)
          var runs = 0
          return { batch in
            var pass = try probe(batch)
            runs += 1
            if runs == 2 { pass.output[3] = pass.output[3].nextUp }
            return pass
          }
        }
      })
    #expect(found == InstructionSet.available.map { "\($0.rawValue), run again: output differs" })
  }

  @Test func findsWhatDependsOnTheThreads() throws {
    let found = try failures(
      makeProbe: changing { setting, _, pass in
        if setting.threads == 3 {
          pass.parameterGradients[0].values[5] = pass.parameterGradients[0].values[5].nextUp
        }
      })
    #expect(found == InstructionSet.available.map { "\($0.rawValue), 3 threads: gradient of weight differs" })
  }

  @Test(.enabled(if: InstructionSet.available.contains(.avx512)))
  func findsWhatDependsOnTheInstructionSet() throws {
    let found = try failures(
      makeProbe: changing { setting, _, pass in
        if setting.instructionSet == .avx512 { pass.inputGradient = pass.inputGradient.map(\.nextUp) }
      })
    #expect(found == ["avx512 against avx2: input gradient differs"])
  }

  @Test func findsWhatDependsOnTheBatch() throws {
    let size = layer.outChannels * 20
    let found = try failures(
      makeProbe: changing { _, batch, pass in
        // The last image of a batch of seventeen is alone in its block.
        if batch.count == 17 { pass.output[16 * size + 2] = pass.output[16 * size + 2].nextUp }
      })
    #expect(found == InstructionSet.available.map { "\($0.rawValue), image 16 differs at place 16 of 17" })
  }

  /// As if the second half of the batch were summed in another order.
  @Test func findsWhatDependsOnTheMachines() throws {
    let found = try failures(
      makeProbe: changing { _, batch, pass in
        if batch.count == 230 - 128 { pass.parameterGradients[0].values[5] *= 1.0001 }
      })
    #expect(found == InstructionSet.available.map { "\($0.rawValue), in 2 parts: gradient of weight differs" })
  }

  @Test func findsWhatEarlierImagesLeaveBehind() throws {
    let found = try failures(
      makeProbe: { maker in
        { setting, parameters in
          let probe = try maker(setting, parameters)
          var last: Float = 0
          return { batch in
            defer { last = batch.input[0] }
            var pass = try probe(batch)
            if last > 0 && last != batch.input[0] { pass.inputGradient[0] += 1 }
            return pass
          }
        }
      })
    #expect(found.count == InstructionSet.available.count)
    #expect(found.allSatisfy { $0.contains("after other images: input gradient differs") })
  }
}
