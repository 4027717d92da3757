/// Functions of one number, from `exponential` and arithmetic alone.
extension SourceLibrary {
  private static let x = number("x")

  static let scalars = [
    magnitude, squareRoot, logarithmOfOnePlus, logarithm, logarithmOfSum, rectified, leaky, exponentialLinear,
    normalShare, gelu,
    geluTanh, logistic, swish, hyperbolicTangent, hardSigmoid, hardSwish, softplus,
    clamped,
  ]

  private static func scalar(
    _ name: String, with others: [String] = [], _ body: [SourceStatement]
  ) -> SourceFunction {
    SourceFunction(name: name, parameters: [.number("x")] + others.map { .number($0) }, isScalar: true, body: body)
  }

  /// The polynomial whose coefficients are these, the highest power's first, as statements that leave it in `p`.
  private static func polynomial(_ variable: SourceExpression, _ coefficients: [Float]) -> [SourceStatement] {
    [.variable("p", .number(coefficients[0]))]
      + coefficients.dropFirst().map { .assign(number("p"), number("p") * variable + .number($0)) }
  }

  private static let magnitude = scalar("magnitude", [.result(.select(x < 0.0, -x, x))])

  /// Newton's iteration from within a factor of two; of a positive number.
  private static let squareRoot = scalar(
    "squareRoot",
    [
      .variable("rest", x), .variable("scale", 1.0),
      loop("_", to: 64) { _ in
        [
          .when(
            number("rest") > 4.0,
            [
              .assign(number("rest"), number("rest") * 0.25), .assign(number("scale"), number("scale") * 2.0),
            ]),
          .when(
            number("rest") < 1.0,
            [
              .assign(number("rest"), number("rest") * 4.0), .assign(number("scale"), number("scale") * 0.5),
            ]),
        ]
      },
      .variable("root", 1.5),
      loop("_", to: 5) { _ in
        [.assign(number("root"), 0.5 * (number("root") + number("rest") / number("root")))]
      },
      .result(number("root") * number("scale")),
    ])

  /// log(1 + x) for x in 0...1: 2 artanh(x / (2 + x)), by its series.
  private static let logarithmOfOnePlus = scalar(
    "logarithmOfOnePlus",
    [.constant("s", x / (2.0 + x)), .constant("square", number("s") * number("s"))]
      + polynomial(number("square"), [1 / 15, 1 / 13, 1 / 11, 1 / 9, 1 / 7, 1 / 5, 1 / 3, 1])
      + [.result(2.0 * number("s") * number("p"))])

  /// The natural logarithm of a number from one on.
  private static let logarithm = scalar(
    "logarithm",
    [
      .variable("rest", x), .variable("halvings", 0.0),
      loop("_", to: 128) { _ in
        [
          .when(
            number("rest") > 2.0,
            [
              .assign(number("rest"), number("rest") * 0.5), .increase(number("halvings"), 1.0),
            ])
        ]
      },
      .result(
        number("halvings") * 0.693_147_18 + .call("logarithmOfOnePlus", [number("rest") - 1.0])),
    ])

  /// `log(exp(x) + exp(a))`; the smaller one counts for nothing where it is less than a rounding of the larger.
  private static let logarithmOfSum = scalar(
    "logarithmOfSum", with: ["a"],
    [
      .constant("largest", .larger(x, number("a"))),
      .constant("distance", .smaller(x, number("a")) - number("largest")),
      .when(
        number("distance") > -20.0,
        [.result(number("largest") + .call("logarithmOfOnePlus", [.call(exponential, [number("distance")])]))]),
      .result(number("largest")),
    ])

  private static let rectified = scalar("rectified", [.result(.select(x > 0.0, x, 0.0))])

  private static let leaky = scalar("leaky", with: ["a"], [.result(.select(x > 0.0, x, number("a") * x))])

  private static let clamped = scalar(
    "clamped", with: ["a", "b"],
    [.result(.smaller(.larger(x, number("a")), number("b")))])

  /// `x > 0 ? x : a * (exp(x) - 1)`, by Taylor's series where the difference would lose digits.
  private static let exponentialLinear = scalar(
    "exponentialLinear", with: ["a"],
    [.when(x > 0.0, [.result(x)])]
      + [.when(x < -0.34, [.result(number("a") * (.call(exponential, [x]) - 1.0))])]
      + polynomial(x, [1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2, 1])
      + [.result(number("a") * x * number("p"))])

