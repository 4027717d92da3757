import InklingMeasuring

/// How long a model's file takes, for people.
struct ModelFileTimingText {
  let timing: ModelFileTiming

  /// The lines, without a last line feed.
  var text: String {
    var table = TextTable(header: ["what", "milliseconds"])
    table.append(["open, golden inputs replayed", timing.openMilliseconds.fixed(2)])
    table.append(["answer one picture, in process", timing.answerMilliseconds.fixed(2)])
    table.append(["predict, start to answer", timing.predictMilliseconds.fixed(2)])
    for (format, milliseconds) in timing.exportMilliseconds.sorted(by: { $0.key < $1.key }) {
      table.append(["export as \(format)", milliseconds.fixed(2)])
    }
    return table.text
  }
}
