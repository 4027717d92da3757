public import InklingFraming
public import InklingTraining

/// What a model says of one picture.
public struct PictureAnswer: Sendable {
  /// One digit, or whatever else the model's classes are.
  public struct Digit: Sendable {
    /// The classes with their probabilities.
    public let prediction: Prediction
    /// What refusal looks at, the detector's log-odds or the energy of the logits: higher is less like any class.
    public let outlierScore: Double
    /// Whether that is above the threshold.
    public let isOutlier: Bool
    /// Where it is in the picture, in the picture's own pixels.
    public let box: PixelBox
    /// What the model saw, [C, H, W], a byte each.
    public let pixels: [UInt8]

    /// The class that is second, the first of several; nil for a model of one class.
    public var runnerUp: Int? {
      let others = prediction.probabilities.indices.filter { $0 != prediction.label }
      return others.dropFirst().reduce(others.first) { best, next in
        best.map { prediction.probabilities[next] > prediction.probabilities[$0] ? next : $0 }
      }
    }

    /// The name of that class.
    public var runnerUpName: String? { runnerUp.map { prediction.classNames[$0] } }
  }

  /// Why a picture has no answer.
  public enum Refusal: String, Sendable {
    /// There is nothing on it.
    case blank = "it is blank"
    /// What is on it looks like none of the classes.
    case noDigit = "it looks like none of the classes"
    /// There is more on it than can be read.
    case crowded = "it has more than 1024 pieces of ink, more than are looked at"
  }

  /// The lines from the top, the digits of each from the left; one digit for a model whose pictures are not framed, and
  /// none for a blank or a crowded picture and for a model that reads texts.
  public let lines: [[Digit]]
  /// Which way the picture was framed, and why.
  public let choice: FramingChoice
  /// Why there is no answer; nil when there is one. The digits of a picture that looks like none are there all the same.
  public let refusal: Refusal?
  /// What a model that reads texts has read, with probabilities; empty on a blank picture, and nil for other models.
  public let reading: TextAnswer?
  /// Which of the readings of wide ink that framing offered was taken.
  package var wide = WideReading()

  /// The text that such a model has read; nil on a blank picture, and for other models.
  public var text: String? { isRefused ? nil : reading?.text }

  /// All digits, line by line.
  public var digits: [Digit] { lines.flatMap { $0 } }
  /// Whether the picture was refused.
  public var isRefused: Bool { refusal != nil }
  /// The one digit; nil when there are several, or none.
  public var single: Digit? { digits.count == 1 ? digits[0] : nil }
  /// The classes' names in reading order, lines separated by a line feed; a text model's text; nil when there is nothing.
  public var number: String? {
    if let text { return text }
    return lines.isEmpty ? nil : lines.map { $0.map(\.prediction.className).joined() }.joined(separator: "\n")
  }
  /// The probability that all digits are right, as if they were independent: the product of theirs; nil without digits. Of a
  /// text the probability of the whole of it.
  public var probability: Double? {
    if let reading { return isRefused ? nil : reading.probability }
    return lines.isEmpty ? nil : digits.reduce(1) { $0 * $1.prediction.probability }
  }
  /// The digit of which the model is least sure: who would look again, looks here.
  public var leastSure: Digit? { digits.min { $0.prediction.probability < $1.prediction.probability } }
}
