extension SummaryValue {
  /// - Precondition: the content is none that is only read (`.other`).
  func write(to writer: inout ProtobufWriter, as form: SummaryForm) {
    writer.text(1, tag)
    switch (content, form) {
    case (.scalar(let number), .fields): writer.float(2, Float(number))
    case (.scalar(let number), .tensors):
      plugin("scalars", .scalar, &writer)
      writer.message(8) { SummaryTensor.write([Float(number)], shape: [], to: &$0) }
    case (.histogram(let histogram), .fields): writer.message(5) { histogram.write(to: &$0) }
    case (.histogram(let histogram), .tensors):
      plugin("histograms", .tensor, &writer)
      writer.message(8) { SummaryTensor.write(histogram.rows, shape: [histogram.limits.count, 3], to: &$0) }
    case (.image(let image), .fields): writer.message(4) { image.write(to: &$0) }
    case (.image(let image), .tensors):
      plugin("images", .blobs, &writer)
      let texts = [Array("\(image.width)".utf8), Array("\(image.height)".utf8), image.png]
      writer.message(8) { SummaryTensor.write(texts, shape: [3], to: &$0) }
    case (.text(let texts), _):
      plugin("text", .tensor, &writer)
      // One text alone is shown as it is, several as a table.
      let shape = texts.count == 1 ? [] : [texts.count]
      writer.message(8) { SummaryTensor.write(texts.map { Array($0.utf8) }, shape: shape, to: &$0) }
    case (.hyperparameters(let summary), _):
      plugin("hparams", .tensor, &writer, summary.encoded())
      // All is in the plugin's data; but a value without a tensor is none.
      writer.message(8) { SummaryTensor.write([Float](), shape: [0], to: &$0) }
    case (.other(let kind), _): preconditionFailure("a value of the kind '\(kind)' is only read")
    }
  }

  /// What TensorBoard keeps of a series, by `tensorflow.DataClass`.
  private enum DataClass: Int64 {
    case scalar = 1
    case tensor = 2
    case blobs = 3
  }

  private func plugin(
    _ name: String, _ kind: DataClass, _ writer: inout ProtobufWriter, _ content: [UInt8] = []
  ) {
    writer.message(9) { metadata in
      metadata.message(1) { plugin in
        plugin.text(1, name)
        plugin.bytes(2, content)
      }
      metadata.integer(4, kind.rawValue)
    }
  }
}

extension SummaryHistogram {
  fileprivate func write(to writer: inout ProtobufWriter) {
    writer.double(1, least)
    writer.double(2, most)
    writer.double(3, count)
    writer.double(4, sum)
    writer.double(5, sumOfSquares)
    writer.doubles(6, limits)
    writer.doubles(7, counts)
  }

  /// Left end, right end and count of each bucket.
  fileprivate var rows: [Double] {
    limits.indices.flatMap { [$0 == 0 ? least : limits[$0 - 1], limits[$0], counts[$0]] }
  }
}

extension SummaryImage {
  fileprivate func write(to writer: inout ProtobufWriter) {
    writer.integer(1, Int64(height))
    writer.integer(2, Int64(width))
    writer.integer(3, Int64(channels))
    writer.bytes(4, png)
  }
}
