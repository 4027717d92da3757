import InklingKernelInterface

typealias FourWeights = (Float, Float, Float, Float)

/// `G g` of F(2, 3).
@inline(always) func filterWeightTransform(_ a: Float, _ b: Float, _ c: Float) -> FourWeights {
  let sides = a + c
  return (a, (sides + b) * 0.5, (sides - b) * 0.5, c)
}

/// `G g G^T` of the kernel whose nine weights are `step` floats apart, to sixteen places `frequency` floats apart.
@inline(always)
func transformKernel(_ g: UnsafePointer<Float>, _ step: Int, _ out: UnsafeMutablePointer<Float>, _ frequency: Int) {
  let a = filterWeightTransform(g[0], g[3 * step], g[6 * step])
  let b = filterWeightTransform(g[step], g[4 * step], g[7 * step])
  let c = filterWeightTransform(g[2 * step], g[5 * step], g[8 * step])
  putFour(filterWeightTransform(a.0, b.0, c.0), out, frequency)
  putFour(filterWeightTransform(a.1, b.1, c.1), out + 4 * frequency, frequency)
  putFour(filterWeightTransform(a.2, b.2, c.2), out + 8 * frequency, frequency)
  putFour(filterWeightTransform(a.3, b.3, c.3), out + 12 * frequency, frequency)
}

@inline(always) func putFour(_ values: FourWeights, _ out: UnsafeMutablePointer<Float>, _ step: Int) {
  out[0] = values.0
  out[step] = values.1
  out[2 * step] = values.2
  out[3 * step] = values.3
}

extension KernelSet {
  /// As `FilterKernels.weights`.
  package func filterWeights(
    _ weights: UnsafePointer<Float>, _ inputs: Int, _ outputs: Int, _ result: UnsafeMutablePointer<Float>
  ) {
    for input in 0..<inputs {
      for output in 0..<outputs {
        transformKernel(
          weights + input * 9 * outputs + output, outputs, result + input * outputs + output, inputs * outputs)
      }
    }
  }

  /// As `FilterKernels.turnedWeights`: half a turn is the nine weights from the last to the first.
  package func turnedFilterWeights(
    _ weights: UnsafePointer<Float>, _ inputs: Int, _ outputs: Int, _ result: UnsafeMutablePointer<Float>
  ) {
    for output in 0..<outputs {
      for input in 0..<inputs {
        transformKernel(
          weights + (input * 9 + 8) * outputs + output, -outputs, result + output * inputs + input, inputs * outputs)
      }
    }
  }
}
