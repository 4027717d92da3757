import InklingEngine
import InklingTestSupport
import Testing

/// Graphs that are no chains: sums, concatenations, and values with several readers.
@Suite struct BranchingModelTests {
  /// Two convolutions of one size, three linear layers, and a body to put them together.
  private struct Body: Layer {
    let a = Conv2d(2, 2, kernelSize: 3, padding: 1)
    let b = Conv2d(2, 2, kernelSize: 3, padding: 1)
    let c = Conv2d(2, 3, kernelSize: 1)
    let body: @Sendable (Body, Tensor) -> Tensor

    func callAsFunction(_ x: Tensor) -> Tensor { body(self, x) }
  }

  private static func model(
    _ description: String, _ body: @escaping @Sendable (Body, Tensor) -> Tensor,
    twin: @escaping @Sendable (Twin, NaiveTape.Value) -> NaiveTape.Value
  ) -> LayerCase {
    LayerCase(
      description, Body(body: body), input: [2, 4, 5], twin: LayerTwin { tape, x in twin(Twin(tape: tape), x) })
  }

  /// The same in the tape's words.
  private struct Twin {
    let tape: NaiveTape
    func a(_ x: NaiveTape.Value) -> NaiveTape.Value { conv(x, "a") }
    func b(_ x: NaiveTape.Value) -> NaiveTape.Value { conv(x, "b") }
    func c(_ x: NaiveTape.Value) -> NaiveTape.Value { tape.convolution(x, "c") }
    func relu(_ x: NaiveTape.Value) -> NaiveTape.Value { tape.relu(x) }
    func add(_ x: NaiveTape.Value, _ y: NaiveTape.Value) -> NaiveTape.Value { tape.add([x, y]) }
    func concat(_ parts: NaiveTape.Value...) -> NaiveTape.Value { tape.concatenate(parts) }

    private func conv(_ x: NaiveTape.Value, _ name: String) -> NaiveTape.Value {
      tape.convolution(x, name, NaiveConvolution2d(padding: (1, 1)))
    }
  }

  static let sums: [LayerCase] = [
    model("the input added to itself", { $1 + $1 }, twin: { $0.add($1, $1) }),
    model(
      "a value added to itself",
      { m, x in
        let y = m.a(x); return y + y
      }
    ) { m, x in
      let y = m.a(x)
      return m.add(y, y)
    },
    model(
      "a residual sum",
      { m, x in
        let y = m.a(x); return relu(m.b(y)) + y
      }
    ) { m, x in
      let y = m.a(x)
      return m.add(m.relu(m.b(y)), y)
    },
    model("a residual sum with the input", { m, x in m.b(relu(m.a(x))) + x }) { m, x in
      m.add(m.b(m.relu(m.a(x))), x)
    },
    model("rectifiers on both sides share a gradient", { m, x in relu(m.a(x)) + relu(m.b(x)) }) { m, x in
      m.add(m.relu(m.a(x)), m.relu(m.b(x)))
    },
    model(
      "a rectified value and itself",
      { m, x in
        let y = m.a(x); return relu(y) + y
      }
    ) { m, x in
      let y = m.a(x)
      return m.add(m.relu(y), y)
    },
    model("a rectified sum", { m, x in relu(m.a(x) + m.b(x)) }) { m, x in m.relu(m.add(m.a(x), m.b(x))) },
    model(
      "two residual blocks",
      { m, x in
        let y = relu(m.a(x) + x); return relu(m.b(y) + y)
      }
    ) { m, x in
      let y = m.relu(m.add(m.a(x), x))
      return m.relu(m.add(m.b(y), y))
    },
    model(
      "three readers",
      { m, x in
        let y = m.a(x); return relu(y) + (m.b(y) + y)
      }
    ) { m, x in
      let y = m.a(x)
      return m.add(m.relu(y), m.add(m.b(y), y))
    },
    model(
      "two poolings of one value",
      { m, x in
        let y = m.a(x); return MaxPool2d(2)(y) + AvgPool2d(2)(y)
      }
    ) { m, x in
      let y = m.a(x)
      return m.add(m.tape(MaxPool2d(2), y), m.tape(AvgPool2d(2), y))
    },
    model(
      "a pooled value that somebody else reads",
      { m, x in
        let y = relu(m.a(x)); return MaxPool2d(2, stride: 1)(y) + AvgPool2d(2, stride: 1)(y)
      }
    ) { m, x in
      let y = m.relu(m.a(x))
      return m.add(m.tape(MaxPool2d(2, stride: 1), y), m.tape(AvgPool2d(2, stride: 1), y))
    },
    model(
      "the flattened and the plain",
      { m, x in
        let y = m.a(x); return y.flattened() + relu(y).flattened()
      }
    ) {
      m, x in
      let y = m.a(x)
      return m.add(m.tape.flatten(y), m.tape.flatten(m.relu(y)))
    },
  ]

  static let concatenations: [LayerCase] = [
    model("one tensor alone", { m, x in concatenate([m.a(x)]) }) { m, x in m.concat(m.a(x)) },
    model("two branches", { m, x in concatenate([m.a(x), m.c(x)]) }) { m, x in m.concat(m.a(x), m.c(x)) },
    model("three branches", { m, x in concatenate([m.c(x), relu(m.a(x)), x]) }) { m, x in
      m.concat(m.c(x), m.relu(m.a(x)), x)
    },
    model(
      "a branch twice",
      { m, x in
        let y = m.a(x); return concatenate([y, m.c(x), y])
      }
    ) { m, x in
      let y = m.a(x)
      return m.concat(y, m.c(x), y)
    },
    model("only one branch, three times", { m, x in concatenate([x, x, x]) }) { m, x in m.concat(x, x, x) },
    model("rectified afterwards", { m, x in relu(concatenate([m.a(x), m.b(x)])) }) { m, x in
      m.relu(m.concat(m.a(x), m.b(x)))
    },
    model("rectified before", { m, x in concatenate([relu(m.a(x)), relu(m.c(x))]) }) { m, x in
      m.concat(m.relu(m.a(x)), m.relu(m.c(x)))
    },
    model("of concatenations", { m, x in concatenate([concatenate([m.a(x), x]), concatenate([x, m.c(x)])]) }) { m, x in
      m.concat(m.concat(m.a(x), x), m.concat(x, m.c(x)))
    },
    model(
      "also added",
      { m, x in
        let y = m.a(x)
        let z = relu(m.b(x))
        return concatenate([y + z, z, y])
      }
    ) { m, x in
      let y = m.a(x)
      let z = m.relu(m.b(x))
      return m.concat(m.add(y, z), z, y)
    },
    model("of features", { m, x in concatenate([m.a(x).flattened(), relu(x).flattened()]) }) { m, x in
      m.concat(m.tape.flatten(m.a(x)), m.tape.flatten(m.relu(x)))
    },
    model(
      "added to itself",
      { m, x in
        let y = concatenate([m.a(x), relu(m.b(x))]); return y + y
      }
    ) { m, x in
      let y = m.concat(m.a(x), m.relu(m.b(x)))
      return m.add(y, y)
    },
  ]

  @Test(arguments: sums) func sum(test: LayerCase) throws { try test.check() }
  @Test(arguments: concatenations) func concatenation(test: LayerCase) throws { try test.check() }
  @Test(arguments: sums + concatenations) func atZero(test: LayerCase) throws { try test.check(values: .coarse) }
}
