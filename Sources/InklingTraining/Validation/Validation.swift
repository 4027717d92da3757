import InklingDatasets
import InklingEngine
import InklingFiles

/// A run's held-out images, and how weights are evaluated on them.
struct Validation: Sendable {
  typealias Evaluate = ([NamedTensor]) throws(InputError) -> EvaluationResult

  let plan: ValidationPlan
  let split: DatasetSplit
  /// Makes what evaluates weights on the held-out images; called once, on the thread that trains.
  let makeEvaluate: @Sendable () throws(InputError) -> Evaluate

  init(
    _ plan: ValidationPlan, split: DatasetSplit, makeEvaluate: @escaping @Sendable () throws(InputError) -> Evaluate
  ) {
    self.plan = plan
    self.split = split
    self.makeEvaluate = makeEvaluate
  }
}

/// The same in the loop: ready to evaluate, with the best weights of a run that is not saved.
struct LoopValidation {
  let plan: ValidationPlan
  let training: [Int32]
  /// Images that are held out.
  let count: Int
  let evaluate: Validation.Evaluate
  /// The weights of the best epoch; nil before it, and where the run folder keeps them.
  var best: [NamedTensor]?

  init(_ validation: Validation) throws(InputError) {
    plan = validation.plan
    training = validation.split.training
    count = validation.split.validation.count
    evaluate = try validation.makeEvaluate()
  }
}
