import InklingCaptchas
public import InklingFiles

extension DatasetSource {
  /// Both splits.
  ///
  /// - Parameters:
  ///   - downloads: whether it may be fetched when it is not on the disk.
  ///   - verifies: whether the files are compared with the published ones; differences become notes.
  ///   - progress: told what a download does.
  /// - Throws: `InputError`: `.missing` with what to do, `.malformed` for wrong files, and what a download throws.
  public func load(
    downloads: Bool = false, verifies: Bool = false, progress: (DownloadEvent) -> Void = { _ in }
  ) throws(InputError) -> Dataset {
    if isOwn {
      let dataset = try Dataset.load(contentsOf: name, reading: reading).varied(variation)
      return try modelClasses.map { classes throws(InputError) in try dataset.renumbered(to: classes) } ?? dataset
    }
    if isGenerated { return try captcha.dataset(captchaSize).varied(variation) }
    if let texts = StrokeSequences.dataset(named: name) { return try texts.varied(variation) }
    guard let entry else {
      return try (StrokeDigits.dataset(named: name) ?? StrokeDigits.dataset()).varied(variation)
    }
    let folder = downloads ? try locateOrDownload(entry, progress) : try locate(entry)
    return try Dataset.read(entry, from: folder, verifies: verifies).varied(variation)
  }

  /// Refuses what is said of damaged pictures where there are none to be left out.
  ///
  /// - Throws: `InputError` of kind `.usage` for arrays, tables of pixels and IDX files; what looking at the path throws.
  package func requirePictures(for option: String) throws(InputError) {
    guard isOwn, reading.texts == nil else { return }
    let form = try DatasetForm(at: name)
    if try form.isOfPictures() { return }
    throw InputError(
      .usage, "\(option) leaves out pictures that are damaged, and this data set is taken whole or not at all",
      path: name, expected: "pictures", found: form.title, remedy: "leave it out")
  }

  /// The test set alone. One's own set that has no parts is all of it, for whoever has not trained on it.
  public func loadTestSet() throws(InputError) -> LabeledImages {
    if isOwn {
      let dataset = try load()
      return dataset.test.count > 0 ? dataset.test : dataset.train
    }
    return try loadWholeTestSet().variedTestSet(variation)
  }

  private func loadWholeTestSet() throws(InputError) -> LabeledImages {
    if isGenerated { return try captchas().tested(captcha.testImages) }
    if isText { return StrokeSequences.dataset(train: 0).test }
    guard let entry else { return StrokeDigits.dataset(train: 0).test }
    return try Dataset.testSet(of: entry, from: try locate(entry))
  }

  /// One image of the test set; the others are read only where some classes are left out, and the image is one of the
  /// rest, and of one's own sets.
  ///
  /// - Throws: as `load`, and `InputError` of kind `.usage` when there is no such image.
  public func loadTestImage(_ index: Int) throws(InputError) -> LabeledImages {
    guard variation.classes == nil, !isOwn else { return try Self.image(index, of: try loadTestSet()) }
    return try loadWholeTestImage(index).variedTestSet(variation)
  }

  private func loadWholeTestImage(_ index: Int) throws(InputError) -> LabeledImages {
    if let entry { return try Dataset.testImage(index, of: entry, from: try locate(entry)) }
    if isGenerated {
      try Self.requireImage(index, of: captcha.testImages)
      return try captchas().tested(at: index)
    }
    if isText {
      try Self.requireImage(index, of: StrokeSequences.testCount)
      return StrokeSequences.testImage(index)
    }
    // An image depends on its index and not on how many there are.
    let count = min(max(index, 0), StrokeDigits.testCount - 1) + 1
    return try Self.image(index, of: StrokeDigits.dataset(train: 0, test: count).test, outOf: StrokeDigits.testCount)
  }

  private var captchaSize: ImageSize { reading.image ?? CaptchaSettings.usualSize }

  private func captchas() throws(InputError) -> GeneratedPictures {
    try GeneratedPictures(try captcha.generator(captchaSize), count: captcha.images)
  }

  /// Everything that its pictures follow from where they are drawn anew in every epoch; nil for others.
  ///
  /// - Throws: as `CaptchaSettings.generator(_:)`.
  package func generatorIdentity() throws(InputError) -> String? {
    isGenerated ? try captcha.generator(captchaSize).identity : nil
  }

  private static func requireImage(_ index: Int, of count: Int) throws(InputError) {
    guard (0..<count).contains(index) else {
      throw InputError(
        .usage, "no such image in the test set", expected: IndexRange.text(count), found: "\(index)")
    }
  }

  /// One of the images of a test set.
  ///
  /// - Parameter count: how many there are where `images` are not all; nil where they are.
  /// - Throws: `InputError` of kind `.usage` when there is no such image.
  package static func image(
    _ index: Int, of images: LabeledImages, outOf count: Int? = nil
  ) throws(InputError) -> LabeledImages {
    guard index >= 0, index < images.count else {
      throw InputError(
        .usage, "no such image in the test set", expected: IndexRange.text(count ?? images.count), found: "\(index)")
    }
    return LabeledImages(
      images: Array(images[index]), targets: images.targets.selecting([index]), channels: images.channels,
      height: images.height,
      width: images.width, classNames: images.classNames, files: images.files.isEmpty ? [] : [images.files[index]])
  }

  /// The folder that holds the files, or the path of one's own; nil for the digits that the program draws.
  ///
  /// - Throws: `InputError` of kind `.missing`, with where it was looked for and what to do.
  public func locate() throws(InputError) -> String? {
    if isOwn {
      _ = try DatasetForm(at: name)
      return name
    }
    guard let entry else { return nil }
    return try locate(entry)
  }

  /// The file or folder that is read for it; none for what the program draws, and for what is not there.
  package var inputs: [String] { isOwn ? [name] : [try? locate()].compactMap(\.self) }

  private func locate(_ entry: CatalogEntry) throws(InputError) -> String {
    switch try DatasetLocator.find(entry, dataDirectory: folder) {
    case .found(let found): return found
    case .notFound(let places):
      let download = ShellCommand(["data", "--download", name])
      throw InputError(
        .missing, "\(entry.title) is not on the disk",
        expected: "\(entry.folders[0])/ in one of " + places.joined(separator: ", "),
        remedy: "fetch it with '\(download)', name the folder that holds it with --data, or take --dataset "
          + "\(StrokeDigits.names[0]), which needs no files")
    }
  }

  private func locateOrDownload(
    _ entry: CatalogEntry, _ progress: (DownloadEvent) -> Void
  ) throws(InputError) -> String {
    do throws(InputError) {
      return try locate(entry)
    } catch {
      guard error.kind == .missing, let target = folder ?? DatasetLocator.cacheFolder() else { throw error }
      let places = folder.map { [$0] } ?? DatasetLocator.places()
      return try DatasetDownload(entry, to: target, alsoIn: places).run(progress: progress)
    }
  }
}
