/// Some parameters, their gradient and what the optimiser remembers of them: `count` floats each, a multiple of sixteen.
public struct ParameterMemory {
  public var weights: UnsafeMutablePointer<Float>
  public var gradient: UnsafePointer<Float>
  public var first: UnsafeMutablePointer<Float>
  /// Read and written only by rules that remember so much.
  public var second: UnsafeMutablePointer<Float>
  public var third: UnsafeMutablePointer<Float>
  public var count: Int

  public init(
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
