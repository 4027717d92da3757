import InklingEngine
import InklingFiles
public import InklingTraining

extension TrainedModel {
  /// SHA-256 of what the model makes of pictures and calls its classes: how pixels become inputs, how its images are drawn, the
  /// classes' names, and from which score on it refuses. With the weights' it says which model it is: the same weights answer
  /// otherwise under other options. Teaching leaves all of it as it is.
  public var settingsSHA256: String {
    let normalization = description.normalization
    var lines = ["settings 1", description.task.name.rawValue]
    lines.append(Self.line(graph.inputShape.dimensions.map(String.init)))
    for numbers in [normalization.scale, normalization.shift] {
      lines.append(Self.line(numbers.map { String($0.bitPattern, radix: 16) }))
    }
    lines.append(Self.line([description.picture.ink.rawValue, description.picture.framing.rawValue]))
    lines.append(refusal.map { Self.line([$0.score.rawValue, String($0.threshold.bitPattern, radix: 16)]) } ?? "none")
    // A name may hold anything: its length is said before it.
    lines += classNames.map { "\($0.utf8.count) \($0)" }
    return sha256Hex(Array(lines.joined(separator: "\n").utf8))
  }

  private static func line(_ words: [String]) -> String { words.joined(separator: " ") }
}
