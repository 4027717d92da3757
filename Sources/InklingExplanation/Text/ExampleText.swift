import InklingCharts
import InklingEngine
import InklingFiles

/// A number of a result written out as text: in full, or in a line.
struct ExampleText {
  let example: WorkedExample
  let step: ExplanationStep
  let layout: TextLayout

  /// Products of a long sum that are written out, the largest.
  static let shownTerms = 8
  /// Numbers of a window that are written out.
  static let shownWindow = 16

  init(_ example: WorkedExample, _ step: ExplanationStep, _ layout: TextLayout) {
    self.example = example
    self.step = step
    self.layout = layout
  }

  /// In full.
  var lines: [String] {
    var lines = layout.wrapped("\(subject)\(Self.at(example.place)):")
    switch example.working {
    case .sum(let terms, let bias, let shape):
      lines += shape.count == 3 ? kernelLines(terms, bias, shape) : termLines(terms, bias)
    default: lines += layout.wrapped(equation, indentation: 6)
    }
    if let alternative = example.alternative {
      let kind = if case .mean = alternative { "A mean" } else { "A maximum" }
      lines += layout.wrapped("(\(kind) would be \(Self.equation(of: alternative, engine: nil)).)", indentation: 6)
    }
    return lines
  }

  /// In one line.
  var line: String { "\(subject)\(Self.at(example.place)):  \(equation)" }

  private var subject: String { PrintableText.shortened(example.subject, to: 60) }

  /// " at row 3, column 4 of channel 2".
  static func at(_ place: [Int]) -> String {
    place.count == 3 ? " at row \(place[1]), column \(place[2])" : ""
  }

  private var equation: String { Self.equation(of: example.working, engine: example) }

  /// The number as an equation; with the engine's number behind it where the two are compared.
  static func equation(of working: Working, engine: WorkedExample?) -> String {
    let result = NumberText.short(working.result)
    let ending = engine.map { " = \(result)\(comparison($0))" } ?? " = \(result)"
    switch working {
    case .sum(let terms, let bias, _):
      let products = NumberText.short(terms.reduce(0) { $0 + $1.product })
      if terms.count <= 4, bias == nil {
        return terms.map { NumberText.inSum($0.product) }.joined(separator: " + ") + ending
      }
      guard let bias else { return "\(terms.count) products" + ending }
      return "\(terms.count) products \(products) + bias \(NumberText.inSum(bias))" + ending
    case .maximum(let window, _):
      return "max(\(list(window, separator: ", ")))" + ending
    case .mean(let window, let divisor, _):
      return "(\(list(window, separator: " + "))) / \(divisor)" + ending
    case .function(let function, let term):
      return function.substituted(NumberText.inSum(term.value)) + ending
    case .normalization(let term, let numbers): return normalization(term, numbers) + ending
    case .softmax(let values, let index, let isLogarithmic):
      let numbers = SoftmaxNumbers(values)
      return isLogarithmic
        ? "\(NumberText.short(values[index])) − log(\(values.count) exponentials)" + ending
        : "exp(\(NumberText.short(values[index])) − \(NumberText.short(numbers.largest))) / "
          + "\(NumberText.short(numbers.sum)) = \(NumberText.short(numbers.exponentials[index])) / "
          + "\(NumberText.short(numbers.sum))" + ending
    case .copy(let term):
      return (term.place.map(NumberText.place) ?? "the padding") + ending
    }
  }

  private static func normalization(_ term: WorkedTerm, _ numbers: NormalizationNumbers) -> String {
    let scaled =
      "(\(NumberText.short(term.value)) − \(NumberText.inSum(numbers.mean))) / √(\(NumberText.short(numbers.variance)) + \(numbers.eps))"
    return scaled + (numbers.weight.map { " · \(NumberText.inSum(Double($0)))" } ?? "")
      + (numbers.bias.map { " + \(NumberText.inSum(Double($0)))" } ?? "")
  }

  private static func list(_ window: [WorkedTerm], separator: String) -> String {
    let shown = window.prefix(shownWindow).map {
      separator == ", " ? NumberText.short($0.value) : NumberText.inSum(Double($0.value))
    }
    return shown.joined(separator: separator)
      + (window.count > shown.count ? "\(separator)… (\(window.count) numbers)" : "")
  }

  /// Nothing where both agree, to what is shown; else the engine's number.
  static func comparison(_ example: WorkedExample) -> String {
    NumberText.short(example.written) == NumberText.short(example.engine)
      ? "" : " (the engine: \(NumberText.short(example.engine)))"
  }
}
