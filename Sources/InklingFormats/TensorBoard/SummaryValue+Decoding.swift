import InklingFiles

extension SummaryValue {
  /// - Parameter plugins: by whom each tag's values are shown, where a file says it with the first of them alone.
  init(_ reader: ProtobufReader, plugins: inout [String: String]) throws(InputError) {
    var reader = reader
    self.init("", .other("nothing"))
    var plugin: Plugin?
    var tensor: ProtobufReader?
    while let field = try reader.next() {
      switch field.number {
      case 1: tag = try reader.text(field)
      case 2: content = .scalar(Double(try reader.float(field)))
      case 4: content = .image(try SummaryImage(reader.message(field, of: "image")))
      case 5: content = .histogram(try SummaryHistogram(reader.message(field, of: "histogram")))
      case 8: tensor = try reader.message(field, of: "tensor")
      case 9: plugin = try Plugin(ofMetadata: reader.message(field, of: "metadata"))
      case 3, 6: content = .other("field \(field.number)")
      default: continue
      }
    }
    if let plugin, plugins[tag] == nil { plugins[tag] = plugin.name }
    if let tensor { content = try Self.content(tensor, of: plugin?.name ?? plugins[tag] ?? "", plugin?.data) }
  }

  /// Who shows a value, with what it is told beside the value.
  private struct Plugin {
    var name = ""
    var data: ProtobufReader?

    init(ofMetadata reader: ProtobufReader) throws(InputError) {
      var reader = reader
      while let field = try reader.next() {
        guard field.number == 1 else { continue }
        var plugin = try reader.message(field, of: "plugin")
        while let field = try plugin.next() {
          switch field.number {
          case 1: name = try plugin.text(field)
          // Other plugins' data may be no message; it is not looked at then.
          case 2: data = try plugin.message(field, of: "plugin's data")
          default: continue
          }
        }
      }
    }
  }

  private static func content(
    _ reader: ProtobufReader, of plugin: String, _ data: ProtobufReader?
  ) throws(InputError) -> Content {
    switch plugin {
    case "hparams":
      guard let data, let summary = try HyperparameterSummary.read(data) else { return .other(plugin) }
      return .hyperparameters(summary)
    case "scalars", "histograms", "images", "text": break
    default: return .other(plugin.isEmpty ? "tensor" : plugin)
    }
    let tensor = try SummaryTensor(reader)
    switch (plugin, tensor.kind) {
    case ("scalars", .float?), ("scalars", .double?):
      guard tensor.numbers.count == 1 else { throw fault("a scalar of several numbers", tensor, reader) }
      return .scalar(tensor.numbers[0])
    case ("histograms", .float?), ("histograms", .double?):
      guard tensor.shape.count == 2, tensor.shape[1] == 3 else { throw fault("buckets of no rows", tensor, reader) }
      return .histogram(SummaryHistogram(rows: tensor.numbers))
    case ("images", .text?): return SummaryImage(texts: tensor.texts).map { .image($0) } ?? .other(plugin)
    case ("text", .text?): return .text(tensor.texts.map { String(decoding: $0, as: UTF8.self) })
    default: return .other(plugin)
    }
  }

  private static func fault(_ what: String, _ tensor: SummaryTensor, _ reader: ProtobufReader) -> InputError {
    reader.fault(what, at: nil, found: "the shape \(tensor.shape.prefix(8))")
  }
}

extension SummaryHistogram {
  fileprivate init(_ reader: ProtobufReader) throws(InputError) {
    var reader = reader
    self.init(least: 0, most: 0, count: 0, sum: 0, sumOfSquares: 0, limits: [], counts: [])
    while let field = try reader.next() {
      switch field.number {
      case 1: least = try reader.double(field)
      case 2: most = try reader.double(field)
      case 3: count = try reader.double(field)
      case 4: sum = try reader.double(field)
      case 5: sumOfSquares = try reader.double(field)
      case 6: try reader.append(field, to: &limits)
      case 7: try reader.append(field, to: &counts)
      default: continue
      }
    }
    guard limits.count == counts.count else {
      throw reader.fault(
        "a histogram's counts are not those of its limits", at: nil, expected: "\(limits.count)",
        found: "\(counts.count)")
    }
  }

  /// From rows of left end, right end and count. The sums are those of the buckets' middles.
  fileprivate init(rows: [Double]) {
    let places = stride(from: 0, to: rows.count, by: 3)
    let middles = places.map { (rows[$0] + rows[$0 + 1]) / 2 }
    let counts = places.map { rows[$0 + 2] }
    self.init(
      least: rows.first ?? 0, most: rows.isEmpty ? 0 : rows[rows.count - 2], count: counts.reduce(0, +),
      sum: zip(middles, counts).reduce(0) { $0 + $1.0 * $1.1 },
      sumOfSquares: zip(middles, counts).reduce(0) { $0 + $1.0 * $1.0 * $1.1 },
      limits: places.map { rows[$0 + 1] }, counts: counts)
  }
}

extension SummaryImage {
  fileprivate init(_ reader: ProtobufReader) throws(InputError) {
    var reader = reader
    self.init(height: 0, width: 0, channels: 0, png: [])
    while let field = try reader.next() {
      switch field.number {
      case 1: height = Int(try reader.integer(field))
      case 2: width = Int(try reader.integer(field))
      case 3: channels = Int(try reader.integer(field))
      case 4: png = try reader.bytes(field)
      default: continue
      }
    }
  }

  /// From the texts of a tensor: width, height and file; nil for several pictures.
  fileprivate init?(texts: [[UInt8]]) {
    guard texts.count == 3, let width = Int(String(decoding: texts[0], as: UTF8.self)),
      let height = Int(String(decoding: texts[1], as: UTF8.self))
    else { return nil }
    self.init(height: height, width: width, channels: 0, png: texts[2])
  }
}
