import InklingCharts
import InklingEngine
import InklingFiles
import InklingTraining

/// One step as a section of a page.
struct StepSection {
  let step: ExplanationStep
  let number: Int
  /// The step whose result it reads first; nil for the image itself.
  let source: ExplanationStep?
  let answer: Explanation.Answer

  func section() throws(InputError) -> PageSection {
    var parts: [PageSection.Part] = [.paragraph(step.sentence)]
    parts += step.formulas.map { .markup(Markup("p", [:], [Markup("code", text: $0)])) }
    parts.append(.markup(Markup("p", ["class": "soft"], text: facts)))
    if case .classes(let prediction) = answer, step.isLast {
      parts += Self.shares(prediction)
    } else {
      parts += try ExampleMarkup.parts(of: step, reading: source)
    }
    if let remark = step.remark { parts.append(.markup(Markup("p", ["class": "soft"], text: remark))) }
    parts += try pictures()
    return PageSection(
      "\(number) \(step.shortName): \(step.operation)", anchor: "step-\(number)", parts)
  }

  private var facts: String {
    let shapes = step.inputShapes.isEmpty ? "" : " (\(step.sourceShapes))"
    return "Reads \(step.sourceNames)\(shapes), gives \(step.outputShape): numbers \(step.rangeText)."
  }

  /// The probabilities as bars, and how each comes about.
  private static func shares(_ prediction: Prediction) -> [PageSection.Part] {
    let chart = ColumnChart(
      "Probabilities", x: Axis("class", names: prediction.classNames.map(PrintableText.escaped)),
      y: Axis("probability", range: 0...1),
      series: [ColumnChart.Series("probability", prediction.probabilities)])
    return [.figures([Figure(chart.plot, caption: "What the softmax makes of the logits.")])]
  }

  private func pictures() throws(InputError) -> [PageSection.Part] {
    guard step.outputShape.count > 1, !step.isLast else { return [] }
    return [try FeatureMapTiles(step.maps, of: step.outputShape).part(step.name)]
  }
}

/// Feature maps as small pictures side by side.
struct FeatureMapTiles {
  let maps: FeatureMaps
  let shape: Shape

  /// - Parameter shape: of the whole result.
  init(_ maps: FeatureMaps, of shape: Shape) {
    // Features are put in rows, so that they can be seen.
    let isRow = !shape.isImage && maps.height == 1
    self.maps = isRow ? maps.folded(columns: 32) : maps
    self.shape = shape
  }

  /// CSS pixels that a map takes at least, where it has fewer numbers.
  private static let side = 112

  func part(_ name: String) throws(InputError) -> PageSection.Part {
    var tiles: [Markup] = []
    let isImage = shape.isImage
    for (place, picture) in try maps.pictures(largestSide: 512).enumerated() {
      let channel = maps.channels[place]
      let caption = isImage ? "channel \(channel)" : "\(shape.count) numbers in rows of \(maps.width)"
      let scale = max(1, min(Self.side / max(picture.width, picture.height), 16))
      tiles.append(
        Markup(
          "li", ["class": "tile"],
          [
            picture.markup(scale: scale, alternative: "\(name), \(caption): the larger a number, the lighter"),
            Markup("span", text: caption),
          ]))
    }
    return .markup(Markup("ul", ["class": "tiles"], tiles))
  }
}

extension FeatureMaps {
  /// One row of numbers in rows of so many; the last is filled up with the smallest number.
  func folded(columns: Int) -> FeatureMaps {
    let columns = min(columns, max(values.count, 1))
    let rows = (values.count + columns - 1) / columns
    let filler = [Float](repeating: range?.lowerBound ?? 0, count: rows * columns - values.count)
    return FeatureMaps(height: rows, width: columns, channels: [0], values: values + filler)
  }
}
