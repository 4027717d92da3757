import InklingFiles
import InklingTargets

/// A data set of pictures with texts: listed, checked, decoded and brought to one size with their aspect kept.
struct TextDataset: Sendable {
  let listing: TextListing
  let texts: TextReading
  let name: String
  /// The folder or the table that it came from.
  let source: String
  private let reader: PictureReader

  init(_ listing: TextListing, _ texts: TextReading, name: String, source: String) {
    (self.listing, self.texts, self.name, self.source) = (listing, texts, name, source)
    var reader = PictureReader()
    reader.scale = { PictureScaling.fitted($0, in: $1) }
    self.reader = reader
  }

  /// The data set. Texts are checked before any picture is read.
  ///
  /// - Throws: `InputError`: `.malformed` for texts that cannot be taken and pictures that cannot be read, all of them by
  ///   name, unless they are to be skipped; `.usage` for a size that pictures cannot have; `.unavailable` when there is not
  ///   enough memory.
  func read(_ reading: DatasetReading) throws(InputError) -> Dataset {
    let wanted = try PictureSize.wanted(reading, source)
    var check = TextCheck(source: source, skipsBad: texts.skipsBad)
    var alphabet: Alphabet
    if let given = texts.alphabet { alphabet = given } else { alphabet = try check.alphabet(of: listing.train) }
    let training = check.taken(listing.train, alphabet)
    var testing = check.taken(listing.test, alphabet)
    let count = listing.train.count + listing.test.count
    try check.finish(of: count, alphabet, isGiven: texts.alphabet != nil)
    guard !training.isEmpty else {
      throw InputError(
        .malformed, "no picture of the data set has a text that can be taken", path: source,
        found: "\(listing.train.count) that cannot")
    }
    let (size, train) = try PictureSize.read(training.map(\.entry.path), reader, wanted, source)
    let skips = (reading.skipsCorrupt || texts.skipsBad) && !train.kept.isEmpty
    var kept = train.kept.map { training[$0] }
    if skips, texts.alphabet == nil, kept.count < training.count {
      // Characters that only pictures had which are left out are no classes.
      alphabet = try check.alphabet(of: kept.map(\.entry))
      kept = check.taken(kept.map(\.entry), alphabet)
      testing = check.taken(testing.map(\.entry), alphabet)
      try check.finish(of: count, alphabet, isGiven: false)
    }
    let test = try reader.read(testing.map(\.entry.path), as: size)
    try PictureSize.requireWhole(train.faults + test.faults, of: training.count + testing.count, skips: skips, source)
    let notes = check.notes + self.notes(train, test, size)
    return Dataset(
      name: name, train: labeled(train.images, kept, size, alphabet),
      test: labeled(test.images, test.kept.map { testing[$0] }, size, alphabet), notes: notes, source: source)
  }

  private func labeled(
    _ images: [UInt8], _ kept: [TextCheck.Taken], _ size: ImageSize, _ alphabet: Alphabet
  ) -> LabeledImages {
    LabeledImages(
      images: images, targets: .sequences(LabelSequences(kept.map(\.labels))), channels: size.channels,
      height: size.height, width: size.width, classNames: alphabet.classNames, files: kept.map(\.entry.path))
  }

  private func notes(
    _ train: PictureReader.Pictures, _ test: PictureReader.Pictures, _ size: ImageSize
  ) -> [String] {
    var (all, notes) = (train, [String]())
    all.append(test)
    let scaled = all.sizes.filter { $0.key != size }.values.reduce(0, +)
    if scaled > 0 {
      notes.append(
        "\(scaled) of \(all.kept.count) pictures were brought from other sizes or colours to \(size), their aspect kept"
      )
    }
    if !all.faults.isEmpty {
      let names = NameList.text(all.faults.map { $0.path ?? source })
      notes.append("\(all.faults.count) damaged picture\(all.faults.count == 1 ? " was" : "s were") left out: \(names)")
    }
    if !listing.others.isEmpty {
      notes.append("not taken, being no pictures with a text: \(NameList.text(listing.others))")
    }
    if listing.test.isEmpty { notes.append(DatasetParts.noTestNote) }
    return notes
  }
}
