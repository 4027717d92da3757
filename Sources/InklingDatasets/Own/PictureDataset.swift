import InklingFiles

/// A data set of pictures: listed, decoded, brought to one size, and kept in a cache.
struct PictureDataset: Sendable {
  let listing: PictureListing
  let name: String
  /// The folder or the table that it came from.
  let source: String
  var reader = PictureReader()

  init(_ listing: PictureListing, name: String, source: String) {
    (self.listing, self.name, self.source) = (listing, name, source)
  }

  /// The data set, from the cache when it holds these very files as they are wanted.
  ///
  /// Without a size every picture becomes as large as most training pictures are, with as many channels; of sizes that are
  /// equally common it is the one that comes first.
  ///
  /// - Throws: `InputError`: `.malformed` for pictures that cannot be read, all of them by name, unless they are to be
  ///   skipped; `.usage` for a size that pictures cannot have; `.unavailable` when there is not enough memory.
  func read(_ reading: DatasetReading) throws(InputError) -> Dataset {
    let wanted = try PictureSize.wanted(reading, source)
    let cache = reading.cache.map { PictureCache(folder: $0, of: self, reading) }
    if let known = cache?.load() { return known }
    let dataset = try decoded(reading, wanted)
    guard let fault = cache?.save(dataset) else { return dataset }
    return dataset.with(notes: ["the pictures are not kept for the next time: \(fault.clause)"])
  }

  private func decoded(_ reading: DatasetReading, _ wanted: ImageSize?) throws(InputError) -> Dataset {
    var (size, training) = try PictureSize.read(listing.train.map(\.path), reader, wanted, source)
    let testing = try reader.read(listing.test.map(\.path), as: size)
    try PictureSize.requireWhole(
      training.faults + testing.faults, of: listing.train.count + listing.test.count, skips: reading.skipsCorrupt,
      source
    )
    let train = labeled(training, listing.train, size)
    try requireEveryClass(train)
    training.append(testing)
    return Dataset(
      name: name, train: train, test: labeled(testing, listing.test, size), notes: notes(training, size), source: source
    )
  }

  private func labeled(
    _ pictures: PictureReader.Pictures, _ entries: [PictureListing.Entry], _ size: ImageSize
  ) -> LabeledImages {
    LabeledImages(
      images: pictures.images, targets: .labels(pictures.kept.map { entries[$0].label }), channels: size.channels,
      height: size.height, width: size.width, classNames: listing.classNames)
  }

  private func requireEveryClass(_ train: LabeledImages) throws(InputError) {
    let present = Set(train.labels)
    guard let missing = listing.train.first(where: { !present.contains($0.label) }) else { return }
    throw InputError(
      .malformed, "a class has no training picture that can be read", path: source,
      found: listing.classNames[Int(missing.label)], remedy: "mend its pictures, or remove the class")
  }

  private func notes(_ pictures: PictureReader.Pictures, _ size: ImageSize) -> [String] {
    var notes: [String] = []
    let scaled = pictures.sizes.filter { $0.key != size }.values.reduce(0, +)
    if scaled > 0 {
      notes.append("\(scaled) of \(pictures.kept.count) pictures were brought from other sizes or colours to \(size)")
    }
    if !pictures.faults.isEmpty {
      let names = NameList.text(pictures.faults.map { $0.path ?? source })
      let count = pictures.faults.count
      notes.append("\(count) damaged picture\(count == 1 ? " was" : "s were") left out: \(names)")
    }
    if !listing.others.isEmpty { notes.append("not taken, being no pictures: \(NameList.text(listing.others))") }
    if listing.test.isEmpty { notes.append(DatasetParts.noTestNote) }
    return notes
  }
}

extension Dataset {
  /// The same data set with more to know about it.
  func with(notes more: [String]) -> Dataset {
    Dataset(name: name, train: train, test: test, notes: notes + more, source: source)
  }
}
