/// Which parameters do not learn, epoch by epoch.
public struct FreezingPlan: Sendable, Equatable {
  private let frozen: Set<String>
  private let unfreezing: [(epoch: Int, names: Set<String>)]

  /// - Parameters:
  ///   - recipe: which parameters are frozen, and in which epochs some of them begin to learn.
  ///   - names: of all parameters of the model.
  public init(_ recipe: FineTuningRecipe, names: [String]) {
    frozen = recipe.freeze.matching(names)
    unfreezing = recipe.unfreezing.map { ($0.epoch, $0.patterns.matching(names)) }
  }

  /// The parameters that do not learn in `epoch`, counted from one.
  public func frozen(in epoch: Int) -> Set<String> {
    unfreezing.reduce(into: frozen) { names, step in
      if step.epoch <= epoch { names.subtract(step.names) }
    }
  }

  /// Whether some parameter ever is frozen.
  public var freezes: Bool { !frozen.isEmpty }

  /// Whether the same parameters are frozen in each epoch's plan.
  public static func == (left: FreezingPlan, right: FreezingPlan) -> Bool {
    left.frozen == right.frozen
      && left.unfreezing.elementsEqual(right.unfreezing) { $0.epoch == $1.epoch && $0.names == $1.names }
  }
}
