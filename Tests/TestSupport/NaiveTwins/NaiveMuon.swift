/// Muon (Jordan et al., 2024) with the formula of `torch.optim.Muon`, for one weight `[rows, columns]`.
public struct NaiveMuon: NaiveOptimizer {
  public var rows: Int
  public var learningRate = 0.001
  public var weightDecay = 0.1
  public var momentum = 0.95
  public var nesterov = true
  public var epsilon = 1e-7
  public var steps = 5
  /// Whether the step is as large as Adam's ("match_rms_adamw").
  public var matchesAdam = false
  private var buffer: [Double] = []

  public init(rows: Int) { self.rows = rows }

  public mutating func step(_ parameters: inout [Double], gradient: [Double]) {
    if buffer.isEmpty { buffer = gradient.map { _ in 0 } }
    var update = gradient
    for i in gradient.indices {
      buffer[i] = momentum * buffer[i] + (1 - momentum) * gradient[i]
      update[i] = nesterov ? momentum * buffer[i] + (1 - momentum) * gradient[i] : buffer[i]
    }
    update = orthogonalized(update)
    let columns = gradient.count / rows
    let scale =
      matchesAdam
      ? 0.2 * Double(max(rows, columns)).squareRoot() : max(1, Double(rows) / Double(columns)).squareRoot()
    for i in parameters.indices {
      parameters[i] = parameters[i] * (1 - learningRate * weightDecay) - learningRate * scale * update[i]
    }
  }

  /// Newton and Schulz's iteration on `[rows, columns]`, always on the matrix as it is: the transposed one has the same
  /// result, transposed.
  public func orthogonalized(_ update: [Double]) -> [Double] {
    let columns = update.count / rows
    let norm = update.reduce(0) { $0 + $1 * $1 }.squareRoot()
    var x = update.map { $0 / max(norm, epsilon) }
    for _ in 0..<steps {
      let gram = product(x, transposed(x, columns), rows, columns, rows)
      let square = product(gram, gram, rows, rows, rows)
      let polynomial = zip(gram, square).map { -4.7750 * $0 + 2.0315 * $1 }
      x = zip(x, product(polynomial, x, rows, rows, columns)).map { 3.4445 * $0 + $1 }
    }
    return x
  }

  private func transposed(_ a: [Double], _ columns: Int) -> [Double] {
    let rows = a.count / columns
    return (0..<a.count).map { a[$0 % rows * columns + $0 / rows] }
  }

  private func product(_ a: [Double], _ b: [Double], _ n: Int, _ inner: Int, _ m: Int) -> [Double] {
    var c = [Double](repeating: 0, count: n * m)
    for i in 0..<n {
      for k in 0..<inner {
        for j in 0..<m { c[i * m + j] += a[i * inner + k] * b[k * m + j] }
      }
    }
    return c
  }
}
