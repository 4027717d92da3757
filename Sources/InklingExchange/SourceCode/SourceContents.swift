import InklingEngine

/// All that a written file has, in no language yet.
struct SourceContents {
  let program: SourceProgram
  /// The functions that it needs besides `exponential`, each behind what it calls.
  let functions: [SourceFunction]
  let classNames: [String]
  let golden: [(pixels: [UInt8], logits: [Float])]
  let title: SourceTitle
  /// The lines of the card, safe in a comment.
  let card: [String]
  /// What the network's outputs are to whoever calls the file.
  let answers: SourceAnswers
  /// Learned values of the network.
  let parameterCount: Int

  /// - Parameter others: functions that the file itself calls.
  init(_ export: SourceExport, _ program: SourceProgram, calling others: [String]) {
    self.program = program
    answers = SourceAnswers(export.task, export.graph)
    functions = SourceLibrary.closure(of: program.calls.map(\.function) + answers.functions + others)
    classNames = export.classNames
    golden = export.golden
    title = SourceTitle(export.title)
    card = SourceText.commentLines(export.card)
    parameterCount = export.graph.parameterCount
  }

  /// Lines for the top of the file: the title, the card, and what is in it.
  var description: [String] {
    let rest = [
      "A network of \(parameterCount) parameters for images of \(program.inputShape), written as source by Inkling.",
      "Pixels are bytes, 0...255, row by row, one channel behind the other; their normalisation is part of the file.",
    ]
    return [title.line] + (card.isEmpty ? [] : [""] + card) + [""] + rest + (answers.reading?.description ?? [])
  }

  /// The pixels of all golden inputs, one behind the other.
  var goldenPixels: [UInt8] { golden.flatMap(\.pixels) }
  var goldenLogits: [Float] { golden.flatMap(\.logits) }

  /// The text of each golden input; nil for one of which `SourceReading.text(of:_:)` says none.
  func goldenTexts(_ reading: SourceReading) -> [String?] { golden.map { reading.text(of: $0.logits, classNames) } }

  /// The FNV-1a hash of the weights' bits, so that a self-test notices any change.
  var checksum: UInt32 {
    program.weights.reduce(2_166_136_261) { ($0 ^ $1.bitPattern) &* 16_777_619 }
  }

  /// How far a self-test lets an answer be from the golden one: this share of the image's largest logit.
  static let tolerance: Float = 1e-4
}
