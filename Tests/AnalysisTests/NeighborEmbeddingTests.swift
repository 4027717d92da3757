import InklingRandomness
import Testing

@testable import InklingAnalysis

@Suite struct NeighborEmbeddingTests {
  /// Three groups in ten dimensions.
  private static func groups(_ count: Int) -> FeatureMatrix {
    var generator = CounterGenerator(seed: 4, purpose: .analysis)
    return FeatureMatrix(
      rows: count, columns: 10,
      values: (0..<count * 10).map { place in
        let (row, column) = (place / 10, place % 10)
        return generator.uniform() + (column == row % 3 ? 8 : 0)
      })
  }

  @Test func nearestNeighboursAreThoseOfPlainLoops() {
    let features = Self.groups(70)
    let found = NearestNeighbors(of: features, count: 6)
    for row in 0..<70 {
      let distances = (0..<70).filter { $0 != row }.map { other -> (Double, Int) in
        (zip(features[row], features[other]).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }, other)
      }.sorted { $0 < $1 }
      #expect(found.indices[row * 6..<row * 6 + 6].map { Int($0) } == distances.prefix(6).map(\.1))
    }
  }

  @Test func moreNeighboursThanThereAre() {
    let found = NearestNeighbors(of: Self.groups(4), count: 90)
    #expect(found.count == 3 && found.indices.count == 12)
    #expect(NearestNeighbors(of: Self.groups(1), count: 5).indices.isEmpty)
  }

  @Test func sharesHaveThePerplexity() {
    let distances = (1...60).map { Double($0 * $0) / 7 }
    let shares = NeighborAffinities.shares(distances, perplexity: 20)
    let entropy = shares.reduce(0.0) { $0 - ($1 > 0 ? $1 * naturalLogarithm($1) : 0) }
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
    #expect(abs(entropy - naturalLogarithm(20)) < 2e-3)
    #expect(NeighborAffinities.shares([0, 0], perplexity: 30) == [0.5, 0.5])
  }

  /// Groups that are apart stay apart: each image's nearest on the plane is of its own group.
  @Test func groupsStayApart() {
    let features = Self.groups(90)
    let map = NeighborEmbedding(of: features, options: .init(perplexity: 8, iterations: 150))
    let plane = FeatureMatrix(rows: 90, columns: 2, values: (0..<90).flatMap { [map.x[$0], map.y[$0]] })
    let nearest = NearestNeighbors(of: plane, count: 1)
    let right = (0..<90).count { Int(nearest.indices[$0]) % 3 == $0 % 3 }
    // By chance it would be thirty.
    #expect(right >= 80)
    #expect(map.x.allSatisfy(\.isFinite) && map.y.allSatisfy(\.isFinite))
    // The same again, to the bit.
    let again = NeighborEmbedding(of: features, options: .init(perplexity: 8, iterations: 150))
    #expect(map.x == again.x && map.y == again.y)
  }

  @Test(arguments: [1, 2, 3]) func fewImagesHaveAMap(_ count: Int) {
    let map = NeighborEmbedding(of: Self.groups(count), options: .init(iterations: 5))
    #expect(map.x.count == count && map.x.allSatisfy(\.isFinite))
  }

  private func naturalLogarithm(_ x: Double) -> Double {
    // By the integral's series: good enough to check by.
    var (sum, term, power) = (0.0, x, 0.0)
    while term > 1.5 { (term, power) = (term / 2, power + 1) }
    while term < 0.75 { (term, power) = (term * 2, power - 1) }
    let s = (term - 1) / (term + 1)
    for degree in stride(from: 1.0, to: 60, by: 2) {
      sum += 2 * (0..<Int(degree)).reduce(1) { product, _ in product * s } / degree
    }
    return sum + power * 0.693147180559945309
  }
}
