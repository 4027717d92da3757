import InklingKernelInterface
import InklingTestSupport

@testable import InklingEngine

/// One parameter, its gradient and an optimiser's memory as the kernels see them: a step without a network.
final class KernelParameters {
  private let layout: ParameterLayout
  private let count: Int
  private let kernels: KernelTable
  private let memories: [AlignedMemory]
  private let scratch: MatrixScratch?
  private var number = 0
  private var product = 1.0

  /// - Parameter values: in PyTorch's order.
  init(_ values: [Float], layout: ParameterLayout? = nil, _ set: InstructionSet) {
    let layout = layout ?? .vector(count: values.count)
    self.layout = layout
    count = values.count
    kernels = set.kernels
    memories = (0..<5).map { _ in AlignedMemory(bytes: layout.storedCount * 4) }
    scratch = layout.matrix.map { MatrixScratch([$0]) }
    write(values, to: memories[0])
  }

  var values: [Float] {
    var values = [Float](repeating: 0, count: count)
    layout.forEach { stored, position in values[position] = memories[0].floats[stored] }
    return values
  }

  func step(_ optimizer: any Optimizer, gradient: [Float]) {
    number += 1
    product = optimizer.advanced(product, step: number)
    write(gradient, to: memories[1])
    let rule = optimizer.rule(
      OptimizerStep(
        number: number, learningRate: optimizer.learningRate, weightDecay: optimizer.weightDecay, product: product))
    let floats = memories.map(\.floats)
    if let muon = rule.matrix, let matrix = layout.matrix {
      scratch?.step(
        matrix, weights: floats[0], momentum: floats[2], gradient: floats[1], count: layout.storedCount, muon,
        kernels)
    } else {
      rule.step(
        ParameterMemory(
          weights: floats[0], gradient: floats[1], first: floats[2], second: floats[3], third: floats[4],
          count: layout.storedCount), kernels)
    }
  }

  private func write(_ values: [Float], to memory: AlignedMemory) {
    layout.forEach { stored, position in memory.floats[stored] = values[position] }
  }
}
