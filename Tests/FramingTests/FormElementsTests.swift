import InklingFraming
import Testing

/// Frames, the cells of forms, the edges of tables, and bars: what lies beside digits, and is none.
@Suite struct FormElementsTests {
  private static let grays: [(Float, Float)] = [(250, 20), (20, 250)]

  /// Lines `thickness` thick around a rectangle of the picture.
  private func drawBox(_ box: PixelBox, _ thickness: Int, on plane: inout Plane, ink: Float) {
    for y in box.y..<box.y + box.height {
      for x in box.x..<box.x + box.width {
        let inside = [x - box.x, y - box.y, box.x + box.width - 1 - x, box.y + box.height - 1 - y].min() ?? 0
        if inside < thickness { plane[x, y] = ink }
      }
    }
  }

  @Test(arguments: grays, [(0, 4), (6, 2), (15, 1), (15, 4), (30, 8), (45, 6)] as [(Int, Int)])
  func aBoxAroundADigitIsNoInk(grays: (Float, Float), line: (Int, Int)) {
    var plane = Plane(width: 260, height: 300, filledWith: grays.0)
    TestPictures.drawSeven(on: &plane, x: 90, y: 90, height: 120, stroke: 12, ink: grays.1)
    let box = PixelBox(x: line.0, y: line.0, width: 260 - 2 * line.0, height: 300 - 2 * line.0)
    drawBox(box, line.1, on: &plane, ink: grays.1)
    let found = Ink(in: plane)
    #expect(found.components.all.map(\.box) == [PixelBox(x: 90, y: 90, width: 80, height: 120)])
  }

  @Test(arguments: [0, 15, 40], [0, 20])
  func theCellsOfAFormAreNoInk(inset: Int, apart: Int) {
    let cell = 110
    var plane = Plane(width: 2 * inset + 4 * cell + 3 * apart, height: 2 * inset + 130, filledWith: 250)
    for number in 0..<4 {
      let x = inset + number * (cell + apart)
      // Cells that share a line overlap in it.
      let left = number > 0 && apart == 0 ? x - 3 : x
      drawBox(PixelBox(x: left, y: inset, width: cell + x - left, height: 130), 3, on: &plane, ink: 60)
      TestPictures.drawSeven(on: &plane, x: x + 25, y: inset + 25, height: 80, stroke: 10, ink: 20)
    }
    let found = Ink(in: plane)
    #expect(LineLayout.lines(of: found.components.all).map(\.count) == [4])
    // Of lines along the picture's edges, specks stay.
    if inset > 0 { #expect(found.components.all.allSatisfy { $0.box.height == 80 }) }
  }

  /// A comb, whose teeth are a third as high as a cell, boxes without a top, and cells cut out at their frame.
  @Test(arguments: [0, 1, 2], [1, 3]) func whatDigitsStandOnIsNoInk(kind: Int, line: Int) {
    let (cell, inset) = (70, kind == 2 ? line % 2 : 20)
    var plane = Plane(width: 4 * cell + line + 2 * inset, height: 100 + 2 * inset, filledWith: 250)
    let foot = inset + 100
    for x in inset..<plane.width - inset {
      for y in foot - line..<foot { plane[x, y] = 60 }
      if kind == 2 { for y in inset..<inset + line { plane[x, y] = 60 } }
      if (x - inset) % cell < line {
        for y in (kind == 0 ? foot - 33 : inset)..<foot { plane[x, y] = 60 }
      }
    }
    for number in 0..<4 {
      TestPictures.drawSeven(on: &plane, x: inset + number * cell + 18, y: inset + 22, height: 56, stroke: 7, ink: 20)
    }
    #expect(LineLayout.lines(of: Ink(in: plane).components.all).map { $0.map(\.box.height) } == [[56, 56, 56, 56]])
  }

  @Test(arguments: [2, 5]) func aCircleAroundADigitIsNoInk(thickness: Int) {
    var plane = Plane(width: 240, height: 240, filledWith: 250)
    TestPictures.drawSeven(on: &plane, x: 85, y: 65, height: 105, stroke: 12, ink: 20)
    for y in 0..<240 {
      for x in 0..<240 {
        let (right, down) = (Float(x) - 119.5, Float(y) - 119.5)
        if abs((right * right + down * down).squareRoot() - 100) < Float(thickness) / 2 { plane[x, y] = 20 }
      }
    }
    #expect(Ink(in: plane).components.all.map(\.box) == [PixelBox(x: 85, y: 65, width: 70, height: 105)])
  }

  /// The edge of a dark table that runs aslant: left, top, right, bottom.
  @Test(arguments: [0, 1, 2, 3], [-0.15, -0.06, 0.06, 0.15] as [Float])
  func aTablesEdgeIsNoInk(side: Int, slope: Float) {
    var plane = Plane(width: 220, height: 240, filledWith: 235)
    TestPictures.drawSeven(on: &plane, x: 70, y: 50, height: 140, stroke: 14, ink: 47)
    for y in 0..<240 {
      for x in 0..<220 {
        let (along, across) = side % 2 == 0 ? (Float(y) - 120, x) : (Float(x) - 110, y)
        let distance = Float([across, across, 219 - across, 239 - across][side])
        if distance + slope * along < 22 { plane[x, y] = 50 }
      }
    }
    #expect(Ink(in: plane).components.box == PixelBox(x: 70, y: 50, width: 93, height: 140))
  }
}

/// A straight bar is a one where it ends in the picture, and no digit where it runs through.
extension FormElementsTests {
  @Test(
    arguments: [[90..<110], [20..<32, 120..<170], [10..<12, 60..<95, 130..<137]] as [[Range<Int>]], [false, true])
  func barsThatRunThroughAreNoDigits(bars: [Range<Int>], isLevel: Bool) {
    var plane = Plane(width: 200, height: 180, filledWith: 235)
    for bar in bars { for y in 0..<180 { for x in bar { plane[x, y] = 30 } } }
    let found = Ink(in: isLevel ? plane.transposed : plane)
    #expect(found.statistics.isSurface || found.statistics.isBlank)
  }

