import InklingTestSupport
import Testing

/// The checker must accept a right gradient and refuse a planted fault.
@Suite struct GradientCheckerTests {
  private let point = [0.5, -1.25, 2]

  private func function(_ x: [Double]) -> Double { x[0] * x[1] + x[2] * x[2] * x[2] }

  private var gradient: [Double] { [point[1], point[0], 3 * point[2] * point[2]] }

  @Test func acceptsTheGradient() {
    #expect(GradientChecker().deviation(of: gradient, from: function, at: point) < 1e-8)
  }

  @Test(arguments: 0..<3)
  func refusesAPlantedFault(index: Int) {
    for wrong in [-gradient[index], gradient[index] + 1e-3, 0, .nan] {
      var planted = gradient
      planted[index] = wrong
      #expect(GradientChecker().deviation(of: planted, from: function, at: point) > 1e-5, "\(planted)")
    }
    #expect(GradientChecker().deviation(of: Array(gradient.dropLast()), from: function, at: point) == .infinity)
  }

  @Test func looksOnlyWhereItIsTold() {
    var planted = gradient
    planted[0] = 7
    #expect(GradientChecker().deviation(of: planted, from: function, at: point, indices: [1, 2]) < 1e-8)
    #expect(GradientChecker().deviation(of: planted, from: function, at: point, indices: [0]) > 1)
  }
}
