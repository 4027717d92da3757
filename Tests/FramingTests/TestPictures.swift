import InklingFraming

/// Small pictures for the tests of framing.
enum TestPictures {
  /// A rectangle of one grey on another.
  static func block(
    width: Int, height: Int, paper: Float, ink: Float, x: Range<Int>, y: Range<Int>
  ) -> Plane {
    var plane = Plane(width: width, height: height, filledWith: paper)
    for row in y { for column in x { plane[column, row] = ink } }
    return plane
  }

  /// A seven: a level bar and a slanted one, `height` pixels high, `stroke` wide, with its top left at (x, y).
  static func drawSeven(on plane: inout Plane, x: Int, y: Int, height: Int, stroke: Int, ink: Float) {
    let width = height * 2 / 3
    for row in 0..<stroke { for column in 0..<width { plane[x + column, y + row] = ink } }
    for row in 0..<height {
      let right = width - row * width / (2 * height)
      for column in max(right - stroke, 0)..<right { plane[x + column, y + row] = ink }
    }
  }

  static func samples(of plane: Plane) -> [UInt8] { plane.values.map { UInt8(min(max($0, 0), 255)) } }
}
