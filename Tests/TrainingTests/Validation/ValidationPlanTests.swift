import InklingDatasets
import InklingFiles
import Testing

@testable import InklingTraining

@Suite struct ValidationPlanTests {
  private static func history(_ figures: [(loss: Double, accuracy: Double)]) -> [EpochRecord] {
    figures.enumerated().map {
      EpochRecord(
        epoch: $0 + 1, loss: 1 / Double($0 + 1), accuracy: 0, seconds: 1, imagesPerSecond: 1,
        validation: EpochValidation(loss: $1.loss, accuracy: $1.accuracy))
    }
  }

  private static func plan(
    _ monitor: Monitor = .validationAccuracy, patience: Int? = nil, minDelta: Double = 0
  ) -> ValidationPlan {
    ValidationPlan(ValidationSplit(.share(0.1)), monitor: monitor, patience: patience, minDelta: minDelta)
  }

  @Test func theBestIsByWhatIsWatched() {
    let history = Self.history([(0.5, 0.8), (0.3, 0.9), (0.2, 0.9), (0.1, 0.85), (0.2, 0.9)])
    #expect(history.best(by: Self.plan(.validationAccuracy))?.epoch == 3)
    #expect(history.best(by: Self.plan(.validationLoss))?.epoch == 4)
    #expect(history.best(by: nil)?.epoch == 5)
    #expect([EpochRecord]().best(by: Self.plan()) == nil)
  }

  @Test func patienceCountsEpochsWithoutAnImprovement() {
    let accuracies = [0.5, 0.6, 0.6, 0.59, 0.7, 0.1, 0.2, 0.3]
    let history = Self.history(accuracies.map { (0, $0) })
    let stops = (1...3).map { patience in
      (0...8).first { Self.plan(patience: patience).isExhausted(after: Array(history[..<$0])) }
    }
    #expect(stops == [3, 4, 8])
    #expect(!Self.plan(patience: 4).isExhausted(after: history))
    #expect(!Self.plan().isExhausted(after: history))
  }

  /// Patience and the best epoch have one rule: of equal accuracies the lower loss is better.
  @Test func patienceAndTheBestEpochAgreeOnTies() {
    let history = Self.history([(0.5, 0.9), (0.4, 0.9), (0.3, 0.9), (0.2, 0.9)])
    #expect(history.best(by: Self.plan())?.epoch == 4)
    #expect(Self.plan(patience: 1).epochsWithoutImprovement(in: history) == 0)
    #expect(!Self.plan(patience: 1).isExhausted(after: history))
    // By how much is asked of the figure that is watched alone.
    #expect(Self.plan(patience: 3, minDelta: 0.001).isExhausted(after: history))
    let losses = Self.history([(0.5, 0.7), (0.5, 0.8), (0.5, 0.8)])
    #expect(losses.best(by: Self.plan(.validationLoss))?.epoch == 2)
    #expect(Self.plan(.validationLoss, patience: 1).epochsWithoutImprovement(in: losses) == 1)
  }

  /// Before an average begins there is none to choose, and nothing to wait for.
  @Test func whatComesBeforeAnAverageIsNotTheBest() throws {
    let history = Self.history([(0.1, 0.99), (0.2, 0.98), (0.3, 0.9), (0.35, 0.9), (0.3, 0.91), (0.4, 0.9)])
    var recipe = Recipe(data: DataRecipe(validation: .share(0.1)), epochs: 6)
    recipe.selection = SelectionRecipe(patience: 1)
    recipe.averaging = .swa(fromEpoch: 4)
    let plan = try #require(recipe.validationPlan)
    #expect((1...6).map { Array(history[..<$0]).best(by: plan)?.epoch } == [1, 1, 1, 4, 5, 5])
    #expect(
      (0...6).map { plan.isExhausted(after: Array(history[..<$0])) } == [
        false, false, false, false, false, false, true,
      ])
    recipe.averaging = .ema(decay: 0.9, warmsUp: false)
    #expect(history.best(by: recipe.validationPlan)?.epoch == 1)
  }

  /// Small steps that add up are an improvement over the last epoch that counted as one.
  @Test func smallStepsAddUp() {
    let history = Self.history([0.50, 0.54, 0.58, 0.62, 0.63, 0.64, 0.65].map { (1 - $0, $0) })
    for monitor in Monitor.allCases {
      #expect(
        (0...7).first { Self.plan(monitor, patience: 2, minDelta: 0.055).isExhausted(after: Array(history[..<$0])) }
          == 5
      )
    }
    #expect(!Self.plan(patience: 2).isExhausted(after: history))
  }

  @Test func jsonForm() throws {
    let plan = ValidationPlan(
      ValidationSplit(.count(9)), monitor: .validationLoss, selection: .last, patience: 4, minDelta: 0.5)
    let json = try JSONText.encode(plan, pretty: false)
    #expect(
      json == """
        {"min_delta":0.5,"monitor":"loss","patience":4,"select":"last","split":{"count":9,"seed":0}}
        """)
    #expect(try JSONText.decode(ValidationPlan.self, from: Array(json.utf8), path: "x") == plan)
  }

  @Test func valuesOutOfRangeAreNamed() {
    for (plan, key) in [
      (Self.plan(patience: 0), "selection.patience"), (Self.plan(patience: -1), "selection.patience"),
      (Self.plan(minDelta: -0.1), "selection.min_delta"), (Self.plan(minDelta: .nan), "selection.min_delta"),
      (Self.plan(minDelta: .infinity), "selection.min_delta"),
    ] {
      var recipe = Toy.configuration().recipe
      recipe.hold(plan)
      let error = inputError { () throws(InputError) in _ = try LoadedRecipe(recipe) }
      #expect(error?.kind == .malformed && error?.what.contains("\(key) is ") == true)
    }
  }

  @Test func theSplitIsFixedForARun() {
    var saved = Toy.configuration()
    saved.recipe.hold(Self.plan())
    let changes: [(option: String?, change: (inout RunConfiguration) -> Void)] = [
      ("--validation", { $0.recipe.hold(nil) }), ("--validation", { $0.recipe.data.validation = .count(3) }),
      ("--split-seed", { $0.recipe.data.splitSeed = 1 }),
      ("--monitor", { $0.recipe.selection?.monitor = .validationLoss }),
      (nil, { $0.recipe.selection?.patience = 3 }), (nil, { $0.recipe.selection?.restoresBest = false }),
      (nil, { $0.recipe.selection = nil }),
    ]
    for (option, change) in changes {
      var given = saved
      change(&given)
      let error = inputError { () throws(InputError) in try given.requireResumable(from: saved, path: "x") }
      #expect(error?.expected?.split(separator: " ").first.map(String.init) == option)
    }
  }
}
