import InklingEngine
import InklingTestSupport
import Testing

/// The rates of PyTorch's schedules, step by step.
@Suite struct GoldenScheduleTests {
  static let functions = Result { try Goldens.cases(kind: "schedules").filter { $0.op != "ReduceLROnPlateau" } }

  @Test(arguments: try functions.get())
  func schedule(golden: GoldenCase) throws {
    let base = try golden.double("base_lr", default: 0.1)
    let schedule = try ScheduleCall(name: golden.op, named: golden.arguments).schedule()
    try schedule.validate()
    let expected = try golden.numbers("learning_rates")
    #expect(!expected.isEmpty)
    for (step, rate) in expected.enumerated() {
      let found = schedule.learningRate(step, base: base)
      #expect(abs(found - rate) <= 1e-9 * abs(rate) + 1e-17, "step \(step): \(found) instead of \(rate)")
    }
    #expect(
      schedule.learningRates(expected.count, base: base).last == schedule.learningRate(expected.count - 1, base: base))
  }

  @Test(arguments: try Goldens.cases(kind: "schedules", op: "ReduceLROnPlateau"))
  func plateau(golden: GoldenCase) throws {
    var plateau = try ScheduleCall(name: golden.op, named: golden.arguments)
      .plateau(base: golden.double("base_lr", default: 0.1))
    try plateau.validate()
    let (expected, metrics) = try (golden.numbers("learning_rates"), golden.numbers("metrics"))
    #expect(expected.count == metrics.count && !expected.isEmpty)
    for (step, rate) in expected.enumerated() {
      #expect(abs(plateau.learningRate - rate) <= 1e-9 * rate, "step \(step)")
      plateau.step(metrics[step])
    }
  }
}
