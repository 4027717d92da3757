/// What multiplies with weights.
extension SourceLibrary {
  private static let (x, y) = (SourceArray("x"), SourceArray("y"))
  private static let (weights, bias) = (SourceArray("weights"), SourceArray("bias"))

  /// `y[o] = bias[o] + sum over i of x[i] * weights[i][o]`. The outputs are innermost, so that compilers use vectors.
  static let linear = SourceFunction(
    name: "linear",
    parameters: [
      .values("x"), .values("weights"), .values("bias"), .results("y"), .integer("inputs"), .integer("outputs"),
    ],
    body: [
      loop("o", to: integer("outputs")) { [.assign(y[$0], bias[$0])] },
      loop("i", to: integer("inputs")) { i in
        [
          .constant("value", x[i]),
          .constant("row", i * integer("outputs")),
          loop("o", to: integer("outputs")) { o in
            [.increase(y[o], number("value") * weights[integer("row") + o])]
          },
        ]
      },
    ])

  /// A convolution with zero padding. Each element of the kernel is added to all outputs that it reaches, row by row,
  /// so that nothing outside the image is read.
  static let convolution = SourceFunction(
    name: "convolution",
    parameters: [
      .values("x"), .values("weights"), .values("bias"), .results("y"), .integer("groups"), .integer("inputs"),
      .integer("outputs"), .integer("height"), .integer("width"), .integer("rows"), .integer("columns"),
      .integer("kernelHeight"), .integer("kernelWidth"), .integer("strideY"), .integer("strideX"),
      .integer("paddingY"), .integer("paddingX"), .integer("dilationY"), .integer("dilationX"),
    ],
    body: [
      loop("g", to: integer("groups")) { g in
        [
          loop("k", to: integer("outputs")) { k in
            [
              .constant("o", g * integer("outputs") + k),
              .constant("plane", integer("o") * integer("rows") * integer("columns")),
              loop("q", to: integer("rows") * integer("columns")) { q in
                [.assign(y[integer("plane") + q], bias[integer("o")])]
              },
              loop("i", to: integer("inputs")) { i in
                [
                  .constant("image", (g * integer("inputs") + i) * integer("height") * integer("width")),
                  .constant("first", (integer("o") * integer("inputs") + i) * integer("kernelHeight")),
                  loop("u", to: integer("kernelHeight")) { u in kernelRow(u) },
                ]
              },
            ]
          }
        ]
      }
    ])

  private static func kernelRow(_ u: SourceExpression) -> [SourceStatement] {
    [
      .constant("offsetY", u * integer("dilationY") - integer("paddingY")),
      .constant("firstRow", first(offset: integer("offsetY"), stride: integer("strideY"))),
      .constant("roomY", integer("height") - integer("offsetY") - 1),
      .constant("endRow", end(room: integer("roomY"), stride: integer("strideY"), count: integer("rows"))),
      loop("v", to: integer("kernelWidth")) { v in
        [
          .constant("weight", weights[(integer("first") + u) * integer("kernelWidth") + v]),
          .constant("offsetX", v * integer("dilationX") - integer("paddingX")),
          .constant("firstColumn", first(offset: integer("offsetX"), stride: integer("strideX"))),
          .constant("roomX", integer("width") - integer("offsetX") - 1),
          .constant("endColumn", end(room: integer("roomX"), stride: integer("strideX"), count: integer("columns"))),
          loop("p", from: integer("firstRow"), to: integer("endRow")) { p in
            [
              .constant("row", p * integer("strideY") + integer("offsetY")),
              .constant("from", integer("image") + integer("row") * integer("width") + integer("offsetX")),
              .constant("to", integer("plane") + p * integer("columns")),
              loop("q", from: integer("firstColumn"), to: integer("endColumn")) { q in
                [.increase(y[integer("to") + q], number("weight") * x[integer("from") + q * integer("strideX")])]
              },
            ]
          },
        ]
      },
    ]
  }

  /// The first output that reads no place before the image.
  private static func first(offset: SourceExpression, stride: SourceExpression) -> SourceExpression {
    .select(offset < 0, (-offset).dividedUp(by: stride), 0)
  }

  /// The first output behind those that read no place after the image.
  private static func end(
    room: SourceExpression, stride: SourceExpression, count: SourceExpression
  ) -> SourceExpression {
    .select(room < 0, 0, .smaller(.quotient(room, stride) + 1, count))
  }
}
