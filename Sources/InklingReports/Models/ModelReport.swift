public import InklingCharts
public import InklingDatasets
import InklingEngine
public import InklingFiles
public import InklingTraining

/// How training went and what the model does, as one page: learning curves, the network, its filters and feature maps,
/// accuracy, confusion, mistakes and what they rest on, calibration, coverage, damaged images. Several models stand side by
/// side.
///
///     let report = try ModelReport([model], on: dataset.test, of: "MNIST's test set")
///     try report.page.write(to: "report.html")
///
/// The same models and images give the same page, byte for byte, on any number of threads.
public struct ModelReport {
  /// What is looked at, and how closely.
  public struct Options: Sendable {
    /// The images, by their places in the part that is evaluated, whose feature maps are shown; nil for the first of each
    /// of three classes.
    public var featureImages: [Int]?
    /// The worst mistakes that are shown, of each model.
    public var mistakes: Int
    /// The images that are damaged in each way; 0 leaves the table out.
    public var corruptedImages: Int
    /// The threads that compute; nil for the processors.
    public var threads: Int?

    /// By default twelve mistakes, and ten thousand damaged images.
    public init(
      featureImages: [Int]? = nil, mistakes: Int = 12, corruptedImages: Int = 10_000, threads: Int? = nil
    ) {
      self.featureImages = featureImages
      self.mistakes = mistakes
      self.corruptedImages = corruptedImages
      self.threads = threads
    }
  }

  /// Images that no model was trained on, by which probabilities are calibrated.
  public struct HeldOut: Sendable {
    /// The images.
    public let images: LabeledImages
    /// Which of them; nil for all.
    public let indices: [Int32]?

    /// Held-out images.
    public init(_ images: LabeledImages, at indices: [Int32]? = nil) {
      self.images = images
      self.indices = indices
    }
  }

  /// The page.
  public let page: Page
  /// What each model reaches on the images.
  public let results: [EvaluationResult]

  /// The most models that stand side by side.
  public static let mostModels = 4

  /// Looks at models.
  ///
  /// - Parameters:
  ///   - models: one to four classifiers with the same classes.
  ///   - images: with labels, which the models were not trained on.
  ///   - indices: which of them; nil for all.
  ///   - title: what they are, in prose: "the test set of MNIST".
  ///   - heldOut: what the temperature is fitted on; nil fits it on every other of the images, and shows what it does to
  ///     the rest.
  ///   - options: what is looked at, and how closely.
  ///   - progress: told what is being done, in a few words.
  /// - Throws: `InputError`: `.usage` for no model, too many, or models that do not tell the same classes apart; `.malformed`
  ///   when the images are not the models' or there are none; `.unavailable` when there is not enough memory.
  public init(
    _ models: [TrainedModel], on images: LabeledImages, at indices: [Int32]? = nil, of title: String,
    heldOut: HeldOut? = nil, options: Options = Options(), progress: (String) -> Void = { _ in }
  ) throws(InputError) {
    guard (1...Self.mostModels).contains(models.count) else {
      throw InputError(
        .usage, "a report shows few models side by side", expected: "1 to \(Self.mostModels)", found: "\(models.count)")
    }
    for model in models.dropFirst() { try model.requireSameClasses(as: models[0]) }
    let part = indices.map { $0.map { Int($0) } } ?? Array(0..<images.count)
    guard !part.isEmpty else {
      throw InputError(.malformed, "there is no image to evaluate", expected: "1 or more", found: "0")
    }
    progress("answers")
    let facts = try ModelFacts(models, images, part, title, heldOut, options)
    results = facts.models.map { $0.answers.result(withMetrics: true) }
    var sections = [facts.overview(results), try facts.learning()]
    progress("networks")
    for model in facts.models { sections.append(try facts.network(of: model)) }
    sections.append(facts.classes(results))
    for (number, result) in results.enumerated() { sections.append(try facts.confusion(number, result)) }
    progress("mistakes")
    for model in facts.models { sections.append(try facts.mistakes(of: model)) }
    sections += [facts.calibration(), facts.coverage()]
    if options.corruptedImages > 0, images.height >= 3, images.width >= 3 {
      progress("damaged images")
      sections.append(try facts.corruptions())
    }
    if models.count > 1 { sections.append(facts.comparison()) }
    page = Page(
      title: facts.models.map(\.name).joined(separator: " and "),
      introduction: [Markup("p", ["class": "soft"], text: "Evaluated on \(facts.text).")], sections: sections,
      footer: "Made by Inkling \(Release.version). The page needs no network and no script.")
  }
}

