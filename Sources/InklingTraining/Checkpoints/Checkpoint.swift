import InklingEngine

/// Everything that an exact resume needs: a run continued from one gives the bytes it would have given uninterrupted.
///
/// The order of the images is not in it: it follows from the configuration's seed and the epoch.
public struct Checkpoint: Sendable, Equatable {
  /// The configuration of the run that saved it.
  public let configuration: RunConfiguration
  /// Images in the training set, which decides how an epoch falls into steps.
  let trainingCount: Int
  let state: TrainingState
  /// In name order.
  let parameters: [NamedTensor]
  /// The optimiser's buffers, in name order.
  let optimizerState: [NamedTensor]
  let version: Version
  /// How the kernels rounded that took the last step (`InstructionSet.rounding`); nil where nobody wrote it down.
  public let rounding: String?

  /// Of the file's format.
  enum Version: String {
    /// One count of the optimiser's steps for all parameters.
    case sharedSteps = "1"
    /// A count for each.
    case current = "2"
  }

  init(
    configuration: RunConfiguration, trainingCount: Int, state: TrainingState, parameters: [NamedTensor],
    optimizerState: [NamedTensor], version: Version = .current, rounding: String? = nil
  ) {
    self.version = version
    self.configuration = configuration
    self.trainingCount = trainingCount
    self.state = state
    self.parameters = parameters.inNameOrder
    self.optimizerState = optimizerState.inNameOrder
    self.rounding = rounding
  }

  /// The epoch that it continues, counted from one; past the last when the training was done.
  public var epoch: Int { state.epoch }
  /// Steps done in that epoch.
  public var step: Int { state.step }
}
