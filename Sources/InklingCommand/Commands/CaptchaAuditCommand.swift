import ArgumentParser
import InklingCaptchas
import InklingDatasets
import InklingEngine
import InklingExchange
import InklingFiles
import InklingReports
import InklingTraining

struct CaptchaAuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Find out how strong a CAPTCHA of one's own is.",
    discussion: """
      Networks are trained on few and on many of its labelled pictures, from nothing and from a network that was trained on \
      drawn ones, and read pictures that were held out. Only for CAPTCHAs of one's own, or with their owner's permission.

      The labels are in --labels, in the folder's labels.csv, or in the pictures' names (7GX4_000123.png). Ctrl-C ends it \
      with what is there.

      Examples:
        inkling captcha audit pictures --budget 30m
        inkling captcha audit pictures --labels labels.csv --budget 2h -o audit.html
        inkling captcha audit pictures --sizes 50,500 --steps 2000 --style wavy --json
        inkling captcha audit pictures --start reader --budget 10m
      """)

  @Argument(help: "The folder of the pictures.", completion: .directory)
  var folder: String
  @Option(
    help: ArgumentHelp(
      "A table of the pictures' paths, from the folder on, and their texts: columns file and text.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var labels: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How long it takes in all: 90s, 30m, 2h. (default: 30m)", valueName: "time"),
    transform: TimeBudget.parsed)
  var budget: TimeBudget?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many steps of 32 pictures there are in all, in place of a time: the same number gives the same figures.",
      valueName: "count"))
  var steps: Int?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Numbers of labels, with commas. (default: 50,500,5000)", valueName: "counts"),
    transform: CountList.parsed)
  var sizes: CountList?
  @Option(
    help: ArgumentHelp(
      "What networks start from, beside nothing: a model that reads texts, or 'none'. (default: one that is trained on drawn "
        + "pictures first)", valueName: "model"),
    completion: .custom(RunOptions.completions))
  var start: String?
  @Option(
    help: ArgumentHelp(
      "How the drawn pictures look: \(CaptchaStyle.named.map(\.name).joined(separator: ", ")). (default: the one most like "
        + "the pictures)", valueName: "name"),
    completion: .list(CaptchaStyle.named.map(\.name)))
  var style: String?
  @Option(
    help: ArgumentHelp(
      "The characters of the texts; others are refused. (default: those that there are)",
      valueName: "name or characters"))
  var alphabet: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What all that is random follows from. (default: 0)", valueName: "number"))
  var seed: UInt64?
  @OptionGroup(title: "Computing") var compute: ComputeOptions
  @OptionGroup(title: "Reading pictures") var pictures: PictureOptions
  @OptionGroup(title: "The model of --start") var models: ModelOptions
  @Option(
    name: [.short, .long], help: ArgumentHelp("Write a page with curves and figures.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var output: String?
  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  func validate() throws {
    try requirePaths(
      ("the folder", folder), ("--labels", labels), ("--start", start), ("--output", output))
    if budget != nil, steps != nil { throw ValidationError("--budget and --steps exclude each other.") }
    if start != nil, style != nil {
      throw ValidationError("--style is for drawn pictures, which --start takes the place of.")
    }
  }

  func run() throws {
    if let output {
      let inputs = [folder, labels.map(labelsPath)].compactMap(\.self)
      try ModelOutput.require(output, than: inputs, models: start.map { [models.path(of: $0)] } ?? [])
    }
    let start = try startingPoint()
    let dataset = try self.dataset(start)
    for note in dataset.notes where note != DatasetParts.noTestNote { Output.note("note: \(note)") }
    let limit = steps.map { CaptchaAudit.Limit.steps($0) } ?? .seconds(budget?.seconds ?? TimeBudget.usual)
    let audit = try CaptchaAudit(
      of: dataset, sizes: sizes?.counts ?? CaptchaAudit.usualSizes, limit: limit, start: start, seed: seed ?? 0,
      threads: compute.threads)
    StopSignals.install()
    var bar = ProgressBar()
    let result: CaptchaAuditResult
    do {
      defer { bar.clear() }
      result = try audit.run(progress: { show($0, &bar) }, shouldStop: { StopSignals.isStopRequested })
    }
    if let output {
      try CaptchaAuditReport(result, of: folder).page.write(to: output)
      Output.note("the page is \(output)")
    }
    try Output.result(json ? JSONText.encode(result) : CaptchaAuditText(result).text(on: .output))
    if result.stop == .request { throw ExitCode(128 + (StopSignals.received ?? 2)) }
  }

  private func show(_ progress: CaptchaAudit.Progress, _ bar: inout ProgressBar) {
    switch progress {
    case .planned(let steps, let style):
      bar.clear()
      Output.note(
        "\(steps.of("step")) of \(CaptchaAudit.batchSize) pictures in all" + (style.map { ", style \($0)" } ?? ""))
    case .step(let labels, let start, let step, let count):
      let name = labels == 0 ? "drawn pictures" : "\(labels.of("label")), \(start.title)"
      bar.draw(Double(step) / Double(count), before: name, after: "\(step) of \(count)")
    case .finished(let training):
      bar.clear()
      Output.note("\(training.title): \(training.end.map { "\($0.accuracy.percent) of the texts" } ?? "nothing read")")
    }
  }

  private func startingPoint() throws -> CaptchaAudit.Start {
    if models.isGiven, start == nil || start == "none" {
      throw InputError(
        .usage, "options for the model of --start were given, and no model is started from",
        remedy: "name the model with --start, or leave them out")
    }
    guard let start else {
      return .generator(try style.map { name throws(InputError) in try CaptchaStyle(named: name) })
    }
    guard start != "none" else { return .nothing }
    let model = try models.open(start)
    try model.requireTexts()
    return .model(model)
  }

  /// The pictures, with the alphabet and of the size of the model that is started from.
  private func dataset(_ start: CaptchaAudit.Start) throws(InputError) -> Dataset {
    var reading = pictures.reading
    var texts = reading.texts ?? TextReading()
    texts.labels = labels.map(labelsPath)
    if let alphabet { texts.alphabet = try Alphabet(named: alphabet) }
    reading.image = reading.image ?? CaptchaSettings.usualSize
    if case .model(let model) = start {
      try pictures.requireSize(of: model)
      texts.alphabet = try Self.alphabet(of: model, texts.alphabet)
      let shape = model.graph.inputShape
      guard shape.isImage else {
        throw InputError(.usage, "the model takes no pictures", path: model.title, found: "\(shape)")
      }
      reading.image = ImageSize(channels: shape.channels, height: shape.height, width: shape.width)
    }
    reading.texts = texts
    let dataset = try Dataset.load(contentsOf: folder, reading: reading)
    if case .model = start { return dataset }
    guard pictures.imageSize == nil, let size = try CaptchaAudit.widerSize(for: dataset) else { return dataset }
    Output.note("note: the pictures are scaled into \(size), for their texts need more columns")
    reading.image = size
    return try Dataset.load(contentsOf: folder, reading: reading)
  }

  /// The alphabet of the model that is started from.
  ///
  /// - Throws: `InputError` of kind `.usage` for another one that was named.
  private static func alphabet(of model: TrainedModel, _ named: Alphabet?) throws(InputError) -> Alphabet {
    let own = try Alphabet(classNames: model.classNames)
    guard let named, Set(named.characters) != Set(own.characters) else { return own }
    throw InputError(
      .usage, "the texts have the characters of the model that is started from", path: model.title,
      expected: own.name, found: "--alphabet \(named.name)", remedy: "leave --alphabet out")
  }

  /// A table that is not where the command is run is looked for in the folder.
  private func labelsPath(_ path: String) -> String {
    !path.hasPrefix("/") && !FileStatus.isThere(path) && FileStatus.isThere("\(folder)/\(path)")
      ? "\(folder)/\(path)" : path
  }
}
