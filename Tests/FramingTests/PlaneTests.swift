import InklingFraming
import Testing

@Suite struct PlaneTests {
  private let ramp = Plane(width: 6, height: 4, values: (0..<24).map(Float.init))

  @Test func shrinkingAveragesParts() {
    let small = ramp.resized(columns: 3, rows: 2)
    #expect(small.values == [3.5, 5.5, 7.5, 15.5, 17.5, 19.5])
  }

  @Test func partsOfPixelsCountByTheirShare() {
    let row = Plane(width: 3, height: 1, values: [0, 3, 9])
    let halves = row.resampled(x: 0, y: 0, step: SIMD2(1.5, 1), columns: 2, rows: 1)
    #expect(abs(halves[0, 0] - 1) < 1e-5 && abs(halves[1, 0] - 7) < 1e-5)
  }

  @Test func enlargingReadsBetweenCentres() {
    let row = Plane(width: 2, height: 1, values: [0, 8])
    #expect(row.resized(columns: 4, rows: 1).values == [0, 2, 6, 8])
  }

  @Test func outsideIsZeroUnlessTheEdgeGoesOn() {
    let one = Plane(width: 1, height: 1, filledWith: 4)
    let step = SIMD2<Float>(1, 1)
    #expect(one.resampled(x: -1, y: 0, step: step, columns: 3, rows: 1).values == [0, 4, 0])
    #expect(one.resampled(x: -1, y: 0, step: step, columns: 3, rows: 1, extends: true).values == [4, 4, 4])
  }

  @Test func boxMeansAgreeWithPlainSums() {
    for radius in 1...5 {
      let means = ramp.boxMeans(radius: radius)
      for y in 0..<4 {
        for x in 0..<6 {
          let near = around(x, y, radius)
          #expect(abs(means[x, y] - near.reduce(0, +) / Float(near.count)) < 1e-4)
        }
      }
    }
  }

  @Test func maximaAndMinimaAgreeWithPlainOnes() {
    let mixed = Plane(width: 6, height: 4, values: (0..<24).map { Float(($0 * 7) % 11) })
    for radius in 1...6 {
      let (high, low) = (mixed.maxima(radius: radius), mixed.minima(radius: radius))
      for y in 0..<4 {
        for x in 0..<6 {
          let near = around(x, y, radius, in: mixed)
          #expect(high[x, y] == near.max() && low[x, y] == near.min())
        }
      }
    }
  }

  @Test func closingFillsWhatIsNarrowAndLeavesSteps() {
    let row = Plane(width: 9, height: 1, values: [9, 9, 1, 9, 9, 4, 4, 4, 4])
    #expect(row.closed(radius: 1).values == [9, 9, 9, 9, 9, 4, 4, 4, 4])
  }

  @Test func localQuantilesAgreeWithSorting() {
    let mixed = Plane(width: 6, height: 4, values: (0..<24).map { Float(($0 * 7) % 23) })
    let medians = mixed.localQuantiles(0.5, radius: 2)
    for y in 0..<4 {
      for x in 0..<6 {
        let near = around(x, y, 2, in: mixed).sorted()
        #expect(medians[x, y] == near[near.count / 2])
      }
    }
  }

  @Test func quantileOfNothingIsZero() {
    #expect(Plane.quantile(0.5, of: []) == 0)
    #expect(Plane.quantile(0.5, of: [3, 3, 3]) == 3)
    #expect(abs(Plane.quantile(0.25, of: (0...1000).map(Float.init)) - 250) < 2)
  }

  private func around(_ x: Int, _ y: Int, _ radius: Int, in plane: Plane? = nil) -> [Float] {
    let plane = plane ?? ramp
    return (max(y - radius, 0)...min(y + radius, 3)).flatMap { row in
      (max(x - radius, 0)...min(x + radius, 5)).map { plane[$0, row] }
    }
  }
}
