/// What makes a text of outputs `[classes, columns]`. Class 0 is none, or the blank of connectionist temporal classification.
///
/// `labels` are classes, in an array of numbers as everything; `found` is their number, and how probable the text is.
extension SourceLibrary {
  static let texts = [mostProbable, joinRepeats, positionShares, columnLogarithms, pathSums, pathShares]

  private static let (classes, columns) = (integer("classes"), integer("columns"))
  private static let (labels, found) = (SourceArray("labels"), SourceArray("found"))
  private static let (logs, sums) = (SourceArray("logs"), SourceArray("sums"))
  private static let (ways, characters) = (SourceArray("ways"), SourceArray("characters"))
  private static let (count, label) = (integer("count"), integer("label"))

  /// The logarithm of a probability that counts as zero: no sum of such ones is infinite.
  private static let impossible: SourceExpression = -1e30

  private static func logarithmOfSum(_ a: SourceExpression, _ b: SourceExpression) -> SourceExpression {
    .call("logarithmOfSum", [a, b])
  }

  /// The most probable class of each column, the first of equals.
  static let mostProbable = SourceFunction(
    name: "mostProbable",
    parameters: [.values("x"), .results("labels"), .integer("classes"), .integer("columns")],
    body: [
      loop("t", to: columns) { t in
        [
          .variable("best", 0),
          .variable("largest", SourceArray("x")[t]),
          loop("k", from: 1, to: classes) { k in
            [
              .constant("value", SourceArray("x")[k * columns + t]),
              .when(
                number("value") > number("largest"),
                [.assign(number("largest"), number("value")), .assign(integer("best"), k)]),
            ]
          },
          .assign(labels[t], .converted(integer("best"))),
        ]
      }
    ])

  /// A path of connectionist temporal classification, a class for each column, without repeats and then without blanks.
  static let joinRepeats = SourceFunction(
    name: "joinRepeats", parameters: [.results("labels"), .results("found"), .integer("columns")],
    body: [
      .variable("count", 0),
      .variable("last", 0),
      loop("t", to: columns) { t in
        [
          .constant("label", .truncated(labels[t])),
          .when(
            label > 0,
            [
              .when(
                label != integer("last"),
                [.assign(labels[count], .converted(label)), .increase(count, 1)])
            ]),
          .assign(integer("last"), label),
        ]
      },
      .assign(found[0], .converted(count)),
    ])

  /// A class for each position without none, each one's probability, and the product over all positions.
  static let positionShares = SourceFunction(
    name: "positionShares",
    parameters: [
      .values("probabilities"), .results("labels"), .results("characters"), .results("found"), .integer("columns"),
    ],
    body: [
      .variable("count", 0),
      .variable("whole", 1.0),
      loop("t", to: columns) { t in
        [
          .constant("label", .truncated(labels[t])),
          .constant("value", SourceArray("probabilities")[label * columns + t]),
          .assign(number("whole"), number("whole") * number("value")),
          .when(
            label > 0,
            [
              .assign(labels[count], .converted(label)), .assign(characters[count], number("value")),
              .increase(count, 1),
            ]),
        ]
      },
      .assign(found[0], .converted(count)),
      .assign(found[1], number("whole")),
    ])
}

/// The sums over all paths that give a text, in logarithms (Graves, Fernandez, Gomez and Schmidhuber, 2006).
///
/// A path goes through the states blank, label 0, blank, label 1, ..., blank. `sums` has a row for each number of columns
/// from none on, of the beginnings that end in each state; two impossible states stand before the first one, so that each
/// has two before it. `backward` is the same of the mirrored text in mirrored columns.
extension SourceLibrary {
  /// The logarithm of each class's probability beside that of its column's most probable one, and in `found[1]` the sum of
  /// those ones' own: what is certain has zeros, which no sum of many columns rounds.
  static let columnLogarithms = SourceFunction(
    name: "columnLogarithms",
    parameters: [
      .values("x"), .values("labels"), .results("logs"), .results("found"), .integer("classes"), .integer("columns"),
    ],
    body: [
      .variable("whole", 0.0),
      loop("t", to: columns) { t in
        [
          .constant("best", .truncated(labels[t])),
          .constant("largest", SourceArray("x")[integer("best") * columns + t]),
          .variable("others", 0.0),
          loop("k", to: classes) { k in
            [
              .constant("value", SourceArray("x")[k * columns + t] - number("largest")),
              .assign(logs[k * columns + t], number("value")),
              .when(k != integer("best"), [.increase(number("others"), .call(exponential, [number("value")]))]),
            ]
          },
          .assign(
            number("whole"),
            number("whole")
              - .select(
                number("others") > 1.0, .call("logarithm", [1.0 + number("others")]),
                .call("logarithmOfOnePlus", [number("others")]))),
        ]
      },
      .assign(found[1], number("whole")),
    ])

