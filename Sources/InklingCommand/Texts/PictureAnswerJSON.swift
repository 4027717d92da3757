import InklingFraming
import InklingRecognition
import InklingTraining

/// What a model says of a picture, as JSON:
/// `{"file", "label", "class", "probability", "runner_up", "refused", "reason", "number", "boxes", "framing"}`. Label, class
/// and runner-up are null unless there is exactly one digit; probability and number are null where there is none, and the
/// reason unless it is refused. A box is `[x, y, width, height]`; the framing is the way that was taken.
struct PictureAnswerJSON: Encodable {
  let file: String
  let label: Int?
  let className: String?
  let probability: Double?
  let runnerUp: String?
  let refused: Bool
  let reason: String?
  let number: String?
  let boxes: [[Int]]
  let framing: String

  init(_ answer: PictureAnswer, file: String) {
    self.file = file
    label = answer.single?.prediction.label
    className = answer.single?.prediction.className
    probability = answer.probability
    runnerUp = answer.single?.runnerUpName
    refused = answer.isRefused
    reason = answer.refusal?.rawValue
    number = answer.number
    boxes = answer.digits.map { [$0.box.x, $0.box.y, $0.box.width, $0.box.height] }
    framing = answer.choice.mode.rawValue
  }

  /// The names of `fields`.
  static let header = [
    "file", "label", "class", "probability", "runner_up", "refused", "reason", "number", "boxes", "framing",
  ]

  private enum CodingKeys: String, CodingKey {
    case file, label, probability, refused, reason, number, boxes, framing
    case className = "class"
    case runnerUp = "runner_up"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(file, forKey: .file)
    // Not encodeIfPresent: the keys are always there.
    try container.encode(label, forKey: .label)
    try container.encode(className, forKey: .className)
    try container.encode(probability, forKey: .probability)
    try container.encode(runnerUp, forKey: .runnerUp)
    try container.encode(refused, forKey: .refused)
    try container.encode(reason, forKey: .reason)
    try container.encode(number, forKey: .number)
    try container.encode(boxes, forKey: .boxes)
    try container.encode(framing, forKey: .framing)
  }

  /// The same as fields of a table: nothing for null, boxes as "x y width height" with semicolons.
  var fields: [String] {
    [
      file, label.map(String.init) ?? "", className ?? "", probability.map { "\($0)" } ?? "", runnerUp ?? "",
      "\(refused)", reason ?? "", number ?? "",
      boxes.map { $0.map(String.init).joined(separator: " ") }.joined(separator: ";"),
      framing,
    ]
  }
}
