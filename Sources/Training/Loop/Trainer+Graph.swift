import Datasets
import Files
import Inkling

extension Trainer {
  /// Trains `graph` on a data set's training set, and evaluates its last weights once on the test set.
  ///
  /// - Parameters:
  ///   - graph: a model whose output is one logit a class.
  ///   - configuration: what to do; a run folder's own takes its place.
  ///   - runFolder: where the run is saved; nil saves nothing.
  ///   - checkpoint: where to go on (`RunFolder.loadCheckpoint()`); nil starts anew.
  ///   - weights: what a new run starts from; nil starts from the seed.
  ///   - pauseAfter: the epoch after which the run stops, to be resumed; nil trains all.
  ///   - shouldStop: asked before every step, such as for a signal.
  /// - Throws: `InputError` when the data set is not the model's, or an option is out of range. What else can be wrong
  ///   ends the events.
  public convenience init(
    _ graph: Graph, on dataset: Dataset, configuration: TrainingConfiguration, instructionSet: InstructionSet,
    runFolder: RunFolder? = nil, resuming checkpoint: Checkpoint? = nil,
    startingFrom weights: StartingWeights? = nil, pauseAfter: Int? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(InputError) {
    let configuration = runFolder?.configuration ?? configuration
    try configuration.validate(trainingCount: dataset.train.count)
    try graph.requireFit(dataset.train)
    let normalization = TrainingConfiguration.normalization(channels: dataset.train.channels)
    let test = dataset.test
    try configuration.recipe?.requireSupported()
    try weights?.requireFit(graph)
    let optimizer = try configuration.makeOptimizer()
    self.init(
      configuration: configuration, data: dataset.train, runFolder: runFolder, resuming: checkpoint,
      kernels: instructionSet.rawValue, shouldStop: shouldStop,
      evaluate: { parameters throws(InputError) in
        try InferenceProgram(
          graph, parameters: parameters, normalization: normalization, threads: configuration.threads,
          instructionSet: instructionSet
        ).evaluate(test)
      },
      start: weights?.start(of: graph), pauseAfter: pauseAfter,
      makeStepper: { () throws(InputError) in
        try TrainingProgram(
          graph, seed: configuration.seed,
          optimizer: optimizer,
          normalization: normalization, batchSize: configuration.batchSize, threads: configuration.threads,
          instructionSet: instructionSet)
      })
  }
}
