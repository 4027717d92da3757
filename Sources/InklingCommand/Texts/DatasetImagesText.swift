import InklingDatasets
import InklingImages

/// The mean image and sample images of each class, drawn with characters.
struct DatasetImagesText {
  let summary: DatasetSummary
  let dataset: Dataset
  /// Images of each class; nil for as many as fit, and none without colours, where each takes many lines.
  let samples: Int?

  init(_ summary: DatasetSummary, of dataset: Dataset, samples: Int?) {
    self.summary = summary
    self.dataset = dataset
    self.samples = samples
  }

  /// The text, without a last line feed.
  func text(on terminal: Terminal) -> String {
    let means = summary.train.classes.map { row in
      (Picture(row.meanImage, height: summary.train.height, width: summary.train.width), row.name)
    }
    var text = "The mean image of each class:\n" + drawn(means, on: terminal)
    guard terminal.colors != .none || samples != nil else {
      return text + "(--samples shows single images; --sheet draws them into a file)"
    }
    let rows = summary.train.classes.filter { !$0.samples.isEmpty }.map { row in
      let count = samples ?? perRow(terminal)
      return drawn(row.samples.prefix(count).map { (Picture(dataset.train, $0), "\($0)") }, on: terminal)
    }
    if !rows.isEmpty { text += "\nImages of the training set, with their index:\n" + rows.joined() }
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// Rows of as many images as fit.
  private func drawn(_ images: [(image: Picture, caption: String)], on terminal: Terminal) -> String {
    let drawing = TerminalDrawing(colors: terminal.colors)
    return stride(from: 0, to: images.count, by: perRow(terminal)).map { start in
      let row = images[start..<min(start + perRow(terminal), images.count)]
      return drawing.sideBySide(row.map { fitted($0.image, on: terminal) }, captions: row.map(\.caption))
    }.joined()
  }

  /// With colours an image is clear at half its size too; one that is much wider than the terminal is reduced.
  private func fitted(_ image: Picture, on terminal: Terminal) -> Picture {
    let image = terminal.colors == .none ? image : image.halved
    return image.reduced(toFit: max(terminal.columns, 2 * DatasetSheet.largestSide))
  }

  private func perRow(_ terminal: Terminal) -> Int {
    let width = terminal.colors == .none ? summary.train.width : (summary.train.width + 1) / 2
    return max(1, (terminal.columns + 2) / (width + 2))
  }
}
