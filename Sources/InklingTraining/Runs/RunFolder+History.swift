package import InklingFiles

extension RunFolder {
  /// The largest `history.csv` that is read.
  private static let largestHistory = 1 << 24

  /// The finished epochs of the run at `path`, from its `history.csv`; none where it has none yet. Takes no lock.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a file that is not what a run writes there.
  package static func history(at path: String) throws(InputError) -> [EpochRecord] {
    let file = Self.path(of: .history, in: path)
    guard RunPath.content(of: file) != .nothing else { return [] }
    let text = String(decoding: try FileBytes.read(file, limit: largestHistory), as: UTF8.self)
    let lines = text.split(separator: "\n")
    let columns = lines.first.map { $0.split(separator: ",").map(String.init) } ?? []
    let places = Dictionary(columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var records: [EpochRecord] = []
    for (number, line) in lines.enumerated().dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      func value(_ name: String) -> Double? { places[name].flatMap { $0 < cells.count ? Double(cells[$0]) : nil } }
      guard let epoch = value("epoch").flatMap({ Int(exactly: $0) }), let loss = value("loss"),
        let accuracy = value("accuracy")
      else {
        throw InputError(
          .malformed, "the history is not what a run writes there", path: file,
          expected: "an epoch, a loss and an accuracy in line \(number + 1)",
          found: PrintableText.shortened(String(line), to: 60), remedy: "train the run again")
      }
      let validation = value("validation_loss").flatMap { loss in
        value("validation_accuracy").map { EpochValidation(loss: loss, accuracy: $0) }
      }
      records.append(
        EpochRecord(
          epoch: epoch, loss: loss, accuracy: accuracy, seconds: value("seconds") ?? 0,
          imagesPerSecond: value("images_per_second") ?? 0, validation: validation,
          learningRate: value("learning_rate").map { Float($0) }))
    }
    return records
  }
}