  /// A line as thin as a rule, at any slope.
  @Test(arguments: [2, 3, 6], [0, 0.05, 0.1, 0.14] as [Float])
  func aThinLineIsNoNumber(thickness: Int, slope: Float) {
    var plane = Plane(width: 300, height: 300, filledWith: 250)
    for x in 0..<300 {
      let row = Int(120 + slope * Float(x))
      for y in row..<row + thickness { plane[x, y] = 20 }
    }
    for picture in [plane, plane.transposed] {
      let found = Ink(in: picture)
      #expect(found.statistics.isSurface || found.statistics.isBlank)
    }
  }

  @Test(arguments: [false, true]) func aFoldIsNoDigit(isLevel: Bool) {
    var plane = Plane(width: 240, height: 240)
    for y in 0..<240 {
      for x in 0..<240 {
        let distance = (Float(x) - 100 + 0.1 * Float(y)) / 12
        plane[x, y] = 235 * (1 - 0.35 * Float(max(1 - distance * distance, 0)))
      }
    }
    let found = Ink(in: isLevel ? plane.transposed : plane)
    #expect(found.statistics.isSurface || found.statistics.isBlank)
  }

  /// A stroke that ends two pixels before the edges, or that fills its picture, is a one.
  @Test(arguments: [(120, 2), (24, 0), (24, 2)] as [(Int, Int)])
  func aStraightOneIsADigit(width: Int, margin: Int) {
    var plane = Plane(width: width, height: 160, filledWith: 240)
    for y in margin..<160 - margin { for x in width / 2 - 7..<width / 2 + 7 { plane[x, y] = 30 } }
    let found = Ink(in: plane)
    #expect(!found.statistics.isSurface && found.components.all.count == 1)
  }

  /// A bold ring with paper around it: what is narrow is its hole.
  @Test(arguments: [(255, 0), (0, 255), (210, 50)] as [(Float, Float)], [2, 8, 30])
  func aBoldDigitWithAMarginIsInk(grays: (Float, Float), margin: Int) {
    var plane = Plane(width: 90 + 2 * margin, height: 110 + 2 * margin, filledWith: grays.0)
    for y in 0..<110 {
      for x in 0..<90 {
        let (across, down) = ((Float(x) - 44.5) / 45, (Float(y) - 54.5) / 55)
        let distance = across * across + down * down
        if distance <= 1, distance > 0.03 { plane[x + margin, y + margin] = grays.1 }
      }
    }
    let found = Ink(in: plane)
    #expect(found.paper.inkIsLight == (grays.1 > grays.0))
    #expect(found.components.all.map(\.box) == [PixelBox(x: margin, y: margin, width: 90, height: 110)])
  }
}
