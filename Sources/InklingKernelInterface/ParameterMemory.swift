/// Some parameters, their gradient and what the optimiser remembers of them: `count` floats each, a multiple of sixteen.
package struct ParameterMemory {
  package var weights: UnsafeMutablePointer<Float>
  package var gradient: UnsafePointer<Float>
  package var first: UnsafeMutablePointer<Float>
  /// Read and written only by rules that remember so much.
  package var second: UnsafeMutablePointer<Float>
  package var third: UnsafeMutablePointer<Float>
  package var count: Int

  package init(
    weights: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, first: UnsafeMutablePointer<Float>,
    second: UnsafeMutablePointer<Float>, third: UnsafeMutablePointer<Float>, count: Int
  ) {
    self.weights = weights
    self.gradient = gradient
    self.first = first
    self.second = second
    self.third = third
    self.count = count
  }
}