  static let pathSums = SourceFunction(
    name: "pathSums",
    parameters: [
      .values("logs"), .values("labels"), .values("found"), .results("sums"), .integer("columns"),
      .integer("isMirrored"),
    ],
    body: [
      .constant("count", .truncated(found[0])),
      .constant("width", 2 * count + 3),
      loop("i", to: integer("width")) { [.assign(sums[$0], impossible)] },
      .assign(sums[2], 0.0),
      loop("t", to: columns) { t in
        [
          .constant("column", .select(integer("isMirrored") > 0, columns - 1 - t, t)),
          .constant("from", t * integer("width")),
          .constant("to", integer("from") + integer("width")),
          .assign(sums[integer("to")], impossible),
          .assign(sums[integer("to") + 1], impossible),
          .variable("last", 0),
          loop("i", to: count + 1) { i in states(i) },
        ]
      },
    ])

  /// The blank before label i, and the label.
  private static func states(_ i: SourceExpression) -> [SourceStatement] {
    let (from, to) = (integer("from") + integer("state"), integer("to") + integer("state"))
    return [
      .constant("state", 2 * i + 2),
      .assign(sums[to], logarithmOfSum(sums[from], sums[from - 1]) + logs[integer("column")]),
      .when(
        i < count,
        [
          .constant("label", .truncated(labels[.select(integer("isMirrored") > 0, count - 1 - i, i)])),
          // Over the blank between two labels that differ.
          .constant("skipping", .select(label != integer("last"), sums[from - 1], impossible)),
          .constant("entering", logarithmOfSum(sums[from], number("skipping"))),
          .assign(
            sums[to + 1],
            logarithmOfSum(sums[from + 1], number("entering")) + logs[label * columns + integer("column")]),
          .assign(integer("last"), label),
        ]),
    ]
  }

  /// The text's probability, and each character's share among the texts that differ in it alone: the sum over the paths
  /// through its place, with it and with any other there.
  static let pathShares = SourceFunction(
    name: "pathShares",
    parameters: [
      .values("logs"), .values("labels"), .values("forward"), .values("backward"), .results("ways"),
      .results("characters"), .results("found"), .integer("classes"), .integer("columns"),
    ],
    body: [
      .constant("count", .truncated(found[0])),
      .constant("width", 2 * count + 3),
      .constant("end", columns * integer("width") + 2 * count + 2),
      .constant(
        "whole",
        logarithmOfSum(SourceArray("forward")[integer("end")], SourceArray("forward")[integer("end") - 1]) + found[1]),
      // Above one by roundings alone.
      .assign(found[1], .call(exponential, [.select(number("whole") > 0.0, 0.0, number("whole"))])),
      loop("i", to: count) { i in
        [
          .constant("before", .select(i > 0, .truncated(labels[i - 1]), 0)),
          .constant("after", .select(i < count - 1, .truncated(labels[i + 1]), 0)),
          waysThrough(i),
          .variable("own", impossible),
          .variable("sum", impossible),
          loop("k", from: 1, to: classes) { k in rival(k, at: i) },
          .assign(characters[i], .call(exponential, [number("own") - number("sum")])),
        ]
      },
    ])

  /// The paths that come to place i at a column, and those that leave it behind a column: by the blank between the places
  /// alone, and from and to the label beside it, too.
  private static func waysThrough(_ i: SourceExpression) -> SourceStatement {
    let (forward, backward) = (SourceArray("forward"), SourceArray("backward"))
    let (coming, going) = (integer("coming"), integer("going"))
    return loop("t", to: columns) { t in
      [
        .constant("coming", t * integer("width") + 2 * i + 2),
        .constant("going", (columns - 1 - t) * integer("width") + 2 * (count - i)),
        .assign(ways[t], forward[coming]),
        .assign(ways[columns + t], logarithmOfSum(forward[coming], forward[coming - 1])),
        .assign(ways[2 * columns + t], backward[going]),
        .assign(ways[3 * columns + t], logarithmOfSum(backward[going], backward[going - 1])),
      ]
    }
  }

  /// The text with class k in place i: a path stays there for some columns. Between equal labels it goes through the blank.
  private static func rival(_ k: SourceExpression, at i: SourceExpression) -> [SourceStatement] {
    [
      .constant("entering", .select(k != integer("before"), columns, 0)),
      .constant("leaving", .select(k != integer("after"), 3 * columns, 2 * columns)),
      .variable("inside", impossible),
      .variable("all", impossible),
      loop("t", to: columns) { t in
        [
          .assign(
            number("inside"),
            logarithmOfSum(number("inside"), ways[integer("entering") + t]) + logs[k * columns + t]),
          .assign(
            number("all"), logarithmOfSum(number("all"), number("inside") + ways[integer("leaving") + t])),
        ]
      },
      .assign(number("sum"), logarithmOfSum(number("sum"), number("all"))),
      .assign(number("own"), .select(k != .truncated(labels[i]), number("own"), number("all"))),
    ]
  }
}
