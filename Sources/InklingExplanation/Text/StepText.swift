import InklingCharts
import InklingEngine
import InklingFiles
import InklingImages
import InklingTraining

/// One step as lines of text.
struct StepText {
  let step: ExplanationStep
  let number: Int
  let layout: TextLayout

  init(_ step: ExplanationStep, number: Int, _ layout: TextLayout) {
    self.step = step
    self.number = number
    self.layout = layout
  }

  /// The step's lines; the examples behind the first are written in a line each.
  func lines(_ answer: Explanation.Answer) -> [String] {
    var lines = layout.wrapped(heading, indentation: 0)
    lines += layout.wrapped(step.sentence)
    for formula in step.formulas { lines += layout.wrapped(formula, indentation: 6) }
    if let first = step.examples.first {
      lines += [""] + ExampleText(first, step, layout).lines
      let rest = step.examples.dropFirst().map { ExampleText($0, step, layout).line }
      if !rest.isEmpty { lines += [""] + rest.flatMap { layout.wrapped($0) } }
    }
    if let remark = step.remark { lines += layout.wrapped(remark) }
    if case .classes(let prediction) = answer, step.isLast { return lines + chart(prediction) }
    return lines + pictures
  }

  private var heading: String {
    let shapes = step.inputShapes.isEmpty ? "" : step.sourceShapes + " → "
    return "\(number)  \(step.shortName): \(step.operation) of \(step.sourceNames), \(shapes)\(step.outputShape)"
  }

  private func chart(_ prediction: Prediction) -> [String] {
    let bars = zip(prediction.classNames.map(PrintableText.escaped), prediction.probabilities).prefix(20).map {
      BarChart.Bar(PrintableText.shortened($0, to: 20), $1, note: NumberText.percent($1))
    }
    return [""] + BarChart(bars, width: 24, isASCII: layout.isASCII).lines().map { "   " + $0 }
  }

  /// The result, and of a maximum what was kept of one channel.
  private var pictures: [String] {
    let range = step.rangeText
    guard step.outputShape.isImage else {
      return step.outputShape.count > 1 ? layout.wrapped("The \(step.outputShape.count) results go \(range).") : []
    }
    let isOne = step.outputShape.channels == 1
    let some = step.maps.count < step.outputShape.channels ? ", of which \(step.maps.count) are shown," : ""
    var lines = layout.wrapped(
      isOne ? "The map goes \(range):" : "The \(step.outputShape.channels) maps\(some) go \(range):")
    lines += drawn(step.maps) { isOne ? "" : "\($0)" }
    if let kept = step.kept {
      lines += layout.wrapped("What was kept of channel \(kept.channels[0]):") + drawn(kept) { _ in "" }
    }
    return lines
  }

  /// Pictures side by side, as many in a row as there is room for.
  private func drawn(_ maps: FeatureMaps, caption: (Int) -> String) -> [String] {
    let images = maps.images(largestSide: min(layout.columns - 6, 64))
    guard let width = images.first?.width else { return [] }
    let drawing = TerminalDrawing(colors: layout.colors)
    let perRow = max(1, (layout.columns - 3 + 2) / (width + 2))
    var lines: [String] = []
    for start in stride(from: 0, to: images.count, by: perRow) {
      let part = start..<min(start + perRow, images.count)
      let captions = part.map { caption(maps.channels[$0]) }
      let text = drawing.sideBySide(Array(images[part]), captions: captions)
      lines += text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { "   " + $0 }
    }
    return lines
  }
}
