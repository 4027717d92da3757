import Foundation
import InklingEngine
import InklingFiles
import Testing

@Suite struct ReduceLROnPlateauTests {
  @Test func waitsForItsPatienceAndCoolsDown() {
    var plateau = ReduceLROnPlateau(learningRate: 1, factor: 0.5, patience: 1, cooldown: 2)
    // One better, then no better: reduced after the second bad step; two steps of cooling do not count.
    let rates = [1, 1, 1, 1, 1, 1, 1, 1].map { plateau.step($0) }
    #expect(rates == [1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25])
  }

  @Test func thresholds() {
    var relative = ReduceLROnPlateau(learningRate: 1, patience: 0, threshold: 0.1)
    #expect(relative.step(10) == 1)
    #expect(relative.step(9.5) == 0.1, "not a tenth better")
    #expect(relative.step(8.9) == 0.1)
    var absolute = ReduceLROnPlateau(
      learningRate: 1, mode: .max, patience: 0, threshold: 0.5, thresholdMode: .abs, minLR: 0.05)
    #expect([1, 1.6, 2.0, 2.05].map { absolute.step($0) } == [1, 1, 0.1, 0.05])
    var largest = ReduceLROnPlateau(learningRate: 1, mode: .max, patience: 0, threshold: 0.1)
    #expect([10, 10.5, 11.5].map { largest.step($0) } == [1, 0.1, 0.1])
  }

  @Test func aReductionByNothingIsNotMade() {
    var plateau = ReduceLROnPlateau(learningRate: 1e-8, factor: 0.5, patience: 0)
    #expect([1, 1, 1].map { plateau.step($0) } == [1e-8, 1e-8, 1e-8])
  }

  @Test func whatIsNoNumberIsNoBetter() {
    var plateau = ReduceLROnPlateau(learningRate: 1, patience: 1)
    #expect([.nan, .nan, 1, .nan].map { plateau.step($0) } == [1, 0.1, 0.1, 0.1])
  }

  /// Put away as JSON after any step, it goes on as if it had not been.
  @Test func itsStateComesBack() throws {
    let metrics = (0..<30).map { step -> Double in
      let fall: Double = 1 / Double(1 + step / 4)
      return fall + 0.01 * Double(step % 3)
    }
    var whole = ReduceLROnPlateau(learningRate: 0.3, factor: 0.7, patience: 1, cooldown: 1)
    let rates = metrics.map { whole.step($0) }
    #expect(Set(rates).count > 2)
    for pause in metrics.indices {
      var first = ReduceLROnPlateau(learningRate: 0.3, factor: 0.7, patience: 1, cooldown: 1)
      for metric in metrics[..<pause] { first.step(metric) }
      let bytes = try JSONEncoder().encode(first.state)
      var second = ReduceLROnPlateau(learningRate: 9, factor: 0.7, patience: 1, cooldown: 1)
      second.state = try JSONDecoder().decode(ReduceLROnPlateau.State.self, from: bytes)
      #expect(metrics[pause...].map { second.step($0) } == Array(rates[pause...]))
      #expect(second == whole)
    }
  }

  @Test func whatMakesNoScheduleIsRefused() throws {
    for plateau in [
      ReduceLROnPlateau(learningRate: 1, factor: 1), ReduceLROnPlateau(learningRate: 1, patience: -1),
      ReduceLROnPlateau(learningRate: 1, cooldown: -1), ReduceLROnPlateau(learningRate: 1, epsilon: .nan),
      ReduceLROnPlateau(learningRate: .infinity), ReduceLROnPlateau(learningRate: 1, minLR: .nan),
    ] {
      let error = try #require(throws: InputError.self) { try plateau.validate() }
      #expect(error.kind == .usage)
    }
  }
}
