public import InklingFiles
import InklingMathematics

/// `base * gamma^step`: PyTorch's `ExponentialLR`.
public struct ExponentialLR: Schedule, Equatable {
  public var gamma: Double

  public init(gamma: Double) { self.gamma = gamma }

  public func learningRate(_ step: Int, base: Double) -> Double { base * Elementary.power(gamma, step) }

  public func validate() throws(InputError) {
    try require(gamma.isFinite && gamma >= 0, "gamma", "a finite number >= 0", gamma)
  }
}
