public import InklingFiles
import InklingMathematics

/// `base * gamma^n`, n being the number of milestones that are reached: PyTorch's `MultiStepLR`. A milestone given twice
/// counts twice.
public struct MultiStepLR: Schedule, Equatable {
  public var milestones: [Int]
  public var gamma: Double

  public init(milestones: [Int], gamma: Double = 0.1) {
    self.milestones = milestones
    self.gamma = gamma
  }

  public func learningRate(_ step: Int, base: Double) -> Double {
    var reached = 0
    for index in 0..<milestones.count where milestones[index] <= step { reached += 1 }
    return base * Elementary.power(gamma, reached)
  }

  public func validate() throws(InputError) {
    try require(milestones.allSatisfy { $0 >= 0 }, "list of milestones", "numbers >= 0", milestones)
    try require(gamma.isFinite && gamma >= 0, "gamma", "a finite number >= 0", gamma)
  }
}
