import InklingTestSupport
import Testing

@testable import InklingEngine

/// Muon on whole weights, as the kernels store them, against its twin on PyTorch's order.
@Suite struct MuonTests {
  static let layouts: [(layout: ParameterLayout, rows: Int)] = [
    (.linear(inputs: 5, outputs: 3, rowStride: 16), 3), (.linear(inputs: 3, outputs: 21, rowStride: 32), 21),
    (.linear(inputs: 40, outputs: 33, rowStride: 48), 33), (.linear(inputs: 1, outputs: 4, rowStride: 16), 4),
    (.convolution(groups: 1, outputs: 6, inputs: 1, taps: 25), 6),
    (.convolution(groups: 1, outputs: 17, inputs: 2, taps: 4), 17),
    (.convolution(groups: 2, outputs: 3, inputs: 5, taps: 9), 6),
    (.convolution(groups: 3, outputs: 5, inputs: 1, taps: 4), 15),
  ]

  @Test(arguments: layouts, InstructionSet.available)
  func agreesWithItsTwin(layout: (layout: ParameterLayout, rows: Int), set: InstructionSet) throws {
    for (matchesAdam, nesterov) in [(false, true), (true, true), (false, false)] {
      let optimizer = Muon(
        learningRate: 0.05, nesterov: nesterov, scaling: matchesAdam ? .matchRMSAdamW : .original)
      var twin = NaiveMuon(rows: layout.rows)
      twin.learningRate = Double(optimizer.learningRate)
      twin.weightDecay = Double(optimizer.weightDecay)
      (twin.nesterov, twin.matchesAdam) = (nesterov, matchesAdam)
      var random = RandomTensors(seed: UInt64(layout.rows))
      var count = 0
      layout.layout.forEach { _, _ in count += 1 }
      let start = random.floats(count)
      let parameters = KernelParameters(start, layout: layout.layout, set)
      var expected = start.map(Double.init)
      for _ in 0..<10 {
        let gradient = random.floats(count)
        parameters.step(optimizer, gradient: gradient)
        twin.step(&expected, gradient: gradient.map(Double.init))
      }
      #expect(largestRelativeDeviation(of: parameters.values, from: expected) < 1e-5, "\(matchesAdam) \(nesterov)")
    }
  }

  /// What the iteration is for: the twin's update has singular values near one, so X Xᵀ is near the identity.
  @Test func theTwinOrthogonalizes() {
    var random = RandomTensors(seed: 1)
    let (rows, columns) = (4, 9)
    let x = NaiveMuon(rows: rows).orthogonalized(random.floats(rows * columns).map(Double.init))
    for i in 0..<rows {
      for j in 0..<rows {
        let product = (0..<columns).reduce(0) { $0 + x[i * columns + $1] * x[j * columns + $1] }
        #expect(abs(product - (i == j ? 1 : 0)) < 0.6)
      }
    }
  }

  @Test(.enabled(if: InstructionSet.available.contains(.avx512), "this processor lacks AVX-512"), arguments: layouts)
  func sameBitsWithAVX2AndAVX512(layout: (layout: ParameterLayout, rows: Int)) {
    let runs = [InstructionSet.avx2, .avx512].map { set in
      var random = RandomTensors(seed: 5)
      var count = 0
      layout.layout.forEach { _, _ in count += 1 }
      let parameters = KernelParameters(random.floats(count), layout: layout.layout, set)
      for _ in 0..<3 { parameters.step(Muon(learningRate: 0.1), gradient: random.floats(count)) }
      return parameters.values.map(\.bitPattern)
    }
    #expect(runs[0] == runs[1])
  }

  @Test(arguments: InstructionSet.available)
  func aGradientOfZerosOnlyDecays(set: InstructionSet) {
    let parameters = KernelParameters([1, 2, 3, 4, 5, 6], layout: .linear(inputs: 3, outputs: 2, rowStride: 16), set)
    parameters.step(Muon(learningRate: 0.5, weightDecay: 0.5), gradient: [0, 0, 0, 0, 0, 0])
    #expect(parameters.values == [0.75, 1.5, 2.25, 3, 3.75, 4.5])
  }
}
