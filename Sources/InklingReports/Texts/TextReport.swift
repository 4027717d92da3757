public import InklingCharts
public import InklingDatasets
import InklingEngine
public import InklingFiles
public import InklingTraining

/// How training went and what models read, as one page: learning curves, accuracy of texts and characters, by position and by
/// length, the characters that are confused, and the worst mistakes with their pictures. Several models stand side by side.
///
///     let report = try TextReport([model], on: plates.test, of: "the test set of plates")
///     try report.page.write(to: "report.html")
///
/// The same models and images give the same page, byte for byte, on any number of threads.
public struct TextReport {
  /// The page.
  public let page: Page
  /// What each model reaches on the images.
  public let results: [EvaluationResult]

  /// Looks at models.
  ///
  /// - Parameters:
  ///   - models: one to four that read texts of one alphabet.
  ///   - images: with texts, which the models were not trained on.
  ///   - indices: which of them; nil for all.
  ///   - title: what they are, in prose: "the test set of plates".
  ///   - mistakes: the worst mistakes that are shown, of each model.
  ///   - decoder: how columns become a text.
  ///   - threads: how many compute; nil takes the processors.
  /// - Throws: `InputError`: `.usage` for no model, too many, or models that read no texts or another alphabet; `.malformed`
  ///   when the images are not the models' or there are none; `.unavailable` when there is not enough memory.
  public init(
    _ models: [TrainedModel], on images: LabeledImages, at indices: [Int32]? = nil, of title: String,
    mistakes: Int = 24, decoder: TextDecoder = .greedy, threads: Int? = nil
  ) throws(InputError) {
    guard (1...ModelReport.mostModels).contains(models.count) else {
      throw InputError(
        .usage, "a report shows few models side by side", expected: "1 to \(ModelReport.mostModels)",
        found: "\(models.count)")
    }
    for model in models.dropFirst() { try model.requireSameClasses(as: models[0]) }
    guard indices?.count ?? images.count > 0 else {
      throw InputError(.malformed, "there is no image to evaluate", expected: "1 or more", found: "0")
    }
    let entries = try zip(ModelFacts.titles(models), models).map { name, model throws(InputError) in
      TextFacts.Entry(
        name: name, model: model,
        answers: try TextAnswers(of: model, to: images, at: indices, decoder: decoder, threads: threads))
    }
    let facts = TextFacts(models: entries, images: images, title: title, mistakes: mistakes)
    results = entries.map(\.answers.result)
    var sections = [facts.overview(), try LearningSection(entries.map { ($0.name, $0.model) }).section()]
    sections += [facts.positions(), facts.lengths()]
    for entry in entries { sections.append(facts.confusions(of: entry)) }
    for entry in entries { sections.append(try facts.worstMistakes(of: entry)) }
    if entries.count > 1 { sections.append(facts.comparison()) }
    page = Page(
      title: entries.map(\.name).joined(separator: " and "),
      introduction: [Markup("p", ["class": "soft"], text: "Evaluated on \(facts.text).")], sections: sections,
      footer: "Made by Inkling \(Release.version). The page needs no network and no script.")
  }
}
