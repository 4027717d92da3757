import InklingKernelInterface

/// A thread's room for the matrices of Newton and Schulz's iteration: X, the next X, A and b A + c A².
///
/// The kernels keep the padding of their rows zero as long as it is zero before, so it is cleared for each weight.
struct MatrixScratch: Sendable {
  let memory: AlignedMemory
  private let wide: Int
  private let square: Int

  init(_ matrices: [StoredMatrix]) {
    wide = matrices.reduce(0) { max($0, $1.rows * roundedUp($1.columns, to: 16)) }
    square = matrices.reduce(0) { max($0, $1.rows * roundedUp($1.rows, to: 16)) }
    let lanes = matrices.reduce(0) { max($0, roundedUp($1.rows, to: 4) * 16) }
    // Sixteen floats more for the sums of squares.
    memory = AlignedMemory(bytes: (2 * wide + 2 * square + lanes + 16) * 4)
  }

  /// The step on one weight: `gradient` holds its gradient and is used up.
  func step(
    _ form: StoredMatrix, weights: UnsafeMutablePointer<Float>, momentum: UnsafeMutablePointer<Float>,
    gradient: UnsafeMutablePointer<Float>, count: Int, _ rule: Muon.Rule, _ kernels: any OptimizerKernels
  ) {
    kernels.muonMomentum(gradient, momentum, count, rule.momentum)
    let stride = roundedUp(form.columns, to: 16)
    var (x, next) = (memory.floats, memory.floats + wide)
    x.update(repeating: 0, count: form.rows * stride)
    kernels.gatherMatrix(gradient, form, x, stride)
    normalize(x, form.rows * stride, rule.epsilon, kernels)
    for _ in 0..<rule.steps {
      iterate(x, into: next, rows: form.rows, stride: stride, kernels)
      swap(&x, &next)
    }
    kernels.subtractMatrix(weights, form, x, stride, rule.keep, Float(rule.learningRate * rule.scale(form)))
  }

  private func normalize(
    _ x: UnsafeMutablePointer<Float>, _ count: Int, _ epsilon: Double, _ kernels: any OptimizerKernels
  ) {
    let sums = memory.floats + (memory.bytes / 4 - 16)
    kernels.sumsOfSquares(x, count, sums)
    var sum = 0.0
    for lane in 0..<16 { sum += Double(sums[lane]) }
    kernels.rescale(x, Float(1 / max(sum.squareRoot(), epsilon)), count)
  }

  private func iterate(
    _ x: UnsafeMutablePointer<Float>, into next: UnsafeMutablePointer<Float>, rows: Int, stride: Int,
    _ kernels: any OptimizerKernels
  ) {
    let (a, b, c): (Float, Float, Float) = (3.4445, -4.7750, 2.0315)
    let squareStride = roundedUp(rows, to: 16)
    let gram = memory.floats + 2 * wide
    let polynomial = gram + square
    kernels.gramMatrix(
      GramMatrix(
        matrix: x, rows: rows, stride: stride, output: gram, outputStride: squareStride, scratch: polynomial + square))
    kernels.matrixProduct(
      MatrixProduct(
        left: gram, leftStride: squareStride, right: gram, addend: gram, rows: rows, stride: squareStride,
        addendShare: b, productShare: c, output: polynomial))
    kernels.matrixProduct(
      MatrixProduct(
        left: polynomial, leftStride: squareStride, right: x, addend: x, rows: rows, stride: stride, addendShare: a,
        productShare: 1, output: next))
  }
}

extension Muon.Rule {
  /// What the step on a weight of this form is multiplied by.
  func scale(_ form: StoredMatrix) -> Double {
    let (rows, columns) = (Double(form.groups * form.outputs), Double(form.inputs))
    return switch scaling {
    case .original: max(1, rows / columns).squareRoot()
    case .matchRMSAdamW: 0.2 * max(rows, columns).squareRoot()
    }
  }
}
