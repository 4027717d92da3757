import InklingEngine
import InklingFiles

/// A model run forward and backward on given numbers, from a given gradient by its outputs, as in training.
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

  private let program: GradientProgram
  private let batchSize: Int

  package init(
    _ graph: Graph, instructionSet: InstructionSet, threads: Int = 1, batchSize: Int, frozen: Set<String> = [],
    fuses: Bool = true
  ) throws(InputError) {
    self.batchSize = batchSize
    let used = Set(graph.live.flatMap { graph.nodes[$0].parameters })
    program = try GradientProgram(
      graph, parameters: graph.parameters.filter { used.contains($0.name) }.map { $0.filled(with: 1) },
      normalization: .none(of: graph.inputShape), mode: .training, request: GradientRequest(parameters: .all),
      frozen: frozen, threads: threads, instructionSet: instructionSet, fusing: fuses)
  }

  /// - Parameters:
  ///   - input: `[N, ...]` row-major.
  ///   - outputGradient: the gradient with respect to the output.
  ///   - numbers: what random layers take for the images' numbers in the data set; nil for their places.
  package func run(
    input: [Float], outputGradient: [Float], parameters: [NamedTensor], numbers: [Int32]? = nil
  ) throws(InputError) -> Result {
    try program.load(parameters: parameters)
    let gradients = try program.gradients(of: .gradient(outputGradient), at: .values(input), numbers: numbers)
    precondition(gradients.count <= batchSize, "\(gradients.count) images of \(batchSize)")
    return Result(
      output: gradients.outputs, inputGradient: gradients.input ?? [], parameterGradients: gradients.parameters,
      statistics: gradients.statistics)
  }
}

extension ParameterDescription {
  /// A tensor of one value.
  package func filled(with value: Float) -> NamedTensor {
    NamedTensor(name: name, shape: shape, values: Array(repeating: value, count: count))
  }
}

extension Normalization {
  /// That which leaves bytes as they are.
  package static func none(of shape: Shape) -> Normalization {
    Normalization(
      scale: Array(repeating: 1, count: shape.channels), shift: Array(repeating: 0, count: shape.channels))
  }
}
