public import InklingEngine

/// What a layer is asked: images, and the gradient by its output, one row an image.
public struct LayerBatch: Sendable {
  public var count: Int
  public var input: [Float]
  public var outputGradient: [Float]
  /// The images' numbers in the data set, which random layers look at.
  public var numbers: [Int32]

  /// The images of these numbers, in this order.
  func picking(_ images: [Int]) -> LayerBatch {
    LayerBatch(
      count: images.count, input: images.flatMap { row($0, of: input, count) },
      outputGradient: images.flatMap { row($0, of: outputGradient, count) }, numbers: images.map { numbers[$0] })
  }
}

/// What a layer answers.
public struct LayerPass: Sendable {
  public var output: [Float]
  public var inputGradient: [Float]
  /// By PyTorch's names.
  public var parameterGradients: [NamedTensor]
}

/// How a layer is run.
public struct LayerSetting: Sendable, CustomStringConvertible {
  public var instructionSet: InstructionSet
  public var threads = 1
  public var batchSize: Int

  public var description: String { "\(instructionSet.rawValue), \(threads) threads, batch of \(batchSize)" }
}

/// Runs a layer as often as asked, in one program that lives as long as the probe.
public typealias LayerProbe = (LayerBatch) throws -> LayerPass

/// Makes a probe; tests of the checker plant their faults here.
public typealias LayerProbeMaker = @Sendable (LayerSetting, [NamedTensor]) throws -> LayerProbe

extension GraphProbe {
  /// The engine's own.
  package static func maker(_ graph: Graph, frozen: Set<String> = []) -> LayerProbeMaker {
    { setting, parameters in
      let probe = try GraphProbe(
        graph, instructionSet: setting.instructionSet, threads: setting.threads, batchSize: setting.batchSize,
        frozen: frozen)
      return { batch in
        let result = try probe.run(
          input: batch.input, outputGradient: batch.outputGradient, parameters: parameters, numbers: batch.numbers)
        return LayerPass(
          output: result.output, inputGradient: result.inputGradient, parameterGradients: result.parameterGradients)
      }
    }
  }
}

/// Row `index` of `count` equal ones.
func row(_ index: Int, of values: [Float], _ count: Int) -> ArraySlice<Float> {
  let size = values.count / count
  return values[index * size..<(index + 1) * size]
}
