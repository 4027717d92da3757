@testable import InklingFormats

/// One event of each kind.
enum EventExamples {
  /// A PNG file of one gray pixel.
  static let png: [UInt8] = [
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0,
    0,
    0, 0, 0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 10, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48,
    0xAF, 0xA4, 0x71, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
  ]

  static let histogram = SummaryHistogram([-1, 0, 0.25, 3] as [Float], buckets: 4)
  static let image = SummaryImage(height: 1, width: 1, channels: 1, png: png)

  static let graph: [TensorBoardNode] = [
    TensorBoardNode("input", operation: "Input", attributes: ["_output_shapes": .shapes([[-1, 1, 28, 28]])]),
    TensorBoardNode(
      "conv1", operation: "Conv2d", inputs: ["input"],
      attributes: [
        "stride": .text("[1, 1]"), "channels": .integer(-6), "rate": .number(0.5), "bias": .flag(true),
        "_output_shapes": .shapes([[-1, 6, 24, 24], []]),
      ]),
  ]

  static let parameters: [HyperparameterSummary.Parameter] = [
    .init("epochs", .number(3)), .init("optimizer", .text("sgd")), .init("shuffle", .flag(false)),
  ]
  static let experiment = HyperparameterSummary.experiment(
    columns: [.init("epochs", .number), .init("optimizer", .text), .init("shuffle", .flag)],
    metrics: ["train/loss", "test/accuracy"])

  static let all: [TensorBoardEvent] = [
    TensorBoardEvent(wallTime: 1.5, step: 0, .fileVersion(TensorBoardEvent.fileVersion)),
    TensorBoardEvent(wallTime: 2, step: 0, .sessionStart),
    TensorBoardEvent(wallTime: 2.5, step: 0, .graph(graph)),
    TensorBoardEvent(
      wallTime: 3, step: 0,
      .summary([
        hyperparameters(experiment), hyperparameters(.start(parameters, group: "mnist", time: 2)),
        SummaryValue("card", .text(["# A card\n\nof a run"])), SummaryValue("table", .text(["a", "b"])),
      ])),
    TensorBoardEvent(wallTime: 4, step: 7, .summary([SummaryValue("train/loss", .scalar(0.5))])),
    TensorBoardEvent(
      wallTime: 5, step: 14,
      .summary([
        SummaryValue("train/loss", .scalar(-0.0)), SummaryValue("weights/conv1", .histogram(histogram)),
        SummaryValue("images", .image(image)),
      ])),
    TensorBoardEvent(wallTime: 6, step: 14, .summary([hyperparameters(.end(.success, time: 6))])),
  ]

  static func hyperparameters(_ summary: HyperparameterSummary) -> SummaryValue {
    SummaryValue(summary.tag, .hyperparameters(summary))
  }

  /// The events as a file.
  static func file(_ events: [TensorBoardEvent] = all, as form: SummaryForm = .fields) -> [UInt8] {
    events.flatMap { TFRecords.record($0.encoded(as: form)) }
  }
}
