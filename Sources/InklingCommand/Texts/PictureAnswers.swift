import ArgumentParser
import InklingFiles
import InklingFormats
import InklingImages
import InklingRecognition
import InklingTraining

/// The answers to pictures, one after the other in the order of the arguments.
struct PictureAnswers {
  private let reader: PictureReader
  private let json: Bool
  private let csv: Bool

  init(_ reader: PictureReader, json: Bool, csv: Bool) {
    self.reader = reader
    self.json = json
    self.csv = csv
  }

  /// Pictures that are read before their answers are printed.
  private static let chunk = 512

  /// Prints an answer for each picture; one that cannot be read is named on standard error, and the others are answered.
  ///
  /// - Throws: `ExitCode` of the first fault when there was one; `InputError` when output cannot be written.
  func printAll(_ sources: [PictureSources.Source], _ stepsPath: String?) throws {
    guard stepsPath == nil else { throw ValidationError("--show-steps is for one picture.") }
    if csv { try Output.result(header.joined(separator: ",")) }
    var (failures, first) = (0, InputError.Kind.malformed)
    for start in stride(from: 0, to: sources.count, by: Self.chunk) {
      let part = sources[start..<min(start + Self.chunk, sources.count)]
      let answers = reader.read(part.count) { number throws(InputError) in
        try PictureSources.picture(of: part[start + number])
      }
      var lines: [String] = []
      for (source, answer) in zip(part, answers) {
        switch answer {
        case .success(let answer): lines.append(try line(source, answer))
        case .failure(let error):
          if failures == 0 { first = error.kind }
          failures += 1
          // What was answered before it stands before it.
          if !lines.isEmpty { try Output.result(lines.joined(separator: "\n")) }
          lines = []
          Output.note("inkling: \(error)")
        }
      }
      if !lines.isEmpty { try Output.result(lines.joined(separator: "\n")) }
    }
    guard failures > 0 else { return }
    Output.note("inkling: \(failures.grouped) of \(sources.count.of("picture")) could not be read")
    throw ExitCode(first.exitCode)
  }

  /// Prints the answer to one picture alone.
  func print(_ source: PictureSources.Source, _ answer: PictureAnswer) throws {
    if csv { try Output.result(header.joined(separator: ",")) }
    try Output.result(try line(source, answer))
  }

  private var header: [String] {
    reader.model.description.task.name == .read ? TextAnswerJSON.header : PictureAnswerJSON.header
  }

  private func line(_ source: PictureSources.Source, _ answer: PictureAnswer) throws(InputError) -> String {
    let name = PictureSources.name(of: source)
    if answer.reading != nil { return try textLine(name, answer) }
    let object = PictureAnswerJSON(answer, file: name)
    if json { return try JSONText.encode(object) }
    guard csv else { return PictureAnswerText.line(answer, name: name) }
    return try Self.row(object.fields)
  }

  private func textLine(_ name: String, _ answer: PictureAnswer) throws(InputError) -> String {
    let object = TextAnswerJSON(answer, file: name)
    if json { return try JSONText.encode(object) }
    guard csv else { return PictureAnswerText.line(answer, name: name) }
    return try Self.row(object.fields)
  }

  /// A row of the table, in which nothing is left that a terminal obeys: names are anybody's.
  private static func row(_ fields: [String]) throws(InputError) -> String {
    let fields = fields.map { field in
      field.split(separator: "\n", omittingEmptySubsequences: false).map { PrintableText.escaped(String($0)) }
        .joined(separator: "\n")
    }
    return String(decoding: try CSVTable(header: nil, rows: [fields]).encoded().dropLast(), as: UTF8.self)
  }
}
