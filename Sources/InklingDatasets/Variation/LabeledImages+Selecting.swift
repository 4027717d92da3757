public import InklingFiles
import InklingRandomness

extension LabeledImages {
  /// The images of some classes alone, in the same order: the label `classes[i]` becomes `i`, and keeps its name.
  ///
  /// - Throws: `InputError` of kind `.malformed` for images without labels, less than two classes, one that is named twice, and one that the set does
  ///   not have.
  public func keeping(classes: [Int]) throws(InputError) -> LabeledImages {
    try requireLabels()
    try requireClasses(classes)
    var renumbered = [Int32?](repeating: nil, count: classNames.count)
    for (new, old) in classes.enumerated() { renumbered[old] = Int32(new) }
    let kept = labels.indices.filter { renumbered[Int(labels[$0])] != nil }
    return selecting(
      kept, targets: .labels(kept.compactMap { renumbered[Int(labels[$0])] }),
      classNames: classes.map { classNames[$0] })
  }

  /// So many images of each class, drawn without replacement, in the same order as before.
  ///
  /// A class's choice depends on the seed, its label and its images alone, and a smaller number's images are among a larger
  /// one's: 10 images a class are part of the 50.
  ///
  /// - Throws: `InputError` of kind `.malformed` for images without labels, less than one image a class, and for a class that has fewer.
  public func keeping(imagesPerClass: Int, seed: UInt64) throws(InputError) -> LabeledImages {
    guard imagesPerClass >= 1 else {
      throw InputError(
        .malformed, "the number of images a class is out of range", expected: "1 or more", found: "\(imagesPerClass)")
    }
    try requireLabels()
    var kept: [Int] = []
    for (label, indices) in ClassIndices(of: self).ofClass.enumerated() {
      guard indices.count >= imagesPerClass else {
        throw InputError(
          .malformed, "the class \(classNames[label]) has too few images", expected: "\(imagesPerClass) or more",
          found: "\(indices.count)", remedy: "take at most so many images a class, or leave the class out")
      }
      // A stream of its own: a validation split with the same seed draws from stream 0.
      var generator = CounterGenerator(seed: seed, purpose: .splitting, sample: label, stream: 1)
      var indices = indices
      for place in 0..<imagesPerClass { indices.swapAt(place, place + generator.below(indices.count - place)) }
      kept += indices[..<imagesPerClass]
    }
    kept.sort()
    return selecting(kept, targets: targets.selecting(kept), classNames: classNames)
  }

  /// The images at these places alone, in that order.
  ///
  /// - Precondition: every index is an image's.
  public func selecting(_ indices: [Int]) -> LabeledImages {
    selecting(indices, targets: targets.selecting(indices), classNames: classNames)
  }

  private func selecting(_ indices: [Int], targets: Targets, classNames: [String]) -> LabeledImages {
    var selected: [UInt8] = []
    selected.reserveCapacity(indices.count * imageSize)
    for index in indices { selected += self[index] }
    return LabeledImages(
      images: selected, targets: targets, channels: channels, height: height, width: width, classNames: classNames,
      files: files.isEmpty ? [] : indices.map { files[$0] })
  }

  private func requireLabels() throws(InputError) {
    guard targets.labels == nil else { return }
    throw InputError(
      .malformed, "images without a class each cannot be chosen by it", expected: "labels", found: targets.kind)
  }

  private func requireClasses(_ classes: [Int]) throws(InputError) {
    func refuse(_ what: String, expected: String) -> InputError {
      InputError(
        .malformed, what, expected: expected, found: NameList.text(classes.map(String.init)),
        remedy: "name at least two of the data set's labels, each once")
    }
    guard classes.count >= 2 else { throw refuse("too few classes are kept", expected: "two or more labels") }
    guard classes.allSatisfy(classNames.indices.contains) else {
      throw refuse(
        "a class is kept that the data set does not have", expected: "labels from 0 to \(classNames.count - 1)")
    }
    guard Set(classes).count == classes.count else {
      throw refuse("a class is kept twice", expected: "each label once")
    }
  }
}
