import InklingKernelInterface

/// The numbers of one step, ready for the kernels. Made by the optimisers of this package; an optimiser of one's own
/// returns what one of them makes.
public struct OptimizerRule: Sendable {
  typealias Kernel = @Sendable (any OptimizerKernels, ParameterMemory, StepNumbers) -> Void

  private let numbers: StepNumbers
  private let kernel: Kernel
  /// What is done with weights that are treated as matrices instead; nil for a rule that treats none so.
  let matrix: Muon.Rule?

  /// - Parameter kernel: `{ $0.adam($1, $2) }`; it must capture nothing, because a rule is made in every step.
  init(_ numbers: StepNumbers, matrix: Muon.Rule? = nil, _ kernel: @escaping Kernel) {
    self.numbers = numbers
    self.kernel = kernel
    self.matrix = matrix
  }

  /// Takes the step on parameters as they lie in memory.
  @inline(__always)
  func step(_ memory: ParameterMemory, _ kernels: any OptimizerKernels) { kernel(kernels, memory, numbers) }
}
