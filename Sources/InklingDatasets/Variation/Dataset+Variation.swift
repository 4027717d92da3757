import InklingCaptchas
public import InklingFiles

extension Dataset {
  /// The data set with some classes alone, in both splits: the label `classes[i]` becomes `i`, and keeps its name.
  ///
  /// - Throws: `InputError` of kind `.malformed` for less than two classes, one that is named twice, one that the set does
  ///   not have, and classes that leave a split without any image.
  public func keeping(classes: [Int]) throws(InputError) -> Dataset {
    replacing(
      train: try train.keeping(classes: classes, ofSplit: "training"),
      test: try test.keeping(classes: classes, ofSplit: "test"))
  }

  /// The data set with so many training images of each class, drawn by the seed; the test set stays whole.
  ///
  /// - Throws: `InputError` of kind `.malformed` for less than one image a class, and for a class that has fewer.
  public func keeping(imagesPerClass: Int, seed: UInt64 = 0) throws(InputError) -> Dataset {
    replacing(train: try train.keeping(imagesPerClass: imagesPerClass, seed: seed), test: test)
  }

  /// A copy of the data set with every image of both splits shifted; of training pictures that are drawn anew in every epoch
  /// those that are in memory.
  public func shifted(_ shift: ImageShift) -> Dataset {
    replacing(train: train.shifted(shift), test: test.shifted(shift))
  }

  /// The data set in a variation, which becomes one of its notes.
  ///
  /// - Throws: as `keeping(classes:)` and `keeping(imagesPerClass:seed:)`, and for pictures that are drawn anew in every
  ///   epoch.
  public func varied(_ variation: DatasetVariation) throws(InputError) -> Dataset {
    guard !variation.isIdentity else { return self }
    if let generated {
      throw InputError(
        .malformed, "pictures that are drawn anew in every epoch have no variations",
        expected: "\(generated.generator.name) as it is",
        found: "\(variation)", remedy: "change what the generator draws")
    }
    var varied = self
    if let labels = variation.classes {
      varied = try varied.keeping(classes: try train.places(ofClasses: labels, in: variation))
    }
    if let count = variation.imagesPerClass { varied = try varied.keeping(imagesPerClass: count) }
    if let shift = variation.shift { varied = varied.shifted(shift) }
    return Dataset(
      name: name, train: varied.train, test: varied.test, notes: notes + ["a part or a copy of it: \(variation)"],
      source: source)
  }

  private func replacing(train: LabeledImages, test: LabeledImages) -> Dataset {
    Dataset(name: name, train: train, test: test, notes: notes, source: source)
  }
}

extension LabeledImages {
  /// A test set in a variation: its classes and its shift. The number of images a class is the training set's.
  ///
  /// - Throws: as `keeping(classes:)`.
  public func variedTestSet(_ variation: DatasetVariation) throws(InputError) -> LabeledImages {
    let kept =
      try variation.classes.map { labels throws(InputError) in
        try keeping(classes: try places(ofClasses: labels, in: variation), ofSplit: "test")
      } ?? self
    return variation.shift.map { kept.shifted($0) } ?? kept
  }

  /// Where a variation's classes stand. Of a set whose classes are whole numbers, such as one's own with the labels 1 to 4
  /// or with folders named 1, 2 and 10, a label is the class of that name. Of every other set it is the place itself.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a number that is no class.
  fileprivate func places(ofClasses labels: [Int], in variation: DatasetVariation) throws(InputError) -> [Int] {
    guard !variation.countsClasses, classNames.allSatisfy({ Int($0).map(String.init) == $0 }) else { return labels }
    let places = Dictionary(classNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return try labels.map { label throws(InputError) in
      if let place = places["\(label)"] { return place }
      throw InputError(
        .malformed, "a class is kept that the data set does not have",
        expected: "labels among \(NameList.classes(classNames))", found: "\(label)",
        remedy: "name at least two of the data set's labels, each once")
    }
  }

  /// - Throws: as `Dataset.keeping(classes:)`.
  fileprivate func keeping(classes: [Int], ofSplit name: String) throws(InputError) -> LabeledImages {
    let kept = try keeping(classes: classes)
    guard kept.count > 0 || count == 0 else {
      throw InputError(
        .malformed, "the classes that are kept leave nothing of the \(name) set",
        expected: "at least one \(name) image of \(kept.classNames.joined(separator: ", "))", found: "none",
        remedy: "name classes in data.classes of which there are \(name) images")
    }
    return kept
  }
}
