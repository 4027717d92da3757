import Foundation
import InklingRandomness
import InklingTestSupport
import Testing

@testable import InklingDatasets

@Suite struct ElasticTransformTests {
  private static let elastics = [
    ElasticTransform(alpha: 34, sigma: 4, fill: 31), ElasticTransform(alpha: 8, sigma: 1, fill: 31),
    ElasticTransform(alpha: 3, sigma: 0.7, fill: 31), ElasticTransform(alpha: 200, sigma: 11.3, fill: 31),
  ]

  /// The displacements from the documented definition: noise on a grid, and a Gaussian's weighted mean of six nodes in each
  /// direction.
  private static func displacements(
    _ elastic: ElasticTransform, _ test: AugmentationCase, _ generator: inout CounterGenerator
  ) -> [(x: Double, y: Double)] {
    let spacing = max(elastic.sigma, 1)
    let padded = (test.width + 3) / 4 * 4
    let columns = (Int(Double(padded - 1) / spacing) + 6 + 3) / 4 * 4
    let rows = Int(Double(test.height - 1) / spacing) + 6
    let words = (0..<2 * rows * columns / 4).map { _ in generator.next32() }
    let amplitude: Double = elastic.alpha / spacing
    let bytes: [UInt32] = words.flatMap { [$0 & 255, ($0 >> 8) & 255, ($0 >> 16) & 255, $0 >> 24] }
    let noise: [Double] = bytes.map { (Double($0) - 127.5) / 128 * amplitude }
    func weights(_ place: Double) -> [(node: Int, weight: Double)] {
      let raw = (0..<6).map { tap in
        let node = Int(place) + tap
        let distance = (place - Double(node - 2)) * spacing
        return (node, exp(-distance * distance / (2 * elastic.sigma * elastic.sigma)))
      }
      let sum = raw.reduce(0) { $0 + $1.1 }
      return raw.map { ($0.0, $0.1 / sum) }
    }
    return (0..<test.height * test.width).map { pixel in
      var (x, y) = (0.0, 0.0)
      for (row, a) in weights(Double(pixel / test.width) / spacing) {
        for (column, b) in weights(Double(pixel % test.width) / spacing) {
          x += a * b * noise[row * columns + column]
          y += a * b * noise[(rows + row) * columns + column]
        }
      }
      return (x, y)
    }
  }

  @Test(arguments: AugmentationCase.all, elastics)
  func agreesWithTheTwin(test: AugmentationCase, elastic: ElasticTransform) throws {
    let bytes = try test.bytes(elastic)
    for index in 0..<2 {
      var generator = test.generator(index)
      _ = generator.open()
      let field = Self.displacements(elastic, test, &generator)
      let twin = test.naive(index).resampled(fill: 31) { field[$0 * test.width + $1] }
      #expect(twin.distance(to: bytes[index]) < roundingError)
    }
  }

  /// Affine and elastic in either order are one resampling; their numbers are drawn in the order affine, elastic.
  @Test(arguments: AugmentationCase.all)
  func withAnAffineTransformItIsOneResampling(test: AugmentationCase) throws {
    let affine = RandomAffine(degrees: -40...40, scale: 0.8...1.2, fill: 31)
    let elastic = Self.elastics[0]
    let bytes = try test.bytes(affine, elastic)
    #expect(try test.bytes(elastic, affine) == bytes)
    for index in 0..<2 {
      var generator = test.generator(index)
      _ = generator.open()
      let angle = generator.number(in: affine.degrees)
      for _ in 0..<2 { _ = generator.open() }
      let scale = generator.number(in: affine.scale)
      for _ in 0..<2 { _ = generator.open() }
      let field = Self.displacements(elastic, test, &generator)
      let twin = test.naive(index).resampled(angle: angle, scale: scale, fill: 31) { field[$0 * test.width + $1] }
      #expect(twin.distance(to: bytes[index]) < roundingError)
    }
  }

  @Test func anAlphaOfZeroChangesNothing() throws {
    for test in AugmentationCase.all {
      let bytes = try test.bytes(ElasticTransform(alpha: 0, sigma: 3))
      for index in 0..<test.images.count { #expect(bytes[index] == Array(test.images[index])) }
    }
  }

  /// Simard's field: deviation alpha / (sqrt(12 pi) sigma) everywhere, mean zero, correlation exp(-d^2 / 4 sigma^2).
  @Test(arguments: [1.0, 2.5, 4.0])
  func theFieldsStatisticsAreSimards(sigma: Double) {
    let size = ImageSize(channels: 1, height: 24, width: 24)
    let field = ElasticField(ElasticTransform(alpha: 10, sigma: sigma), size)
    let scratch = UnsafeMutablePointer<Float>.allocate(capacity: field.scratchCount)
    defer { scratch.deallocate() }
    let distance = Int((2 * sigma).rounded())
    var (sum, squares, product, atNode, between, count) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    let draws = 600
    for sample in 0..<draws {
      var generator = CounterGenerator(seed: 4, purpose: .augmentation, sample: sample)
      let rows = field.draw(from: &generator, scratch)
      let width = rows.bytes / 4
      for row in stride(from: 0, to: 24, by: 6) {
        let values = rows.row(row)
        for direction in 0..<2 {
          for column in 0..<24 - distance {
            let start = direction * width + column
            let a = Double(values.load(fromByteOffset: 4 * start, as: Float.self))
            let b = Double(values.load(fromByteOffset: 4 * (start + distance), as: Float.self))
            sum += a
            squares += a * a
            product += a * b
            count += 1
          }
          let a = Double(values.load(fromByteOffset: 4 * direction * width, as: Float.self))
          let b = Double(
            values.load(fromByteOffset: 4 * (direction * width + max(1, Int(sigma / 2))), as: Float.self))
          atNode += a * a
          between += b * b
        }
      }
    }
    let variance = 100 / (12 * Double.pi * sigma * sigma)
    let correlation = exp(-Double(distance * distance) / (4 * sigma * sigma))
    #expect(abs(sum / count) < 0.06 * variance.squareRoot())
    #expect(abs(squares / count / variance - 1) < 0.06)
    #expect(abs(product / squares - correlation) < 0.05)
    // As strong between the nodes as on them.
    #expect(abs(between / atNode - 1) < 0.1)
  }

  @Test func tapsHoldTogether() {
    for (pixels, sigma) in [(1, 0.5), (28, 4), (29, 0.6), (64, 100), (7, 1)] {
      let taps = GaussianTaps(pixels: pixels, sigma: sigma)
      #expect(taps.first.count == pixels && taps.weights.count == pixels)
      #expect(taps.first.allSatisfy { $0 >= 0 && $0 + GaussianTaps.count <= taps.nodes })
      #expect(taps.weights.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-12 && $0.allSatisfy { $0 >= 0 } })
    }
  }
}
