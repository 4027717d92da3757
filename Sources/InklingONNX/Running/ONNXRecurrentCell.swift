/// One direction of a recurrent layer: LSTM (4 gates, in ONNX's order input, output, forget, cell), GRU (3: update, reset,
/// hidden) or a plain one (1).
struct ONNXRecurrentCell {
  let gates: Int
  let hidden: Int
  let features: Int
  let batch: Int
  let steps: Int
  let lengths: [Int]
  /// GRU: the reset gate is applied behind the matrix (`linear_before_reset`), as PyTorch does.
  let resetsLate: Bool
  /// [G H, I].
  var weights: [Float] = []
  /// [G H, H].
  var recurrent: [Float] = []
  /// Of the input, then of the state: [2 G H].
  var bias: [Float]?
  /// Input, output, forget: [3 H].
  var peepholes: [Float]?
  /// [N, H].
  var state: [Float] = []
  /// [N, H].
  var memory: [Float] = []

  init(gates: Int, hidden: Int, features: Int, batch: Int, steps: Int, lengths: [Int], resetsLate: Bool) {
    (self.gates, self.hidden, self.features, self.batch) = (gates, hidden, features, batch)
    (self.steps, self.lengths, self.resetsLate) = (steps, lengths, resetsLate)
  }

  /// Goes through the steps, and gives each step's state of each image to `store`; `state` and `memory` are the last ones.
  mutating func run(_ input: [Float], isReverse: Bool, _ store: (Int, Int, ArraySlice<Float>) -> Void) {
    let width = gates * hidden
    let fromInput = Self.product(input, rows: steps * batch, inner: features, weights, columns: width)
    let candidates = gates == 3 ? Array(recurrent[2 * hidden * hidden..<3 * hidden * hidden]) : []
    for step in isReverse ? Array((0..<steps).reversed()) : Array(0..<steps) {
      let fromState = Self.product(state, rows: batch, inner: hidden, recurrent, columns: width)
      for row in 0..<batch where step < lengths[row] {
        let x = fromInput[(step * batch + row) * width..<(step * batch + row + 1) * width]
        let h = fromState[row * width..<(row + 1) * width]
        switch gates {
        case 4: long(row, x, h)
        case 3: gated(row, x, h, candidates)
        default: plain(row, x, h)
        }
        store(step, row, state[row * hidden..<(row + 1) * hidden])
      }
    }
  }

  /// a [rows, inner] times b [columns, inner] turned.
  private static func product(_ a: [Float], rows: Int, inner: Int, _ b: [Float], columns: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: rows * columns) { buffer, filled in
      filled = rows * columns
      buffer.initialize(repeating: 0)
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          guard let a = a.baseAddress, let b = b.baseAddress, let out = buffer.baseAddress, rows * columns > 0 else {
            return
          }
          nonisolated(unsafe) let (left, right, result) = (a, b, out)
          ONNXMatrixProduct.perform(1, rows: rows, inner: inner, columns: columns) { _ in
            ONNXMatrixProduct.Job(
              left: left, right: ONNXStridedColumns(rows: inner, numbers: right, rowStep: 1, columnStep: inner),
              out: result, bias: nil)
          }
        }
      }
    }
  }

  private func biases(_ index: Int) -> (Float, Float) {
    (bias?[index] ?? 0, bias?[gates * hidden + index] ?? 0)
  }

  private static func sigmoid(_ x: Float) -> Float { Float(ONNXFloatFunctions.sigmoid(Double(x))) }
  private static func tanh(_ x: Float) -> Float { Float(ONNXFloatFunctions.tanh(Double(x))) }

  private mutating func long(_ row: Int, _ x: ArraySlice<Float>, _ h: ArraySlice<Float>) {
    for unit in 0..<hidden {
      func sum(_ gate: Int) -> Float {
        let index = gate * hidden + unit
        let (first, second) = biases(index)
        return x[x.startIndex + index] + h[h.startIndex + index] + first + second
      }
      let place = row * hidden + unit
      let old = memory[place]
      func peephole(_ index: Int) -> Float { peepholes?[index * hidden + unit] ?? 0 }
      let input = Self.sigmoid(sum(0) + peephole(0) * old)
      let forget = Self.sigmoid(sum(2) + peephole(2) * old)
      memory[place] = forget * old + input * Self.tanh(sum(3))
      state[place] = Self.sigmoid(sum(1) + peephole(1) * memory[place]) * Self.tanh(memory[place])
    }
  }

  private mutating func gated(
    _ row: Int, _ x: ArraySlice<Float>, _ h: ArraySlice<Float>, _ candidates: [Float]
  ) {
    let old = Array(state[row * hidden..<(row + 1) * hidden])
    func sum(_ gate: Int, _ unit: Int) -> Float {
      let index = gate * hidden + unit
      let (first, second) = biases(index)
      return x[x.startIndex + index] + h[h.startIndex + index] + first + second
    }
    let resets = (0..<hidden).map { Self.sigmoid(sum(1, $0)) }
    let early =
      resetsLate
      ? []
      : Self.product(
        zip(resets, old).map(*), rows: 1, inner: hidden, candidates, columns: hidden)
    for unit in 0..<hidden {
      let update = Self.sigmoid(sum(0, unit))
      let index = 2 * hidden + unit
      let (first, second) = biases(index)
      let inner =
        resetsLate ? resets[unit] * (h[h.startIndex + index] + second) : early[unit] + second
      let candidate = Self.tanh(x[x.startIndex + index] + first + inner)
      state[row * hidden + unit] = (1 - update) * candidate + update * old[unit]
    }
  }

  private mutating func plain(_ row: Int, _ x: ArraySlice<Float>, _ h: ArraySlice<Float>) {
    for unit in 0..<hidden {
      let (first, second) = biases(unit)
      state[row * hidden + unit] = Self.tanh(x[x.startIndex + unit] + h[h.startIndex + unit] + first + second)
    }
  }
}
