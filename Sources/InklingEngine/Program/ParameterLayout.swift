/// How a parameter's values lie in memory for the kernels, and where PyTorch's order finds them there.
enum ParameterLayout: Sendable, Equatable {
  /// One after the other.
  case vector(count: Int)
  /// `[group][in][kh][kw][out]`: one tap's weights for all output channels are neighbours.
  case convolution(groups: Int, outputs: Int, inputs: Int, taps: Int)
  /// `[in][out]`, each row padded with zeros to `rowStride`.
  case linear(inputs: Int, outputs: Int, rowStride: Int)

  /// Floats in memory, a multiple of sixteen.
  var storedCount: Int {
    switch self {
    case .vector(let count): roundedUp(count, to: 16)
    case .convolution(let groups, let outputs, let inputs, let taps):
      roundedUp(groups * outputs * inputs * taps, to: 16)
    case .linear(let inputs, _, let rowStride): inputs * rowStride
    }
  }

  /// Calls `body(stored index, index in PyTorch's order)` for every value.
  func forEach(_ body: (Int, Int) -> Void) {
    switch self {
    case .vector(let count):
      for index in 0..<count { body(index, index) }
    case .convolution(let groups, let outputs, let inputs, let taps):
      var index = 0
      for group in 0..<groups {
        for output in 0..<outputs {
          for input in 0..<inputs {
            for tap in 0..<taps {
              body(((group * inputs + input) * taps + tap) * outputs + output, index)
              index += 1
            }
          }
        }
      }
    case .linear(let inputs, let outputs, let rowStride):
      for output in 0..<outputs {
        for input in 0..<inputs { body(input * rowStride + output, output * inputs + input) }
      }
    }
  }
}

func roundedUp(_ value: Int, to multiple: Int) -> Int { (value + multiple - 1) / multiple * multiple }
