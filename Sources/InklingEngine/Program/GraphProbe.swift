package import InklingFiles

/// A model run forward and backward on given numbers, to look at its gradients: what tests hold against PyTorch.
package final class GraphProbe {
  package struct Result {
    /// `[N, ...]` row-major, as the inputs.
    package var output: [Float]
    package var inputGradient: [Float]
    /// By PyTorch's names.
    package var parameterGradients: [NamedTensor]
    /// Running means and the like, after this batch.
    package var statistics: [NamedTensor]
  }

  private let graph: Graph
  private let engine: BlockEngine

  package init(
    _ graph: Graph, instructionSet: InstructionSet, threads: Int = 1, batchSize: Int, frozen: Set<String> = [],
    fuses: Bool = true
  ) throws(GraphError) {
    let (inputs, outputs) = (graph.inputShape.count, graph.outputShape.count)
    let program = try BlockProgram(
      graph, kernels: instructionSet.kernels, isTraining: true, wantsInputGradient: true, frozen: frozen, fuses: fuses,
      source: { input in
        { plan in
          let place = plan[input]
          return { loadRows($0.source.inputRows, inputs, into: $0.address(place), $0) }
        }
      },
      head: { output, gradient in
        { plan in
          let (from, to) = (plan[output], gradient.map { plan[$0] })
          return { context in
            copyRows(of: context.address(from), outputs, to: context.source.outputs, context)
            if let to { loadRows(context.source.outputGradientRows, outputs, into: context.address(to), context) }
          }
        }
      },
      tail: { gradient in
        { plan in
          let place = plan[gradient]
          return { copyRows(of: $0.address(place), inputs, to: $0.source.inputGradientRows, $0) }
        }
      })
    self.graph = graph
    engine = BlockEngine(program, threads: threads, blocks: (batchSize + 15) / 16, keepsBlocks: true)
  }

  /// - Parameters:
  ///   - input: `[N, ...]` row-major.
  ///   - outputGradient: the gradient with respect to the output.
  ///   - numbers: what random layers take for the images' numbers in the data set; nil for their places.
  package func run(
    input: [Float], outputGradient: [Float], parameters: [NamedTensor], numbers: [Int32]? = nil
  ) throws(InputError) -> Result {
    let values = ParameterValues(entries: engine.program.entries)
    try values.load(parameters, into: engine.weights.floats)
    engine.weightsChanged()
    let numbers = numbers.map(Table.init)
    let count = input.count / graph.inputShape.count
    var output = [Float](repeating: 0, count: count * graph.outputShape.count)
    var inputGradient = [Float](repeating: 0, count: input.count)
    input.withUnsafeBufferPointer { input in
      outputGradient.withUnsafeBufferPointer { outputGradient in
        output.withUnsafeMutableBufferPointer { output in
          inputGradient.withUnsafeMutableBufferPointer { inputGradient in
            // A step without momentum and rate leaves the gradient as the velocity.
            engine.run(
              BatchSource(
                indices: numbers?.pointer, count: count, outputs: output.baseAddress, inputRows: input.baseAddress,
                outputGradientRows: outputGradient.baseAddress, inputGradientRows: inputGradient.baseAddress),
              rule: SGD.resting(isFirst: true))
          }
        }
      }
    }
    // The table must outlive the run.
    withExtendedLifetime(numbers) {}
    return Result(
      output: output, inputGradient: inputGradient, parameterGradients: values.learned.tensors(engine.velocity.floats),
      statistics: values.statistics.tensors(engine.weights.floats))
  }
}
