import InklingFiles
import InklingImages
import InklingTraining

/// A prediction for people: the image, the answer, and the likeliest classes.
struct PredictionText {
  let prediction: Prediction
  /// Nil for an unknown image.
  let truth: Int?
  let image: Picture

  /// Classes that are shown at most.
  private static let shown = 3

  init(_ prediction: Prediction, truth: Int?, image: Picture) {
    self.prediction = prediction
    self.truth = truth
    self.image = image
  }

  /// The text, without a last line feed.
  func text(on terminal: Terminal) -> String {
    let drawing = TerminalDrawing(colors: terminal.colors).lines(of: image)
    return (drawing + [answer] + chart(on: terminal)).joined(separator: "\n")
  }

  private var classNames: [String] { prediction.classNames.map(PrintableText.escaped) }

  private var answer: String {
    let name = classNames[prediction.label]
    guard let truth else { return "answer  \(name)" }
    return "answer  \(name)\nlabel   \(classNames[truth])\(truth == prediction.label ? "" : ", so the answer is wrong")"
  }

  /// The likeliest classes as bars.
  func chart(on terminal: Terminal) -> [String] {
    let probabilities = prediction.probabilities
    let likeliest = probabilities.indices.sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }
    let classNames = classNames
    let bars = likeliest.prefix(Self.shown).map {
      BarChart.Bar(classNames[$0], probabilities[$0], note: probabilities[$0].percent)
    }
    return BarChart(bars, width: 20, isASCII: !terminal.isTerminal).lines()
  }
}