/// What the sections of models' reports are made from.
struct ModelFacts {
  /// One model with its answers.
  struct Entry {
    let model: TrainedModel
    /// Short, and no other's.
    let name: String
    let ensemble: ModelEnsemble
    /// The images as the model's are drawn.
    let images: LabeledImages
    /// To the images, in the order of `part`.
    let answers: Answers
    let temperature: TemperatureScaling
    /// The answers that show what the temperature does: not those that it was fitted on.
    let calibrated: ClassProbabilities
  }

  let models: [Entry]
  let images: LabeledImages
  /// The images that are evaluated.
  let part: [Int]
  let title: String
  let options: ModelReport.Options
  /// How many images the temperature was fitted on, and whether those are some of the part's.
  let fitted: (count: Int, isOfPart: Bool)
  let names: [String]

  init(
    _ models: [TrainedModel], _ images: LabeledImages, _ part: [Int], _ title: String,
    _ heldOut: ModelReport.HeldOut?, _ options: ModelReport.Options
  ) throws(InputError) {
    self.images = images
    self.part = part
    self.title = title
    self.options = options
    names = ReportText.names(images.classNames)
    let titles = Self.titles(models)
    var entries: [Entry] = []
    let indices = part.map { Int32($0) }
    for (model, name) in zip(models, titles) {
      let ensemble = try ModelEnsemble([model], threads: options.threads)
      let answers = try ensemble.answers(to: images, at: indices)
      if let heldOut {
        let others = try ensemble.answers(to: heldOut.images, at: heldOut.indices)
        entries.append(
          Entry(
            model: model, name: name, ensemble: ensemble, images: images.drawn(for: model), answers: answers,
            temperature: TemperatureScaling(fittedTo: others.probabilities), calibrated: answers.probabilities))
      } else {
        let (even, odd) = (answers.probabilities.every(2, from: 0), answers.probabilities.every(2, from: 1))
        entries.append(
          Entry(
            model: model, name: name, ensemble: ensemble, images: images.drawn(for: model), answers: answers,
            temperature: TemperatureScaling(fittedTo: even), calibrated: odd.count > 0 ? odd : even))
      }
    }
    self.models = entries
    fitted = heldOut.map { ($0.indices?.count ?? $0.images.count, false) } ?? ((part.count + 1) / 2, true)
  }

  /// The last parts of the models' paths, or where those are the same the whole.
  static func titles(_ models: [TrainedModel]) -> [String] {
    let short = models.map { model in
      let path = model.title.split(separator: "/").last.map(String.init) ?? model.title
      return ReportText.name(path)
    }
    let isClear = Set(short).count == short.count
    return isClear ? short : models.enumerated().map { "\($0 + 1): \(ReportText.name($1.title))" }
  }

  var text: String {
    "\(NumberText.grouped(part.count)) images of \(PrintableText.shortened(title, to: 120))"
  }

  /// The same heading for each of several models.
  func heading(_ text: String, _ entry: Entry) -> String { models.count == 1 ? text : "\(text): \(entry.name)" }

  /// One of the images that are evaluated.
  func picture(_ place: Int, target: Int = 56) throws(InputError) -> Markup {
    let index = part[place]
    return try ReportPicture(images, index).markup(
      "image \(index), \(names[Int(images.labels[index])])", target: target)
  }
}

extension ClassProbabilities {
  /// Every so many of the images.
  fileprivate func every(_ step: Int, from first: Int) -> ClassProbabilities {
    let places = stride(from: first, to: count, by: step)
    return ClassProbabilities(
      places.flatMap { values[$0 * classes..<($0 + 1) * classes] }, labels: places.map { labels[$0] }, classes: classes)
  }
}
