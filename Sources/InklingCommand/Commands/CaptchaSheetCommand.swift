import ArgumentParser
import InklingCaptchas
import InklingFiles
import InklingImages
import InklingTraining

struct CaptchaSheetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sheet", abstract: "Show a style: a sheet of its pictures, or its numbers.",
    discussion: """
      Without --sheet the style's numbers are listed, which --set changes.

      Examples:
        inkling captcha sheet --style classic --sheet classic.png
        inkling captcha sheet --style wavy --set wave=0.15 --set dots=40 --sheet mine.png
        inkling captcha sheet --alphabet abcdefgh --length 4-6 --size 200x80 --sheet letters.png
        inkling captcha sheet --style meter
      """)

  @OptionGroup(title: "Pictures") var pictures: CaptchaOptions
  @Option(
    help: ArgumentHelp("Draw pictures into a file, PNG, JPEG or PGM.", valueName: "file"),
    completion: .file(extensions: ["png", "jpg", "pgm"]))
  var sheet: String?
  @Option(parsing: .unconditional, help: ArgumentHelp("Pictures in a row. (default: 5)", valueName: "count"))
  var columns: Int?
  @Option(parsing: .unconditional, help: ArgumentHelp("Rows. (default: 6)", valueName: "count"))
  var rows: Int?
  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  private struct Answer: Encodable {
    let style: String
    let values: [String: Double]
    let texts: [String]?
  }

  func validate() throws {
    for (name, count) in [("--columns", columns), ("--rows", rows)] {
      if let count, !CaptchaGenerator.sheetCounts.contains(count) {
        throw ValidationError(
          "\(name) is out of range: expected \(CaptchaGenerator.sheetCounts.lowerBound) to "
            + "\(CaptchaGenerator.sheetCounts.upperBound), found \(count).")
      }
      if count != nil, sheet == nil { throw ValidationError("\(name) needs --sheet, a file to draw into.") }
    }
    if let sheet, !DatasetSheet.canWrite(sheet) {
      throw ValidationError("--sheet needs a file that ends in .png, .jpg or .pgm, not \(sheet).")
    }
  }

  func run() throws {
    guard let sheet else {
      let style = try pictures.resolvedStyle()
      return try Output.result(json ? answer(style, texts: nil) : CaptchaStyleText(style).text)
    }
    try DurableFile.requireWritable(sheet)
    let generator = try pictures.generator()
    let (columns, rows) = (columns ?? 5, rows ?? 6)
    try PictureFile.write(generator.sheet(columns: columns, rows: rows).drawn(), to: sheet)
    if json {
      try Output.result(answer(generator.style, texts: (0..<columns * rows).map { generator.text(of: $0) }))
    }
    Output.note("drawn into \(sheet)")
  }

  private func answer(_ style: CaptchaStyle, texts: [String]?) throws(InputError) -> String {
    let values = Dictionary(uniqueKeysWithValues: style.values.map { ($0.name, $0.value) })
    return try JSONText.encode(Answer(style: style.name, values: values, texts: texts))
  }
}
