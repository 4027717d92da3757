import InklingFraming
import InklingImages
import Testing

/// Pictures that were cut out without a margin.
@Suite struct CutOutTests {
  /// A seven, a one and a seven, from the first to the last row and column.
  private func number(scale: Int, paper: Float, ink: Float) -> Plane {
    let (height, stroke) = (20 * scale, 2 * scale)
    let width = height * 2 / 3
    var plane = Plane(width: 2 * width + 10 * scale, height: height, filledWith: paper)
    TestPictures.drawSeven(on: &plane, x: 0, y: 0, height: height, stroke: stroke, ink: ink)
    for y in 0..<height { for x in 0..<stroke { plane[width + 4 * scale + x, y] = ink } }
    TestPictures.drawSeven(on: &plane, x: width + 10 * scale, y: 0, height: height, stroke: stroke, ink: ink)
    return plane
  }

  private func frame(_ plane: Plane) -> FramedPicture {
    PictureFraming().frame(
      Picture(width: plane.width, height: plane.height, samples: TestPictures.samples(of: plane)))
  }

  @Test(arguments: [1, 3, 8], [(255, 0), (0, 255), (200, 60)] as [(Float, Float)])
  func noDigitIsLost(scale: Int, grays: (Float, Float)) {
    let framed = frame(number(scale: scale, paper: grays.0, ink: grays.1))
    #expect(framed.lines.map(\.count) == [3])
    #expect(framed.statistics.reachesEdges && framed.statistics.ruledLines == 0)
    #expect(framed.choice.reason == "its ink is 3 digits side by side, and reaches all edges")
    for (digit, width) in zip(framed.digits, [13, 2, 13]) {
      #expect(digit.box.height == 20 * scale && abs(digit.box.width - width * scale) <= 2 + scale, "\(digit.box)")
    }
  }

  /// The strokes that lie along an edge are as dark as the others.
  @Test(arguments: [3, 8]) func strokesAlongAnEdgeAreWhole(scale: Int) {
    let found = Ink(in: number(scale: scale, paper: 230, ink: 30))
    #expect(found.components.all.count == 3)
    // The last seven's bar, along the upper edge.
    for x in found.strengths.width - 10 * scale..<found.strengths.width - 1 {
      #expect(found.strengths[x, 0] > 0.9, "column \(x)")
    }
    #expect(found.paper.grays.values.allSatisfy { abs($0 - 230) < 20 })
  }

  /// A margin at the sides alone: the first digit fills the corner of nothing, but its bar lies along the edge.
  @Test func aDigitAlongAnEdgeIsNoShadow() {
    var plane = Plane(width: 200, height: 60, filledWith: 230)
    for x in [0, 60, 130] {
      TestPictures.drawSeven(on: &plane, x: x, y: x == 0 ? 0 : 6, height: 50, stroke: 6, ink: 30)
    }
    #expect(frame(plane).lines.map(\.count) == [3])
  }

  /// A ring whose hole is narrower than its stroke.
  @Test(arguments: [(255, 0), (0, 255), (210, 50)] as [(Float, Float)])
  func aBoldDigitIsInk(paper: Float, ink: Float) {
    var plane = Plane(width: 90, height: 110, filledWith: paper)
    for y in 0..<110 {
      for x in 0..<90 {
        let (across, down) = ((Float(x) - 44.5) / 45, (Float(y) - 54.5) / 55)
        let distance = across * across + down * down
        if distance <= 1, distance > 0.08 { plane[x, y] = ink }
      }
    }
    let found = Ink(in: plane)
    #expect(found.paper.inkIsLight == (ink > paper))
    #expect(found.components.all.map(\.box) == [PixelBox(x: 0, y: 0, width: 90, height: 110)])
  }

  /// Ink that leaves one edge free has a margin, or was cut by the others.
  @Test func aMarginIsLeftAsItIs() {
    var plane = Plane(width: 100, height: 60, filledWith: 230)
    TestPictures.drawSeven(on: &plane, x: 10, y: 0, height: 60, stroke: 6, ink: 30)
    #expect(!Ink(in: plane).statistics.reachesEdges)
  }

  @Test(arguments: [(20, 0), (20, 5), (28, 10), (36, 17)] as [(Int, Int)], [40, 50, 60])
  func stripesAreASurface(stripes: (Int, Int), share: Int) {
    let (period, phase) = stripes
    var plane = Plane(width: 200, height: 200, filledWith: 210)
    for y in 0..<200 { for x in 0..<200 where (x + phase) % period < period * share / 100 { plane[x, y] = 40 } }
    #expect(Ink(in: plane).statistics.isSurface, "upright")
    #expect(Ink(in: plane.transposed).statistics.isSurface, "level")
  }

  @Test(arguments: [(255, 0, true), (0, 255, true), (190, 40, false), (230, 120, false)] as [(Float, Float, Bool)])
  func onlyPlainPaperIsTakenAsItIs(paper: Float, ink: Float, isTaken: Bool) {
    let plane = TestPictures.block(width: 28, height: 28, paper: paper, ink: ink, x: 12..<16, y: 4..<24)
    #expect((frame(plane).choice.mode == .none) == isTaken)
  }

  /// A frame as wide as the pen, or two sides of one, is no paper and no digit.
  @Test(arguments: [(255, 0), (0, 255), (220, 60)] as [(Float, Float)], [8, 9, 11])
  func aFrameAlongTheEdgesIsNoInk(grays: (Float, Float), frame: Int) {
    for sides in [[0, 1, 2, 3], [0, 1], [0, 2]] {
      var plane = Plane(width: 220, height: 240, filledWith: grays.0)
      TestPictures.drawSeven(on: &plane, x: 60, y: 40, height: 160, stroke: 14, ink: grays.1)
      for y in 0..<240 {
        for x in 0..<220 {
          // Left, top, right, bottom.
          let distances = [x, y, 219 - x, 239 - y]
          if sides.contains(where: { distances[$0] < frame }) { plane[x, y] = grays.1 }
        }
      }
      let framed = self.frame(plane)
      #expect(framed.statistics.inkIsLight == (grays.1 > grays.0), "\(sides)")
      #expect(framed.lines.map(\.count) == [1], "\(sides)")
      #expect(
        framed.digits.first.map { abs($0.box.height - 160) <= 4 } == true, "\(sides): \(framed.digits.map(\.box))")
    }
  }

  /// A shadow that falls on a digit's picture from one edge - left, top, right, bottom - is paler than its strokes.
  @Test(arguments: [(0, 18, 0.3), (1, 18, 0.3), (1, 25, 0.5), (2, 25, 0.5), (3, 18, 0.3)] as [(Int, Int, Float)])
  func aShadowAlongAnEdgeIsNoInk(edge: Int, reach: Int, depth: Float) {
    var plane = Plane(width: 116, height: 170, filledWith: 235)
    TestPictures.drawSeven(on: &plane, x: 5, y: 5, height: 160, stroke: 24, ink: 47)
    for y in 0..<170 {
      for x in 0..<116 {
        let end = min(max(Float([x, y, 115 - x, 169 - y][edge] - reach) / 8, 0), 1)
        plane[x, y] *= 1 - depth * (1 - end)
      }
    }
    let found = Ink(in: plane)
    #expect(!found.paper.inkIsLight)
    #expect(found.components.box == PixelBox(x: 5, y: 5, width: 106, height: 160))
  }
}