  /// P(N <= x) for a standard normal N: the smaller tail is erfc(t) / 2 at t = |x| / sqrt(2), and erfc(t) is
  /// exp(-t^2) / (1 + 2 t) times a polynomial in (t - 2) / (t + 2), whose relative error is below 1e-7.
  private static let normalShare = scalar(
    "normalShare",
    [
      .variable("size", .call("magnitude", [x])),
      .when(number("size") > 20.0, [.assign(number("size"), 20.0)]),
      .constant("t", number("size") * 0.707_106_781),
      .constant("q", (number("t") - 2.0) / (number("t") + 2.0)),
    ]
      + polynomial(
        number("q"),
        [
          -4.017_148_4e-4, -1.231_875_96e-3, 1.313_723_12e-3, 8.633_269_87e-3, -8.059_599_67e-3, -5.420_471_07e-2,
          1.640_552_67e-1, -1.660_313_9e-1, -9.276_397_67e-2, 1.276_978_39,
        ])
      + [
        .constant("density", .call(exponential, [-number("t") * number("t")])),
        .constant("tail", 0.5 * number("density") * number("p") / (1.0 + 2.0 * number("t"))),
        .result(.select(x < 0.0, number("tail"), 1.0 - number("tail"))),
      ])

  private static let gelu = scalar("gelu", [.result(x * .call("normalShare", [x]))])

  /// `x * (1 + tanh(z)) / 2 = x * sigmoid(2 z)` with `z = sqrt(2 / pi) * (x + 0.044715 * x^3)`.
  private static let geluTanh = scalar(
    "geluTanh",
    [
      .constant("z", x * (0.071_354_816_3 * x * x + 1.595_769_12)),
      .result(x * .call("logistic", [number("z")])),
    ])

  private static let logistic = scalar(
    "logistic",
    [
      .constant("e", .call(exponential, [.negated(.call("magnitude", [x]))])),
      .result(.select(x < 0.0, number("e") / (1.0 + number("e")), 1.0 / (1.0 + number("e")))),
    ])

  private static let swish = scalar("swish", [.result(x * .call("logistic", [x]))])

  /// Taylor's series up to x^13 for a small x, where 1 - e^(-2 x) would lose digits.
  private static let hyperbolicTangent = scalar(
    "hyperbolicTangent",
    [
      .constant("size", .call("magnitude", [x])),
      .constant("square", x * x),
      .when(
        number("size") < 0.4,
        polynomial(
          number("square"),
          [21844 / 6_081_075, -1382 / 155_925, 62 / 2835, -17 / 315, 2 / 15, -1 / 3, 1])
          + [.result(x * number("p"))]),
      .constant("e", .call(exponential, [-2.0 * number("size")])),
      .constant("y", (1.0 - number("e")) / (1.0 + number("e"))),
      .result(.select(x < 0.0, -number("y"), number("y"))),
    ])

  private static let hardSigmoid = scalar(
    "hardSigmoid",
    [
      .constant("shifted", x + 3.0),
      .constant("lower", .larger(number("shifted"), 0.0)),
      .result(.smaller(number("lower"), 6.0) / 6.0),
    ])

  private static let hardSwish = scalar("hardSwish", [.result(x * .call("hardSigmoid", [x]))])

  /// `log(1 + exp(a * x)) / a`, and x itself where `a * x` is above `b`.
  private static let softplus = scalar(
    "softplus", with: ["a", "b"],
    [
      .constant("scaled", number("a") * x),
      .when(number("scaled") > number("b"), [.result(x)]),
      .constant("e", .call(exponential, [.negated(.call("magnitude", [number("scaled")]))])),
      .constant("above", .call("rectified", [number("scaled")])),
      .result((number("above") + .call("logarithmOfOnePlus", [number("e")])) / number("a")),
    ])
}

extension SourceLibrary {
  /// Each activation over a whole array: `applyGelu`, with the numbers that it is given.
  static let activations = [
    apply("rectified"), apply("leaky", ["a"]), apply("exponentialLinear", ["a"]), apply("gelu"), apply("geluTanh"),
    apply("logistic"), apply("swish"), apply("hyperbolicTangent"), apply("hardSigmoid"), apply("hardSwish"),
    apply("softplus", ["a", "b"]), apply("clamped", ["a", "b"]),
  ]

  /// What the function that applies this one to a whole array is called.
  static func applied(_ scalar: String) -> String { "apply" + scalar.prefix(1).uppercased() + scalar.dropFirst() }

  private static func apply(_ scalar: String, _ others: [String] = []) -> SourceFunction {
    SourceFunction(
      name: applied(scalar),
      parameters: [.values("x"), .results("y"), .integer("count")] + others.map { .number($0) }, worksInPlace: true,
      body: [
        loop("i", to: integer("count")) { i in
          [.assign(SourceArray("y")[i], .call(scalar, [SourceArray("x")[i]] + others.map { number($0) }))]
        }
      ])
  }
}
