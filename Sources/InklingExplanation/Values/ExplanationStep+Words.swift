import InklingCharts
import InklingEngine
import InklingFiles

/// What text and page say of a step in the same words.
extension ExplanationStep {
  /// Its name, as long as a line bears: names come from files.
  var shortName: String { PrintableText.shortened(name, to: 60) }

  /// What it reads: "conv1, input".
  var sourceNames: String { sources.map { PrintableText.shortened($0, to: 60) }.joined(separator: ", ") }

  /// The shapes of what it reads: "1x28x28"; empty where there are none.
  var sourceShapes: String { inputShapes.map(\.description).joined(separator: ", ") }

  /// The smallest and the largest number of its result: "from -1 to 2.5".
  var rangeText: String {
    "from \(NumberText.short(range.lowerBound)) to \(NumberText.short(range.upperBound))"
  }

  /// Whether it is the softmax behind the network.
  var isLast: Bool { sources == ["the logits"] }
}
