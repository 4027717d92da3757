import InklingDatasets
import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

@Suite struct SearchSpaceTests {
  static let text = """
    recipe: classic
    method: asha
    trials: 30
    seed: 4
    rungs: {first: 1, factor: 3}
    set: {data.validation: 40}
    space:
      optimizer.learning_rate: {log_uniform: [0.0001, 0.1]}
      batch_size: {choice: [16, 32, 64]}
      optimizer.momentum: {uniform: [0.5, 0.95]}
      accumulation: {int: [1, 4]}

    """

  static func space(_ text: String = SearchSpaceTests.text) throws(InputError) -> SearchSpace {
    try SearchSpace(reading: try YAMLDocument.parse(text, path: "space.yaml"), path: "space.yaml")
  }

  @Test func whatIsSearchedIsNotSetToo() throws {
    func refusal(_ set: String, _ space: String) -> InputError? {
      inputError { () throws(InputError) in _ = try Self.space("trials: 2\nset: {\(set)}\nspace: {\(space)}\n") }
    }
    let twice = refusal("batch_size: 16, data.validation: 40", "batch_size: {choice: [16, 32]}")
    #expect(twice?.description.contains("set has batch_size, which is searched, too") == true)
    let inside = refusal("optimizer: {momentum: 0.5}", "optimizer.momentum: {uniform: [0.6, 0.9]}")
    #expect(inside?.what == "optimizer.momentum is given twice")
    #expect(refusal("optimizer.learning_rate: 0.1", "optimizer: {choice: [adam, sgd]}") == nil)
  }

  @Test func trialsDependOnTheSeedAndTheirNumberAlone() throws {
    let space = try Self.space()
    var longer = space
    longer.trials = 100
    var other = space
    other.seed = 5
    for number in 0..<5 {
      #expect(space.settings(ofTrial: number) == longer.settings(ofTrial: number))
      #expect(space.settings(ofTrial: number) != other.settings(ofTrial: number))
    }
    #expect(Set((0..<30).map { space.settings(ofTrial: $0).map { $0.value.text ?? "" } }).count == 30)
  }

  @Test func valuesLieInTheirRangesAndSpreadOverThem() throws {
    let space = try Self.space()
    var rates: [Double] = []
    var batches: [Int: Int] = [:]
    for number in 0..<400 {
      let recipe = try space.recipe(ofTrial: number).recipe
      rates.append(recipe.optimizer.learningRate)
      batches[recipe.batchSize, default: 0] += 1
      #expect((0.5...0.95).contains(recipe.optimizer.number("momentum")))
      #expect((1...4).contains(recipe.accumulation))
      #expect(recipe.data.validation == .count(40))
    }
    #expect(rates.allSatisfy { (0.0001...0.1).contains($0) })
    // Three decades: about a third of the rates in each.
    for decade in [0.0001..<0.001, 0.001..<0.01, 0.01..<0.1000001] {
      #expect((90...180).contains(rates.count { decade.contains($0) }), "\(decade)")
    }
    #expect(batches.keys.sorted() == [16, 32, 64])
    #expect(batches.values.allSatisfy { (90...180).contains($0) })
    #expect(rates.allSatisfy { "\($0)".filter(\.isNumber).drop { $0 == "0" }.count <= 6 })
  }

  @Test func rungsRiseToTheWholeRun() throws {
    let space = try Self.space()
    #expect(space.rungs(epochs: 10) == [1, 3, 9, 10])
    #expect(space.rungs(epochs: 9) == [1, 3, 9])
    #expect(space.rungs(epochs: 1) == [1])
    var random = space
    random.method = .random
    #expect(random.rungs(epochs: 10) == [10])
  }

