/// What normalises over several elements.
extension SourceLibrary {
  private static let (x, y) = (SourceArray("x"), SourceArray("y"))
  private static let (channels, plane) = (integer("channels"), integer("plane"))

  /// Each group of `channels` channels with its own mean and biased variance, then `* weight[c] + bias[c]`.
  static let normalizeGroups = SourceFunction(
    name: "normalizeGroups",
    parameters: [
      .values("x"), .values("weights"), .values("bias"), .results("y"), .integer("groups"), .integer("channels"),
      .integer("plane"), .number("eps"),
    ],
    worksInPlace: true,
    body: [
      .constant("count", channels * plane),
      loop("g", to: integer("groups")) { g in
        [
          .constant("start", g * integer("count")),
          .variable("sum", 0.0),
          loop("i", to: integer("count")) { [.increase(number("sum"), x[integer("start") + $0])] },
          .constant("mean", number("sum") / .converted(integer("count"))),
          .variable("squares", 0.0),
          loop("i", to: integer("count")) { i in
            [
              .constant("distance", x[integer("start") + i] - number("mean")),
              .increase(number("squares"), number("distance") * number("distance")),
            ]
          },
          .constant("variance", number("squares") / .converted(integer("count"))),
          .constant("deviation", .call("squareRoot", [number("variance") + number("eps")])),
          loop("k", to: channels) { k in
            [
              .constant("c", g * channels + k),
              loop("i", to: plane) { i in
                let place = integer("c") * plane + i
                let (weight, bias) = (SourceArray("weights")[integer("c")], SourceArray("bias")[integer("c")])
                return [.assign(y[place], (x[place] - number("mean")) / number("deviation") * weight + bias)]
              },
            ]
          },
        ]
      },
    ])

  /// `exp(x[k]) / sum of exp(x[j])` along the middle one of three dimensions.
  static let softmax = alongClasses("softmax") { place in
    [
      .variable("sum", 0.0),
      loop("k", to: integer("classes")) { k in
        [
          .constant("value", .call(exponential, [x[place(k)] - number("largest")])),
          .assign(y[place(k)], number("value")), .increase(number("sum"), number("value")),
        ]
      },
      loop("k", to: integer("classes")) { k in [.assign(y[place(k)], y[place(k)] / number("sum"))] },
    ]
  }

  /// The logarithm of the softmax.
  static let logSoftmax = alongClasses("logSoftmax") { place in
    [
      .variable("sum", 0.0),
      loop("k", to: integer("classes")) { k in
        [.increase(number("sum"), .call(exponential, [x[place(k)] - number("largest")]))]
      },
      .constant("rest", .call("logarithm", [number("sum")])),
      loop("k", to: integer("classes")) { k in
        [.assign(y[place(k)], x[place(k)] - number("largest") - number("rest"))]
      },
    ]
  }

  private static func alongClasses(
    _ name: String, _ body: ((SourceExpression) -> SourceExpression) -> [SourceStatement]
  ) -> SourceFunction {
    let inner = integer("inner")
    let place = { (k: SourceExpression) in integer("start") + k * inner }
    return SourceFunction(
      name: name,
      parameters: [.values("x"), .results("y"), .integer("outer"), .integer("classes"), .integer("inner")],
      worksInPlace: true,
      body: [
        loop("a", to: integer("outer")) { a in
          [
            loop("b", to: inner) { b in
              [
                .constant("start", a * integer("classes") * inner + b),
                .variable("largest", x[integer("start")]),
                loop("k", to: integer("classes")) { k in
                  [
                    .constant("value", x[place(k)]),
                    .assign(number("largest"), .larger(number("value"), number("largest"))),
                  ]
                },
              ] + body(place)
            }
          ]
        }
      ])
  }
}
