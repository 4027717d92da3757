/// Pooling: windows cut off at the image's edges.
extension SourceLibrary {
  private static let (x, y) = (SourceArray("x"), SourceArray("y"))
  private static let (height, width) = (integer("height"), integer("width"))
  private static let (rows, columns) = (integer("rows"), integer("columns"))
  private static let sizes: [SourceFunction.Parameter] = [
    .values("x"), .results("y"), .integer("channels"), .integer("height"), .integer("width"), .integer("rows"),
    .integer("columns"),
  ]
  private static let window: [SourceFunction.Parameter] = [
    .integer("kernelHeight"), .integer("kernelWidth"), .integer("strideY"), .integer("strideX"), .integer("paddingY"),
    .integer("paddingX"),
  ]

  /// The largest of each window. Every window has an element of the image.
  static let maxPool = SourceFunction(
    name: "maxPool", parameters: sizes + window + [.integer("dilationY"), .integer("dilationX")],
    body: planes(vertical: dilated("Y", height), horizontal: dilated("X", width), largest(dilated: true)))

  /// The sum of each window by the number of its elements inside the image, of those in the padding too where
  /// `countsPadding` is 1, or by `divisor` where that is not 0.
  static let averagePool = SourceFunction(
    name: "averagePool", parameters: sizes + window + [.integer("countsPadding"), .integer("divisor")],
    body: planes(
      vertical: clipped("Y", height), horizontal: clipped("X", width),
      sum + [
        .constant(
          "size",
          .select(
            integer("countsPadding") > 0, integer("wholeY") * integer("wholeX"),
            (integer("endY") - integer("firstY")) * (integer("endX") - integer("firstX")))),
        .constant("parts", .select(integer("divisor") > 0, integer("divisor"), integer("size"))),
        .assign(output, number("sum") / .converted(integer("parts"))),
      ]))

  static let adaptiveMaxPool = SourceFunction(
    name: "adaptiveMaxPool", parameters: sizes,
    body: planes(vertical: share("Y", rows, height), horizontal: share("X", columns, width), largest(dilated: false)))

  static let adaptiveAveragePool = SourceFunction(
    name: "adaptiveAveragePool", parameters: sizes,
    body: planes(
      vertical: share("Y", rows, height), horizontal: share("X", columns, width),
      sum + [
        .constant(
          "size", (integer("endY") - integer("firstY")) * (integer("endX") - integer("firstX"))),
        .assign(output, number("sum") / .converted(integer("size"))),
      ]))

  private static let output = y[
    (integer("c") * rows + integer("p")) * columns + integer("q")]

  /// The loops over channels, rows and columns; what each axis needs is said once a row or column.
  private static func planes(
    vertical: [SourceStatement], horizontal: [SourceStatement], _ body: [SourceStatement]
  ) -> [SourceStatement] {
    [
      loop("c", to: integer("channels")) { c in
        [
          .constant("image", c * height * width),
          loop("p", to: rows) { _ in vertical + [loop("q", to: columns) { _ in horizontal + body }] },
        ]
      }
    ]
  }

  private static func position(_ axis: String) -> SourceExpression { integer(axis == "Y" ? "p" : "q") }

  private static func kernel(_ axis: String) -> SourceExpression {
    integer(axis == "Y" ? "kernelHeight" : "kernelWidth")
  }

  private static func start(_ axis: String) -> SourceStatement {
    .constant("start\(axis)", position(axis) * integer("stride\(axis)") - integer("padding\(axis)"))
  }

  /// The window's first and end within the image, and its size within the padded image.
  private static func clipped(_ axis: String, _ size: SourceExpression) -> [SourceStatement] {
    let start = integer("start\(axis)")
    return [
      self.start(axis),
      .constant("first\(axis)", .larger(start, 0)),
      .constant("end\(axis)", .smaller(start + kernel(axis), size)),
      .constant("padded\(axis)", size + integer("padding\(axis)")),
      .constant("whole\(axis)", .smaller(start + kernel(axis), integer("padded\(axis)")) - start),
    ]
  }

  /// The numbers of the window's first element within the image, and of the one behind the last.
  private static func dilated(_ axis: String, _ size: SourceExpression) -> [SourceStatement] {
    let (start, step) = (integer("start\(axis)"), integer("dilation\(axis)"))
    return [
      self.start(axis),
      .constant("first\(axis)", .select(start < 0, (-start).dividedUp(by: step), 0)),
      .constant("room\(axis)", (size - start).dividedUp(by: step)),
      .constant("end\(axis)", .smaller(integer("room\(axis)"), kernel(axis))),
    ]
  }

  /// Window i of n over s elements, from `floor(i * s / n)` to `ceil((i + 1) * s / n)`.
  private static func share(
    _ axis: String, _ count: SourceExpression, _ size: SourceExpression
  ) -> [SourceStatement] {
    [
      .constant("first\(axis)", .quotient(position(axis) * size, count)),
      .constant("end\(axis)", ((position(axis) + 1) * size).dividedUp(by: count)),
    ]
  }

  private static let sum: [SourceStatement] = [
    .variable("sum", 0.0),
    loop("u", from: integer("firstY"), to: integer("endY")) { u in
      [
        .constant("row", integer("image") + u * width),
        loop("v", from: integer("firstX"), to: integer("endX")) { v in
          [.increase(number("sum"), x[integer("row") + v])]
        },
      ]
    },
  ]

  /// - Parameter dilated: whether the window's bounds are numbers of its elements, rather than places in the image.
  private static func largest(dilated: Bool) -> [SourceStatement] {
    func place(_ axis: String, _ index: SourceExpression) -> SourceExpression {
      dilated ? integer("start\(axis)") + index * integer("dilation\(axis)") : index
    }
    return [
      .variable(
        "largest", x[integer("image") + place("Y", integer("firstY")) * width + place("X", integer("firstX"))]),
      loop("u", from: integer("firstY"), to: integer("endY")) { u in
        [
          .constant("row", integer("image") + place("Y", u) * width),
          loop("v", from: integer("firstX"), to: integer("endX")) { v in
            [
              .constant("value", x[integer("row") + place("X", v)]),
              .assign(number("largest"), .larger(number("value"), number("largest"))),
            ]
          },
        ]
      },
      .assign(output, number("largest")),
    ]
  }
}
