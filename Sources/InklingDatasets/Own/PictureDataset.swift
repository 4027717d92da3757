import InklingFiles

/// A data set of pictures: listed, decoded, brought to one size, and kept in a cache.
struct PictureDataset: Sendable {
  let listing: PictureListing
  let name: String
  /// The folder or the table that it came from.
  let source: String
  var reader = PictureReader()

  /// The longest side of images that a network takes.
  static let largestSide = 512

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
    if let size = reading.image, ![1, 3].contains(size.channels) || max(size.height, size.width) > Self.largestSide {
      throw InputError(
        .usage, "pictures cannot become images of this size", path: source,
        expected: "1 or 3 channels, and sides of at most \(Self.largestSide) pixels", found: "\(size)")
    }
    let cache = reading.cache.map { PictureCache(folder: $0, of: self, reading) }
    if let known = cache?.load() { return known }
    let dataset = try decoded(reading)
    guard let fault = cache?.save(dataset) else { return dataset }
    return dataset.with(notes: ["the pictures are not kept for the next time: \(fault.clause)"])
  }

  private func decoded(_ reading: DatasetReading) throws(InputError) -> Dataset {
    var (size, training) = try self.training(reading)
    let testing = try reader.read(listing.test.map(\.path), as: size)
    try requireWhole(training.faults + testing.faults, reading)
    let train = labeled(training, listing.train, size)
    try requireEveryClass(train)
    training.append(testing)
    return Dataset(
      name: name, train: train, test: labeled(testing, listing.test, size), notes: notes(training, size), source: source
    )
  }

  /// The training pictures, and the size that all pictures get.
  private func training(_ reading: DatasetReading) throws(InputError) -> (ImageSize, PictureReader.Pictures) {
    let paths = listing.train.map(\.path)
    if let size = reading.image { return (size, try reader.read(paths, as: size)) }
    // Most sets have one size: the first picture's is tried, so that each picture is decoded but once.
    var first: ImageSize?
    for path in paths {
      do throws(InputError) {
        first = try reader.decode(path).size
        break
      } catch { continue }
    }
    let isSmall = first.map { max($0.height, $0.width) <= Self.largestSide } ?? false
    let tried = try reader.read(paths, as: isSmall ? first : nil)
    guard let size = tried.mostCommonSize else {
      try requireWhole(tried.faults, reading, leaves: false)
      throw InputError(.malformed, "the data set has no pictures", path: source)
    }
    guard max(size.height, size.width) <= Self.largestSide else {
      throw InputError(
        .usage, "the pictures are too large to be trained on as they are", path: source,
        expected: "sides of at most \(Self.largestSide) pixels", found: "\(size)",
        remedy: "say what they shall become with --image-size, such as 3x64x64 (recipe key data.image)")
    }
    return (size, size == first && isSmall ? tried : try reader.read(paths, as: size))
  }

  private func labeled(
    _ pictures: PictureReader.Pictures, _ entries: [PictureListing.Entry], _ size: ImageSize
  ) -> LabeledImages {
    LabeledImages(
      images: pictures.images, targets: .labels(pictures.kept.map { entries[$0].label }), channels: size.channels,
      height: size.height, width: size.width, classNames: listing.classNames)
  }

  /// - Parameter leaves: whether anything is left when the faulty ones are skipped.
  private func requireWhole(
    _ faults: [InputError], _ reading: DatasetReading, leaves: Bool = true
  ) throws(InputError) {
    // Only damage can be skipped: what may not be read today may be tomorrow.
    let counted = reading.skipsCorrupt && leaves ? faults.filter { $0.kind != .malformed } : faults
    guard let first = counted.first else { return }
    guard counted.count > 1 else {
      throw InputError(
        first.kind, first.what, path: first.path, offset: first.offset, expected: first.expected, found: first.found,
        remedy: first.kind == .malformed
          ? "mend or remove it, or leave such pictures out with --skip-corrupt" : first.remedy)
    }
    throw InputError(
      first.kind, "\(counted.count) of \(listing.train.count + listing.test.count) pictures cannot be read",
      path: source, remedy: "mend or remove them, or leave damaged ones out with --skip-corrupt",
      details: counted.map(\.clause))
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
