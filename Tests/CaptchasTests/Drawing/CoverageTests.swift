import InklingRandomness
import Testing

@testable import InklingCaptchas

@Suite struct CoverageTests {
  /// What is covered, from 0 to 1, when the polygons are painted.
  private func covered(_ polygons: [[SIMD2<Float>]], width: Int = 8, height: Int = 6) -> [Float] {
    var coverage = Coverage(width: width, height: height)
    var canvas = [Float](repeating: 0, count: 3 * width * height)
    for polygon in polygons { polygon.withUnsafeBufferPointer { coverage.add($0) } }
    coverage.paint(SIMD3(1, 2, 3), opacity: 1, on: &canvas)
    for (place, value) in canvas.prefix(width * height).enumerated() {
      #expect((canvas[place + width * height] - 2 * value).magnitude < 1e-5)
    }
    return Array(canvas.prefix(width * height))
  }

  private func rectangle(_ left: Float, _ top: Float, _ right: Float, _ bottom: Float) -> [SIMD2<Float>] {
    [SIMD2(left, top), SIMD2(right, top), SIMD2(right, bottom), SIMD2(left, bottom)]
  }

  @Test func rectanglesCoverTheirArea() {
    let result = covered([rectangle(1.25, 0.5, 4.5, 2.75)])
    for row in 0..<6 {
      for column in 0..<8 {
        let width = max(min(Float(column + 1), 4.5) - max(Float(column), 1.25), 0)
        let height = max(min(Float(row + 1), 2.75) - max(Float(row), 0.5), 0)
        #expect((result[row * 8 + column] - width * height).magnitude < 1e-5)
      }
    }
  }

  /// Against counting points, on triangles that reach over every border.
  @Test func trianglesCoverTheirArea() {
    var generator = CounterGenerator(seed: 1, purpose: .drawing)
    for _ in 0..<60 {
      let corners = (0..<3).map { _ in SIMD2(generator.uniform(in: -4...12), generator.uniform(in: -4...10)) }
      let result = covered([corners])
      for pixel in 0..<48 {
        var inside = 0
        for sample in 0..<256 {
          let point = SIMD2(
            Float(pixel % 8) + (Float(sample % 16) + 0.5) / 16, Float(pixel / 8) + (Float(sample / 16) + 0.5) / 16)
          let sides = (0..<3).map { place -> Float in
            let (a, b) = (corners[place], corners[(place + 1) % 3])
            return (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)
          }
          if sides.allSatisfy({ $0 >= 0 }) || sides.allSatisfy({ $0 <= 0 }) { inside += 1 }
        }
        #expect((result[pixel] - Float(inside) / 256).magnitude < 0.06)
      }
    }
  }

  @Test func whatTwoCoverCountsOnceAndHolesStayOpen() {
    let twice = covered([rectangle(1, 1, 5, 4), rectangle(2, 1, 6, 4)])
    #expect(twice[1 * 8 + 3] == 1)
    let hole = covered([rectangle(1, 1, 6, 5), rectangle(2, 2, 4, 4).reversed()])
    #expect(hole[3 * 8 + 3].magnitude < 1e-6 && hole[1 * 8 + 1] == 1)
  }

  @Test func paintingBeginsAnew() {
    var coverage = Coverage(width: 8, height: 6)
    var canvas = [Float](repeating: 0, count: 3 * 48)
    rectangle(-3, -3, 20, 20).withUnsafeBufferPointer { coverage.add($0) }
    coverage.paint(SIMD3(100, 100, 100), opacity: 0.5, on: &canvas)
    #expect(canvas.allSatisfy { $0 == 50 })
    coverage.paint(SIMD3(0, 0, 0), opacity: 1, on: &canvas)
    #expect(canvas.allSatisfy { $0 == 50 })
    rectangle(3, 3, 4, 4).withUnsafeBufferPointer { coverage.add($0) }
    coverage.paint(SIMD3(0, 0, 0), opacity: 1, on: &canvas)
    #expect(canvas.count { $0 == 50 } == 3 * 47)
  }

  @Test func jaggedPixelsAreWholeOrNot() {
    var coverage = Coverage(width: 8, height: 6)
    var canvas = [Float](repeating: 0, count: 3 * 48)
    rectangle(1.25, 0.7, 4.75, 3.4).withUnsafeBufferPointer { coverage.add($0) }
    coverage.paint(SIMD3(1, 1, 1), opacity: 1, isJagged: true, on: &canvas)
    #expect(canvas.allSatisfy { $0 == 0 || $0 == 1 })
    #expect(canvas.prefix(48).count { $0 == 1 } == 2 * 4)
  }
}
