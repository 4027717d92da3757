import InklingRandomness
import Testing

@testable import InklingAnalysis

@Suite struct PrincipalComponentsTests {
  /// Points on a line through space with a little noise: the line is the first component.
  @Test func aLineIsFound() {
    var generator = CounterGenerator(seed: 1, purpose: .analysis)
    let direction: [Float] = [2 / 3, -2 / 3, 1 / 3]
    let values = (0..<400).flatMap { _ -> [Float] in
      let (along, noise) = (generator.uniform(in: -3...3), generator.uniform(in: -0.01...0.01))
      return [1 + along * direction[0] + noise, 2 + along * direction[1], 3 + along * direction[2]]
    }
    let components = PrincipalComponents(of: FeatureMatrix(rows: 400, columns: 3, values: values), count: 2)
    let first = components.components[0]
    // The number with the largest magnitude, of either sign, is made positive.
    let sign: Float = first[0] * direction[0] > 0 ? 1 : -1
    for (a, b) in zip(first, direction) { #expect(abs(a * sign - b) < 0.01) }
    #expect(components.variances[0] > 2.5 && components.variances[1] < 1e-3)
    #expect(abs(components.mean[1] - 2) < 0.2)
  }

  /// Against all eigenvalues of the covariance, by Jacobi's rotations alone.
  @Test func subspaceAgreesWithAllEigenvalues() {
    var generator = CounterGenerator(seed: 2, purpose: .analysis)
    let (rows, columns) = (150, 40)
    let values = (0..<rows * columns).map { place in
      generator.uniform() * Float(1 + place % columns) / Float(columns)
    }
    let features = FeatureMatrix(rows: rows, columns: columns, values: values)
    let covariance = Covariance(features)
    let eigen = SymmetricEigen(covariance.values, size: columns)
    let components = PrincipalComponents(of: features, count: 5)
    for (a, b) in zip(components.variances, eigen.values) { #expect(abs(a - b) < 1e-4 * eigen.values[0]) }
    #expect(abs(components.totalVariance - eigen.values.reduce(0, +)) < 1e-9)
    // Of length one, at right angles, and with the variance that is said.
    for (number, one) in components.components.enumerated() {
      for (other, two) in components.components.enumerated() {
        let product = zip(one, two).reduce(Float(0)) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (number == other ? 1 : 0)) < 1e-4)
      }
    }
    let projected = components.project(features)
    let variance = (0..<rows).reduce(0.0) { $0 + Double(projected[$1][0] * projected[$1][0]) } / Double(rows)
    #expect(abs(variance - components.variances[0]) < 1e-4)
  }

  /// The covariance in plain loops, of columns that fill no whole group.
  @Test func covarianceAgreesWithPlainLoops() {
    var generator = CounterGenerator(seed: 3, purpose: .analysis)
    let (rows, columns) = (301, 11)
    let values = (0..<rows * columns).map { _ in generator.uniform() }
    let covariance = Covariance(FeatureMatrix(rows: rows, columns: columns, values: values))
    for a in 0..<columns {
      for b in 0..<columns {
        let means = [a, b].map { column in
          (0..<rows).reduce(0.0) { $0 + Double(values[$1 * columns + column]) } / Double(rows)
        }
        let sum = (0..<rows).reduce(0.0) {
          $0 + (Double(values[$1 * columns + a]) - means[0]) * (Double(values[$1 * columns + b]) - means[1])
        }
        #expect(abs(covariance.values[a * columns + b] - sum / Double(rows)) < 1e-6)
      }
    }
  }

  @Test func equalImagesHaveNoDirections() {
    let components = PrincipalComponents(
      of: FeatureMatrix(rows: 5, columns: 4, values: Array(repeating: 0.5, count: 20)), count: 10)
    #expect(components.variances == [0, 0, 0, 0])
    #expect(components.totalVariance == 0)
  }

  /// With fewer images than pixels the other way leads to the same.
  @Test func fewImagesHaveTheSameComponents() {
    var generator = CounterGenerator(seed: 5, purpose: .analysis)
    let values = (0..<12 * 30).map { place in generator.uniform() * Float(1 + place % 30) }
    let few = FeatureMatrix(rows: 12, columns: 30, values: values)
    let found = PrincipalComponents(of: few, count: 4)
    let eigen = SymmetricEigen(Covariance(few).values, size: 30)
    for (a, b) in zip(found.variances, eigen.values) { #expect(abs(a - b) < 1e-4 * eigen.values[0]) }
    let cosine = zip(found.components[0], eigen.vectors[0]).reduce(0.0) { $0 + Double($1.0) * $1.1 }
    #expect(abs(abs(cosine) - 1) < 1e-3)
    // Twelve points lie in eleven directions.
    #expect(PrincipalComponents(of: few, count: 50).components.count == 11)
    let equal = PrincipalComponents(
      of: FeatureMatrix(rows: 2, columns: 4, values: Array(repeating: 0.5, count: 8)), count: 3)
    #expect(equal.variances == [0] && equal.components.count == 1)
  }
}
