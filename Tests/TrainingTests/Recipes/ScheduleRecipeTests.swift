import InklingEngine
import InklingFiles
import InklingTestSupport
import Testing

@testable import InklingTraining

/// The schedules that recipes make, against PyTorch's rates (`Tests/Peers/schedules.py`).
@Suite struct ScheduleRecipeTests {
  /// The rates of a run of four epochs of seven steps, from a base of 0.1.
  private func rates(_ schedule: String) throws -> [Double] {
    let node = try YAMLDocument.parse("epochs: 4\nschedule: \(schedule)", path: "recipe.yaml")
    let loaded = try LoadedRecipe(node, path: "recipe.yaml", settings: [RecipeSetting("batch_size=10")])
    try loaded.requireFit(trainingCount: 65, input: [1, 28, 28], classes: 10)
    let made = try #require(loaded.recipe.schedule.make(steps: 28, stepsPerEpoch: 7, learningRate: 0.1))
    try made.validate()
    return made.learningRates(28, base: 0.1)
  }

  /// A warm-up in steps is the one in epochs where so many steps are an epoch.
  @Test(arguments: [
    "constant", "exponential, gamma: 0.5", "step, step_size: 1", "step, interval: step, step_size: 5",
    "multi_step, milestones: [2, 3]", "multi_step, interval: step, milestones: [9, 20]", "cosine",
    "cosine, interval: epoch", "linear", "linear, interval: epoch", "polynomial, interval: epoch, power: 2",
    "cosine_warm_restarts, t_0: 2",
  ])
  func stepsAreTheirEpochs(schedule: String) throws {
    let steps = try rates("{name: \(schedule), warm_up: {steps: 7, start_factor: 0.2}}")
    #expect(steps == (try rates("{name: \(schedule), warm_up: {epochs: 1, start_factor: 0.2}}")))
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let schedule: String
    /// The rates of steps 0, 6, 7, 9, 10, 13, 14, 20, 21 and 27.
    let expected: [Double]
    var testDescription: String { schedule }
  }

  static let cases: [Case] = [
    Case(
      schedule: "cosine",
      expected: [
        0.1, 0.0890915741234015, 0.0853553390593274, 0.0766016038257668, 0.0716941869558779, 0.0555982238051654, 0.05,
        0.0188255099070633, 0.0146446609406726, 0.00031438950533787,
      ]),
    Case(
      schedule: "cosine, interval: epoch",
      expected: [
        0.1, 0.1, 0.0853553390593274, 0.0853553390593274, 0.0853553390593274, 0.0853553390593274, 0.05, 0.05,
        0.0146446609406726, 0.0146446609406726,
      ]),
    Case(
      schedule: "cosine, interval: epoch, warm_up: {steps: 7}",
      expected: [0.001, 0.0858571428571428, 0.1, 0.1, 0.1, 0.1, 0.075, 0.075, 0.025, 0.025]),
    Case(
      schedule: "cosine, interval: epoch, warm_up: {steps: 10}",
      expected: [0.001, 0.0604, 0.0703, 0.0901, 0.1, 0.1, 0.075, 0.075, 0.025, 0.025]),
    Case(
      schedule: "cosine, warm_up: {steps: 10}",
      expected: [
        0.001, 0.0604, 0.0703, 0.0901, 0.1, 0.0933012701892219, 0.0883022221559489, 0.0413175911166535,
        0.0328989928337166, 0.000759612349389599,
      ]),
    Case(
      schedule: "cosine, warm_up: {epochs: 2}",
      expected: [
        0.001, 0.0434285714285714, 0.0505, 0.0646428571428571, 0.0717142857142857, 0.0929285714285714, 0.1,
        0.0611260466978157, 0.05, 0.00125360439090881,
      ]),
    Case(
      schedule: "linear",
      expected: [
        0.1, 0.0785714285714286, 0.075, 0.0678571428571429, 0.0642857142857143, 0.0535714285714286, 0.05,
        0.0285714285714286, 0.025, 0.00357142857142857,
      ]),
    Case(
      schedule: "linear, interval: epoch, warm_up: {steps: 7}",
      expected: [
        0.001, 0.0858571428571428, 0.1, 0.1, 0.1, 0.1, 0.0666666666666667, 0.0666666666666667, 0.0333333333333333,
        0.0333333333333333,
      ]),
    Case(
      schedule: "linear, interval: epoch, warm_up: {steps: 3}",
      expected: [0.001, 0.1, 0.075, 0.075, 0.075, 0.075, 0.05, 0.05, 0.025, 0.025]),
    Case(
      schedule: "linear, warm_up: {epochs: 1}",
      expected: [
        0.001, 0.0858571428571428, 0.1, 0.0904761904761905, 0.0857142857142857, 0.0714285714285714, 0.0666666666666667,
        0.0380952380952381, 0.0333333333333333, 0.00476190476190476,
      ]),
    Case(
      schedule: "multi_step, milestones: [2, 3], warm_up: {epochs: 1}",
      expected: [0.001, 0.0858571428571428, 0.1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.001, 0.001]),
    Case(
      schedule: "multi_step, milestones: [2, 3], warm_up: {steps: 10}",
      expected: [0.001, 0.0604, 0.0703, 0.0901, 0.1, 0.1, 0.01, 0.01, 0.001, 0.001]),
    Case(
      schedule: "multi_step, interval: step, milestones: [9, 20], warm_up: {steps: 8}",
      expected: [0.001, 0.07525, 0.087625, 0.01, 0.01, 0.01, 0.01, 0.001, 0.001, 0.001]),
    Case(
      schedule: "step, step_size: 1, warm_up: {steps: 10}",
      expected: [0.001, 0.0604, 0.0703, 0.0901, 0.1, 0.1, 0.01, 0.01, 0.001, 0.001]),
    Case(
      schedule: "polynomial, power: 2, warm_up: {epochs: 1}",
      expected: [
        0.001, 0.0858571428571428, 0.1, 0.081859410430839, 0.0734693877551021, 0.0510204081632653, 0.0444444444444445,
        0.0145124716553288, 0.0111111111111111, 0.000226757369614513,
      ]),
    Case(
      schedule: "exponential, gamma: 0.5, warm_up: {steps: 7}",
      expected: [0.001, 0.0858571428571428, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.025, 0.025]),
  ]

  @Test(arguments: cases)
  func agreesWithPyTorch(case: Case) throws {
    let found = try rates("{name: \(`case`.schedule)}")
    let chosen = [0, 6, 7, 9, 10, 13, 14, 20, 21, 27].map { found[$0] }
    #expect(largestRelativeDeviation(of: chosen, from: `case`.expected) < 1e-12, "\(chosen)")
  }
}
