import InklingEngine
import InklingTraining

/// An explanation as the drawing page reads it:
/// `{"saliency": [...], "steps": [{"name", "operation", "sentence", "formulas", "shape", "maps", "examples"}]}`.
///
/// `maps` are `{"width", "height", "channels", "values"}` with a row of numbers for each channel; an example is
/// `{"place", "kind", "shape", "values", "factors", "bias", "result"}`, kind being `sum`, `maximum` or `mean`.
struct ExplanationDocument: Encodable {
  /// [H, W], the largest magnitude 1; nil where nothing is known.
  let saliency: [Double]?
  let steps: [Step]

  struct Step: Encodable {
    let name: String
    let operation: String
    let sentence: String
    let formulas: [String]
    let shape: [Int]
    let maps: Maps
    let examples: [Example]
  }

  struct Maps: Encodable {
    let width: Int
    let height: Int
    let channels: [Int]
    let values: [[Double]]
  }

  struct Example: Encodable {
    let place: [Int]
    let kind: String
    let shape: [Int]
    let values: [Double]
    let factors: [Double]?
    let bias: Double?
    let result: Double
  }

  init(_ explanation: Explanation, saliency: SaliencyMap?) {
    self.saliency = saliency?.normalized.values.map(Self.rounded)
    steps = explanation.steps.map(Step.init)
  }

  /// Four decimals: what a reader can see of a number.
  fileprivate static func rounded(_ value: Float) -> Double { (Double(value) * 1e4).rounded() / 1e4 }
}

extension ExplanationDocument.Step {
  init(_ step: ExplanationStep) {
    name = step.name
    operation = step.operation
    sentence = step.sentence
    formulas = step.formulas
    shape = step.outputShape.dimensions
    maps = ExplanationDocument.Maps(step.maps)
    examples = step.maps.height > 1 ? step.examples.compactMap(ExplanationDocument.Example.init) : []
  }
}

extension ExplanationDocument.Maps {
  init(_ maps: FeatureMaps) {
    width = maps.width
    height = maps.height
    channels = maps.channels
    values = (0..<maps.count).map { maps.map($0).map(ExplanationDocument.rounded) }
  }
}

extension ExplanationDocument.Example {
  /// The most terms of an example; a page shows some of them.
  private static let mostTerms = 4096

  /// nil for what is no sum of a kernel and no window.
  init?(_ example: WorkedExample) {
    let (terms, sides): ([WorkedTerm], [Int])
    switch example.working {
    case .sum(let products, let addend, let shape):
      (kind, terms, sides) = ("sum", products, shape)
      bias = addend.map(ExplanationDocument.rounded)
    case .maximum(let window, let shape):
      (kind, terms, sides, bias) = ("maximum", window, [1] + shape, nil)
    case .mean(let window, _, let shape):
      (kind, terms, sides, bias) = ("mean", window, [1] + shape, nil)
    default: return nil
    }
    guard sides.count == 3, terms.count <= Self.mostTerms else { return nil }
    place = example.place
    shape = sides
    values = terms.map { ExplanationDocument.rounded($0.value) }
    factors = kind == "sum" ? terms.map { ExplanationDocument.rounded($0.factor) } : nil
    result = ExplanationDocument.rounded(example.engine)
  }
}
