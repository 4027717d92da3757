public import InklingFiles

extension GradientProgram {
  /// Runs the model on a batch of any size, and back from an objective.
  ///
  /// - Parameters:
  ///   - objective: what is differentiated: an output, a function of the outputs by its gradient, or the loss.
  ///   - input: the images, as bytes or as the numbers that the network itself is given.
  ///   - numbers: the images' numbers in the data set, by which dropout draws in training mode; nil for their places.
  ///   - seed: a training program's, by which dropout draws; 0 by default.
  ///   - step: the steps that the training program has taken, by which dropout draws too; 0 by default.
  /// - Throws: `InputError`: `.usage` for counts, labels and outputs that do not fit, or a batch too small for batch
  ///   normalisation, `.unavailable` when there is not enough memory.
  public func gradients(
    of objective: GradientSeed, at input: GradientInput, numbers: [Int32]? = nil, seed: UInt64 = 0, step: Int = 0
  ) throws(InputError) -> Gradients {
    let count = try input.count(of: graph.inputShape)
    let run = try GradientRun(self, count: count, numbers: numbers, seed: seed, step: step)
    if case .loss(let targets) = objective {
      try run.start(from: targets)
    } else {
      try run.start(from: objective.rows(count: count, outputs: graph.outputWidth))
    }
    return run.results(at: input)
  }

  /// The outputs, the activations that were asked for and the running statistics, without gradients.
  ///
  /// - Throws: as `gradients(of:at:)`.
  public func activations(
    at input: GradientInput, numbers: [Int32]? = nil, seed: UInt64 = 0, step: Int = 0
  ) throws(InputError) -> Gradients {
    let count = try input.count(of: graph.inputShape)
    return try GradientRun(self, count: count, numbers: numbers, seed: seed, step: step).results(at: input)
  }

  /// Of the loss against mixtures: `shares` of the labels, and the rest of the second labels.
  package func gradients(
    ofLossOn labels: [Int32], mixedWith secondLabels: [Int32], shares: [Float], at input: GradientInput
  ) throws(InputError) -> Gradients {
    let count = try input.count(of: graph.inputShape)
    let run = try GradientRun(self, count: count, numbers: nil, seed: 0, step: 0)
    try run.start(from: .labels(labels))
    try run.mix(secondLabels, shares: shares)
    return run.results(at: input)
  }

  /// Whether a parameter's gradient is among those that were asked for.
  func wantsGradient(_ parameter: ParameterDescription) -> Bool {
    parameter.role == .learned && !frozen.contains(parameter.name)
      && wantedParameters?.contains(parameter.name) != false
  }
}
