/// Element by element.
extension SourceLibrary {
  private static let (x, y) = (SourceArray("x"), SourceArray("y"))
  private static let (channels, plane, count) = (integer("channels"), integer("plane"), integer("count"))

  /// Bytes to the network's input: `y = x * scale[c] + shift[c]`.
  static let prepare = SourceFunction(
    name: "prepare",
    parameters: [
      .bytes("pixels"), .values("scale"), .values("shift"), .results("y"), .integer("channels"), .integer("plane"),
    ],
    body: [
      loop("c", to: channels) { c in
        [
          loop("i", to: plane) { i in
            let place = c * plane + i
            let (scale, shift) = (SourceArray("scale")[c], SourceArray("shift")[c])
            return [.assign(y[place], .byte("pixels", place) * scale + shift)]
          }
        ]
      }
    ])

  static let copy = SourceFunction(
    name: "copy", parameters: [.values("x"), .results("y"), .integer("count")],
    body: [loop("i", to: count) { [.assign(y[$0], x[$0])] }])

  /// Rows and columns of one value around an image; negative numbers cut some off.
  static let pad = SourceFunction(
    name: "pad",
    parameters: [
      .values("x"), .results("y"), .integer("channels"), .integer("height"), .integer("width"), .integer("rows"),
      .integer("columns"), .integer("top"), .integer("left"), .number("value"),
    ],
    body: [
      loop("c", to: integer("channels")) { c in
        [
          loop("i", to: integer("rows")) { i in
            [
              .constant("u", i - integer("top")),
              loop("j", to: integer("columns")) { j in
                [
                  .constant("v", j - integer("left")),
                  .constant("k", (c * integer("rows") + i) * integer("columns") + j),
                  .assign(y[integer("k")], number("value")), padInside(c),
                ]
              },
            ]
          }
        ]
      }
    ])

  /// What is the image's own, in row u and column v of it.
  private static func padInside(_ c: SourceExpression) -> SourceStatement {
    let (u, v) = (integer("u"), integer("v"))
    let copy = SourceStatement.assign(
      y[integer("k")], x[(c * integer("height") + u) * integer("width") + v])
    return .when(
      u > -1, [.when(u < integer("height"), [.when(v > -1, [.when(v < integer("width"), [copy])])])])
  }

  static let add = SourceFunction(
    name: "add", parameters: [.values("x"), .values("other"), .results("y"), .integer("count")], worksInPlace: true,
    body: [loop("i", to: count) { [.assign(y[$0], x[$0] + SourceArray("other")[$0])] }])

  /// `y = x * scale[c] + shift[c]`: a batch normalisation that no weights before it take in.
  static let scaleChannels = SourceFunction(
    name: "scaleChannels",
    parameters: [
      .values("x"), .values("scale"), .values("shift"), .results("y"), .integer("channels"), .integer("plane"),
    ],
    worksInPlace: true,
    body: [
      loop("c", to: channels) { c in
        [
          loop("i", to: plane) { i in
            let place = c * plane + i
            return [.assign(y[place], x[place] * SourceArray("scale")[c] + SourceArray("shift")[c])]
          }
        ]
      }
    ])

  /// `x > 0 ? x : slope * x`, with a slope for each channel, or the same for all where `step` is zero.
  static let parametric = SourceFunction(
    name: "parametric",
    parameters: [
      .values("x"), .values("slopes"), .results("y"), .integer("step"), .integer("channels"), .integer("plane"),
    ],
    worksInPlace: true,
    body: [
      loop("c", to: channels) { c in
        [
          .constant("slope", SourceArray("slopes")[c * integer("step")]),
          loop("i", to: plane) { i in
            let place = c * plane + i
            return [
              .constant("value", x[place]),
              .assign(y[place], .select(number("value") > 0.0, number("value"), number("slope") * number("value"))),
            ]
          },
        ]
      }
    ])
}