  static let faults: [(text: String, sentence: String)] = [
    ("trials: 3", "line 1: space is missing"), ("space: {epoch: {int: [1, 2]}}", "line 1: trials is missing"),
    ("trials: 0\nspace: {accumulation: {int: [1, 2]}}", "line 1: trials is out of range"),
    ("trials: 1\nspace: {}", "line 2: space names nothing to search"),
    (
      "trials: 1\nspace:\n  accumulation: {unifrom: [1, 2]}",
      "line 3: space.accumulation.unifrom is not a known key; did you mean uniform?"
    ),
    (
      "trials: 1\nspace:\n  accumulation: {int: [2, 1]}",
      "line 3: space.accumulation.int should be two numbers, the smaller first"
    ),
    ("trials: 1\nspace:\n  accumulation: {int: [1, 2], choice: [1]}", "says choice and int"),
    (
      "trials: 1\nspace: {optimizer.learning_rate: {log_uniform: [0, 1]}}",
      "line 2: space.optimizer.learning_rate.log_uniform is out of range"
    ),
    ("trials: 1\nspace: {batch_size: {choice: []}}", "line 2: space.batch_size.choice should be a list of values"),
    ("trials: 1\nspace: {data.validation: {choice: [1, 2]}}", "line 2: space.data.validation cannot be searched"),
    (
      "trials: 1\nmethod: ashes\nspace: {accumulation: {int: [1, 2]}}",
      "line 2: method is unknown: found ashes; did you mean asha?"
    ),
    ("trials: 1\nmonitor: training_loss\nspace: {accumulation: {int: [1, 2]}}", "line 2: monitor is unknown"),
    (
      "trials: 1\nset: {data.validation: 40, selection.monitor: loss}\nspace: {accumulation: {int: [1, 2]}}",
      "line 2: set.selection.monitor changes nothing in a search, which selects by its own key 'monitor'"
    ),
    (
      "trials: 1\nset: {selection: {patience: 3}}\nspace: {accumulation: {int: [1, 2]}}",
      "line 2: set.selection changes nothing in a search"
    ),
    (
      "trials: 1\nspace: {selection.patience: {int: [1, 3]}}",
      "line 2: space.selection.patience changes nothing in a search"
    ),
    (
      "trials: 1\nspace: {evaluation.views: {choice: [shifts, scales]}}",
      "line 2: space.evaluation.views cannot be searched: trials are compared without it"
    ),
    ("trials: 1\nrungs: {first: 1}\nspace: {accumulation: {int: [1, 2]}}", "line 2: rungs belong to method asha alone"),
  ]

  /// A rate, a momentum that the recipe's schedule overrides: every trial would be the same.
  @Test func whatChangesNothingIsNotSearched() throws {
    func refusal(_ text: String) -> InputError? {
      inputError { () throws(InputError) in
        let space = try Self.space(text)
        for number in 0..<space.trials { _ = try space.recipe(ofTrial: number) }
      }
    }
    let peak = "set: {data.validation: 40, schedule: {name: one_cycle, max_lr: 0.1}}"
    let rates = "trials: 2\nspace: {optimizer.learning_rate: {uniform: [0.1, 0.2]}}\n"
    let rate = refusal(rates + peak)
    #expect(rate?.kind == .malformed)
    #expect(rate?.description.contains("optimizer.learning_rate of trial 0 changes nothing") == true, "\(rate as Any)")
    #expect(rate?.remedy == "set schedule.max_lr, or take it away with 'set: {schedule.max_lr: null}'")
    #expect(refusal(rates + "recipe: sprint") == nil && refusal(rates) == nil)
    let momentum = refusal(
      "trials: 2\nset: {schedule: one_cycle}\nspace: {optimizer.momentum: {uniform: [0.5, 0.8]}}")
    #expect(momentum?.description.contains("optimizer.momentum of trial 0 changes nothing") == true)
  }

  /// The rates of trials of a recipe that comes with the program are what they are trained with.
  @Test func theRateThatIsSearchedIsThePeak() throws {
    let space = try Self.space(
      "recipe: tiny\ntrials: 4\nspace: {optimizer.learning_rate: {log_uniform: [0.001, 0.1]}}")
    for number in 0..<4 {
      let recipe = try space.recipe(ofTrial: number).recipe
      let schedule = try #require(
        recipe.schedule.make(steps: 100, stepsPerEpoch: 10, learningRate: recipe.optimizer.learningRate))
      let rates = (0..<100).map { schedule.learningRate($0, base: recipe.optimizer.learningRate) }
      #expect(abs((rates.max() ?? 0) / recipe.optimizer.learningRate - 1) < 1e-6)
    }
  }

  /// Where the space names no recipe, the network is that of the run that its trials start from.
  @Test func aStartBringsItsNetwork() throws {
    let space = "trials: 1\nset: {data.validation: 40, fine_tuning.from: a}\nspace: {accumulation: {int: [1, 2]}}\n"
    #expect(try Self.space(space).recipe(ofTrial: 0).recipe.model == nil)
    #expect(try Self.space(space + "recipe: classic").recipe(ofTrial: 0).recipe.model == .lenet)
    let named = space.replacing("from: a", with: "from: a, model: tiny")
    #expect(try Self.space(named).recipe(ofTrial: 0).recipe.model == .tiny)
  }

  @Test(arguments: faults)
  func badSpacesAreRefused(text: String, sentence: String) {
    let error = inputError { () throws(InputError) in _ = try Self.space(text) }
    #expect(error?.kind == .malformed)
    #expect(error?.description.contains(sentence) == true, "\(String(describing: error))")
  }
}

