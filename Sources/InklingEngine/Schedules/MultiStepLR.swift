public import InklingFiles
import InklingMathematics

/// `base * gamma^n`, n being the number of milestones that are reached: PyTorch's `MultiStepLR`. A milestone given twice
/// counts twice.
public struct MultiStepLR: Schedule, Equatable {
  /// Steps from which on the rate is multiplied once more, each at least 0, in any order.
  public var milestones: [Int]
  /// What the rate is multiplied by at each milestone, at least 0; 0.1 by default.
  public var gamma: Double

  /// Multiplies the rate by `gamma` at every milestone.
  public init(milestones: [Int], gamma: Double = 0.1) {
    self.milestones = milestones
    self.gamma = gamma
  }

  /// `base * gamma^n`, n being the milestones up to `step`.
  public func learningRate(_ step: Int, base: Double) -> Double {
    var reached = 0
    for index in 0..<milestones.count where milestones[index] <= step { reached += 1 }
    return base * Elementary.power(gamma, reached)
  }

  /// Checks the settings.
  ///
  /// - Throws: `InputError` (usage) for a negative milestone, or a gamma that is negative or not finite.
  public func validate() throws(InputError) {
    try require(milestones.allSatisfy { $0 >= 0 }, "list of milestones", "numbers >= 0", milestones)
    try require(gamma.isFinite && gamma >= 0, "gamma", "a finite number >= 0", gamma)
  }
}
