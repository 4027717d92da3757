import InklingFiles
import InklingMathematics
import InklingRandomness

/// One value of a recipe that is searched: its key's path, and what it is drawn from.
struct SearchDimension: Sendable, Equatable {
  enum Distribution: Sendable, Equatable {
    case choice([DocumentNode])
    case uniform(ClosedRange<Double>)
    /// Uniform in the logarithm.
    case logUniform(ClosedRange<Double>)
    case int(ClosedRange<Int>)
  }

  let path: String
  let distribution: Distribution

  /// Draws a value. Numbers are rounded to four digits: no result depends on more, and people can read them.
  func sample(_ generator: inout CounterGenerator) -> DocumentNode {
    switch distribution {
    case .choice(let values): return values[generator.below(values.count)]
    case .int(let range): return .number(range.lowerBound + generator.below(range.count))
    case .uniform(let range):
      let value = range.lowerBound + (range.upperBound - range.lowerBound) * Self.uniform(&generator)
      return .number(Self.rounded(value, in: range))
    case .logUniform(let range):
      let (low, high) = (Elementary.logarithm(range.lowerBound), Elementary.logarithm(range.upperBound))
      return .number(Self.rounded(Elementary.exponential(low + (high - low) * Self.uniform(&generator)), in: range))
    }
  }

  /// A number in `0 ..< 1` with 53 random bits.
  private static func uniform(_ generator: inout CounterGenerator) -> Double {
    Double(generator.next() >> 11) * 0x1p-53
  }

  private static func rounded(_ value: Double, in range: ClosedRange<Double>) -> Double {
    min(max(Elementary.rounded(value, digits: 4), range.lowerBound), range.upperBound)
  }
}

extension SearchDimension {
  /// Reads `{log_uniform: [0.001, 0.1]}` and the like.
  init?(reading reader: MappingReader, path: String) {
    self.path = path
    let kinds = ["choice", "uniform", "log_uniform", "int"]
    let given = kinds.filter { reader.has($0) }
    var distribution: Distribution?
    switch given.first {
    case "choice":
      let values = reader.node("choice")?.elements ?? []
      if values.isEmpty { reader.fault("choice", "should be a list of values") }
      distribution = values.isEmpty ? nil : .choice(values)
    case "uniform": distribution = reader.range("uniform", in: .from(-1e9, to: 1e9)).map { .uniform($0) }
    case "log_uniform": distribution = reader.range("log_uniform", in: .above(0, atMost: 1e9)).map { .logUniform($0) }
    case "int":
      if let ends = reader.ints("int", in: 0...1_000_000_000) {
        if ends.count == 2, ends[0] <= ends[1] {
          distribution = .int(ends[0]...ends[1])
        } else {
          reader.fault("int", "should be two numbers, the smaller first")
        }
      }
    default: break
    }
    for kind in kinds { _ = reader.node(kind) }
    reader.finish()
    if given.count != 1 {
      reader.faults.add(
        reader.path, at: reader.node.place,
        "should say one of choice, uniform, log_uniform and int, and says \(given.isEmpty ? "none" : given.joined(separator: " and "))"
      )
      return nil
    }
    guard let distribution else { return nil }
    self.distribution = distribution
  }

  var node: DocumentNode {
    switch distribution {
    case .choice(let values): .mapping([("choice", .list(values))])
    case .uniform(let range): .mapping([("uniform", .list([.number(range.lowerBound), .number(range.upperBound)]))])
    case .logUniform(let range):
      .mapping([("log_uniform", .list([.number(range.lowerBound), .number(range.upperBound)]))])
    case .int(let range): .mapping([("int", .list([.number(range.lowerBound), .number(range.upperBound)]))])
    }
  }
}

extension MappingReader {
  fileprivate func range(_ key: String, in bounds: NumberRange) -> ClosedRange<Double>? {
    guard let ends = doubles(key, in: bounds) else { return nil }
    guard ends.count == 2, ends[0] < ends[1] else {
      fault(key, "should be two numbers, the smaller first")
      return nil
    }
    return ends[0]...ends[1]
  }
}
