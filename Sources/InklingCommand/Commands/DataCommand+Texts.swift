import InklingDatasets
import InklingFiles
import InklingImages
import InklingTraining

extension DataCommand {
  /// Shows a data set whose pictures show texts, or what an augmentation makes of them.
  func showTexts(of source: DatasetSource, _ augmentation: Augmentation?) throws {
    if report != nil {
      throw InputError(
        .usage, "--report is for data sets of classes, and this one has texts",
        path: source.isOwn ? source.name : nil, found: source.isOwn ? nil : source.name,
        remedy: "leave it out; 'inkling report MODEL' shows what a model reads on them")
    }
    if let augmentation { try requireReadable(augmentation) }
    let dataset = try source.load()
    let summary = TextDatasetSummary(of: dataset, samples: samples ?? 10)
    if let augmentation, let sheet {
      let rows = summary.train.samples.map { AugmentationSheet.Row(caption: $0.text, index: $0.index) }
      let drawing = try AugmentationSheet(
        augmentation, of: dataset.train, rows, title: source.title, seed: seed ?? 0)
      return try write(drawing, of: augmentation, for: dataset.train, into: sheet)
    }
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

  /// Refuses what no training on texts takes.
  private func requireReadable(_ augmentation: Augmentation) throws(InputError) {
    let mirroring = augmentation.mirroring
    guard augmentation.mixesLabels || !mirroring.isEmpty else { return }
    throw InputError(
      .usage, "--augment has what no training on texts takes", expected: "neither flips nor mixup and cutmix",
      found: mirroring.first ?? "mixup or cutmix", remedy: "leave it out: a mirrored or mixed text is another")
  }
}