@Suite struct SuccessiveHalvingTests {
  private func trial(_ number: Int, _ accuracies: [Double], failure: String? = nil) -> Trial {
    var trial = Trial(number: number, values: [], rungs: [])
    trial.rungs = zip([1, 3, 9], accuracies).map { TrialScore(epochs: $0, accuracy: $1, loss: 1 - $1, seconds: 0) }
    trial.failure = failure
    return trial
  }

  private let halving = SuccessiveHalving(rungs: [1, 3, 9], factor: 3, monitor: .validationAccuracy, trials: 9)

  @Test func newTrialsComeUntilOneOfThreeGoesOn() {
    #expect(halving.next([]).map { [$0.number, $0.epochs] } == [0, 1])
    #expect(halving.next([trial(0, [0.5])]).map { [$0.number, $0.epochs] } == [1, 1])
    let three = [trial(0, [0.5]), trial(1, [0.7]), trial(2, [0.6])]
    #expect(halving.next(three).map { [$0.number, $0.epochs] } == [1, 3])
    let promoted = [trial(0, [0.5]), trial(1, [0.7, 0.8]), trial(2, [0.6])]
    #expect(halving.next(promoted).map { [$0.number, $0.epochs] } == [3, 1])
  }

  @Test func aTrialThatWasBegunIsFinishedFirst() {
    #expect(halving.next([trial(0, [0.5]), trial(1, [])]).map { [$0.number, $0.epochs] } == [1, 1])
  }

  @Test func failedTrialsTakeAPlaceButGoNoFurther() {
    let trials = [trial(0, [0.5]), trial(1, [0.9], failure: "diverged"), trial(2, [0.6])]
    #expect(halving.next(trials).map { [$0.number, $0.epochs] } == [3, 1])
    #expect(halving.next([trial(0, [], failure: "diverged")]).map { [$0.number, $0.epochs] } == [1, 1])
  }

  @Test func theWinnerIsTrainedToTheEnd() {
    let few = SuccessiveHalving(rungs: [1, 3, 9], factor: 3, monitor: .validationAccuracy, trials: 2)
    #expect(few.next([trial(0, [0.5]), trial(1, [0.7])]).map { [$0.number, $0.epochs] } == [1, 3])
    #expect(few.next([trial(0, [0.5]), trial(1, [0.7, 0.6])]).map { [$0.number, $0.epochs] } == [1, 9])
    #expect(few.next([trial(0, [0.5]), trial(1, [0.7, 0.6, 0.8])]) == nil)
    let failed = [trial(0, [0.5]), trial(1, [0.7], failure: "diverged")]
    #expect(few.next(failed).map { [$0.number, $0.epochs] } == [0, 3])
    #expect(few.next([trial(0, [], failure: "a"), trial(1, [], failure: "b")]) == nil)
  }

  @Test func equalTrialsGoOnInTheirOrder() {
    let trials = (0..<3).map { trial($0, [0.5]) }
    #expect(halving.next(trials)?.number == 0)
  }

  /// Nine trials, 1/3 of each rung: nine of one epoch, three of three, one of nine.
  @Test func aWholeSearchSpendsItsEpochsOnTheBest() {
    var trials: [Trial] = []
    var epochs = 0
    while let (number, rung) = halving.next(trials) {
      if number == trials.count { trials.append(trial(number, [])) }
      epochs += rung - (trials[number].rungs.last?.epochs ?? 0)
      trials[number].rungs.append(
        TrialScore(epochs: rung, accuracy: Double(number * 5 % 9) / 9, loss: 0, seconds: 0))
    }
    #expect(trials.count == 9)
    #expect(epochs < 9 * 9 / 2)
    let deepest = trials.max { $0.rungs.count < $1.rungs.count }
    #expect(deepest?.rungs.count == 3)
    // Numbers 0 to 8 times five modulo nine: trial 7 has 8/9.
    #expect(trials[7].rungs.count >= 2)
  }
}
