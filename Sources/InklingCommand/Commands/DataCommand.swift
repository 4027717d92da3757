import ArgumentParser
import InklingDatasets
import InklingExchange
import InklingFiles
import InklingImages
import InklingReports
import InklingTraining

struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Explain and show a data set: its features and labels, classes, pixels, duplicates and images.",
    discussion: """
      Examples:
        inkling data
        inkling data --list
        inkling data --download fashion-mnist
        inkling data kmnist --samples 20 --sheet kmnist.png
        inkling data mnist --augment digits --sheet augmented.png
        inkling data mnist --verify --json
        inkling data mnist --report mnist.html
        inkling data ./plates --sheet plates.png
      """)

  @Argument(
    help: ArgumentHelp("The data set; the same as --dataset. (default: mnist)", valueName: "name or path"),
    completion: .list(DatasetSource.names))
  var name: String?
  @OptionGroup(title: "Data") var data: DataOptions

  @Flag(help: "List the known data sets, and where they are.")
  var list = false
  @Flag(help: "Only print the folder where the data set was found.")
  var find = false
  @Flag(help: "Fetch the data set from its public mirrors when it is not on the disk.")
  var download = false
  @Flag(help: "Compare the files with the published ones by their SHA-256.")
  var verify = false
  @Option(
    help: ArgumentHelp(
      "Draw the mean image of each class and samples into a file, PNG, JPEG or PGM.", valueName: "file"),
    completion: .file(extensions: ["png", "jpg", "pgm"]))
  var sheet: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many images of each class are chosen at random and shown. (default: 10)"))
  var samples: Int?
  @Option(
    help: ArgumentHelp(
      "Draw into --sheet what a network sees with an augmentation: "
        + "\(Augmentation.presets.map(\.name).joined(separator: ", ")), a JSON file, or JSON itself.",
      valueName: "augmentation"),
    completion: .file(extensions: ["json"]))
  var augment: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What the augmentation draws its numbers from. (default: 0)", valueName: "number"))
  var seed: UInt64?
  @Option(
    help: ArgumentHelp(
      "Write a page that shows the features and labels: classes, samples, pixels, principal components, a map, pairs, "
        + "likely wrong labels, duplicates.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var report: String?
  @OptionGroup(title: "Figures of --report") var plots: PlotOptions
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many training images are on the map of --report. (default: 5000)", valueName: "count"))
  var mapped: Int?
  @Flag(help: "Leave the likely wrong labels out of --report: no networks are trained.")
  var skipLabels = false
  @Flag(help: "The pictures show texts: found by itself for a folder of pictures without folders of classes.")
  var texts = false
  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  private static let mappedCounts = 2...20_000
  private static let sampleCounts = 0...1000

  func validate() throws {
    if let name, let dataset = data.dataset, name != dataset {
      throw ValidationError("Two data sets were named: \(name) and \(dataset).")
    }
    if let samples, !Self.sampleCounts.contains(samples) {
      throw ValidationError(
        "--samples is out of range: expected \(Self.sampleCounts.lowerBound) to \(Self.sampleCounts.upperBound), "
          + "found \(samples).")
    }
    if augment != nil, sheet == nil { throw ValidationError("--augment needs --sheet, a file to draw into.") }
    if seed != nil, augment == nil { throw ValidationError("--seed goes with --augment.") }
    try validateReport()
    if list, augment != nil || find || download || sheet != nil || name != nil || data.dataset != nil {
      throw ValidationError("--list goes with --data and --json alone.")
    }
    if let sheet, !DatasetSheet.canWrite(sheet) {
      throw ValidationError("--sheet needs a file that ends in .png, .jpg or .pgm, not \(sheet).")
    }
  }

  private func validateReport() throws {
    try requirePaths(("--report", report))
    if report == nil, plots.plots != nil || mapped != nil || skipLabels {
      throw ValidationError("--plots, --mapped and --skip-labels go with --report, the page to write.")
    }
    if report != nil, json || list || find || augment != nil || sheet != nil {
      throw ValidationError("--report goes without --json, --list, --find, --augment and --sheet.")
    }
    if let mapped, !Self.mappedCounts.contains(mapped) {
      throw ValidationError(
        "--mapped is out of range: expected \(Self.mappedCounts.lowerBound) to \(Self.mappedCounts.upperBound), "
          + "found \(mapped).")
    }
  }

  func run() throws {
    if list { return try printList() }
    let augmentation = try augment.map { text throws(InputError) in try Augmentation.read(text) }
    var source = try data.source(named: name ?? data.dataset ?? "mnist")
    if texts, !source.isText, !source.isOwn {
      throw InputError(
        .usage, "--texts is for pictures of one's own", expected: "the path of a data set", found: source.name,
        remedy: "leave it out")
    }
    if source.isOwn, source.reading.texts == nil, try texts || Dataset.showsTexts(at: source.name) {
      source.reading.texts = TextReading()
    }
    if find { return try Output.result(try source.locate() ?? "drawn by the program") }
    try requireOutputs(besides: source)
    if source.isText || source.reading.texts != nil { return try showTexts(of: source, augmentation) }
    let dataset = try DownloadProgress.load(source, downloads: download, verifies: verify)
    if let augmentation, let sheet { return try draw(augmentation, of: dataset, title: source.title, into: sheet) }
    if let report { return try write(report, of: dataset, title: source.title) }
    let summary = DatasetSummary(of: dataset, samplesPerClass: samples ?? 10)
    if json {
      try Output.result(JSONText.encode(summary))
    } else {
      try Output.result(
        DatasetText(
          summary, of: dataset, title: source.title, samples: samples,
          isVerified: verify && !source.isDrawn && !source.isOwn
        ).text(on: .output))
    }
    if let sheet {
      try DatasetSheet(summary, of: dataset, title: source.title).write(to: sheet)
      Output.note("drawn into \(sheet)")
    }
  }

  /// Refuses files that are read, or that cannot be written, before anything is computed.
  private func requireOutputs(besides source: DatasetSource) throws(InputError) {
    let inputs = source.inputs + [augment].compactMap(\.self)
    for output in [report, sheet].compactMap(\.self) { try ModelOutput.require(output, than: inputs) }
    try plots.requireWritable(besides: inputs)
  }

  private func draw(
    _ augmentation: Augmentation, of dataset: Dataset, title: String, into sheet: String
  ) throws(InputError) {
    let drawing = try AugmentationSheet(
      augmentation, of: dataset.train, title: title, perClass: samples ?? 1, seed: seed ?? 0)
    try write(drawing, of: augmentation, for: dataset.train, into: sheet)
  }

  /// Writes the sheet of augmented images; with --json the augmentation is printed, every parameter filled in.
  func write(
    _ drawing: AugmentationSheet, of augmentation: Augmentation, for images: LabeledImages, into sheet: String
  ) throws(InputError) {
    if let note = augmentation.fillNote(for: images) { Output.note("note: \(note)") }
    try drawing.write(to: sheet)
    if json { try Output.result(JSONText.encode(augmentation)) }
    Output.note("drawn into \(sheet)")
  }

  private func write(_ path: String, of dataset: Dataset, title: String) throws(InputError) {
    var options = DatasetReport.Options()
    if let mapped { options.samples = mapped }
    if skipLabels { options.crossValidation = nil }
    let report = try DatasetReport(of: dataset, title: title, options: options) { Output.note("looking at \($0)") }
    try plots.write(report.page, to: path)
  }

  private func printList() throws(InputError) {
    let list = try DatasetList(folder: data.data)
    try Output.result(json ? JSONText.encode(list) : list.text)
  }
}
