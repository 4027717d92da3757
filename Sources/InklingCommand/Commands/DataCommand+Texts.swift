import InklingDatasets
import InklingFiles
import InklingImages
import InklingTraining

extension DataCommand {
  /// Shows a data set whose pictures show texts.
  func showTexts(of source: DatasetSource) throws {
    if report != nil || augment != nil {
      throw InputError(
        .usage, "\(report != nil ? "--report" : "--augment") is for data sets of classes, and this one has texts",
        path: source.isOwn ? source.name : nil, found: source.isOwn ? nil : source.name,
        remedy: "leave it out; 'inkling report MODEL' shows what a model reads on them")
    }
    let dataset = try source.load()
    let summary = TextDatasetSummary(of: dataset, samples: samples ?? 10)
    try Output.result(
      json
        ? JSONText.encode(summary)
        : TextDatasetText(summary, of: dataset, title: source.title, showsPictures: samples != nil).text(on: .output))
    guard let sheet else { return }
    let shown = summary.train.samples
    let pictures = shown.map { Picture(dataset.train, $0.index).reduced(toFit: DatasetSheet.largestSide) }
    try ImageSheet(
      pictures, columns: 1, title: "\(source.title): \(summary.train.count.of("picture"))",
      rowCaptions: shown.map(\.text),
      columnCaptions: []
    ).write(to: sheet)
    Output.note("drawn into \(sheet)")
  }
}
