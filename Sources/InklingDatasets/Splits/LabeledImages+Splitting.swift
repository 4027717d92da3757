public import InklingFiles
import InklingRandomness

extension LabeledImages {
  /// Holds out images for validation, class by class (sequences length by length, other answers all together): seeded
  /// and stratified.
  ///
  /// Each class's images are shuffled by a generator of their own (Fisher and Yates). Of a count or a share the first
  /// of each are held out, in numbers by largest remainder, so every class keeps its share to within one image; one
  /// image of each class at least stays in training. Folds take each class's images in turn, and every class goes on
  /// with the fold where the last one stopped: the numbers of a class in two folds differ by one at most, and so do
  /// whole folds.
  ///
  /// - Throws: `InputError` of kind `.malformed` when nothing, or not even one image a class, would be held out or left
  ///   for training, or when there are more folds than images in the smallest class.
  public func splitting(_ split: ValidationSplit) throws(InputError) -> DatasetSplit {
    let shuffled = shuffledClasses(seed: split.seed)
    let sizes = shuffled.map(\.count)
    var isHeldOut = [Bool](repeating: false, count: count)
    switch split.size {
    case .fold(let number, let folds):
      try checkFolds(number, of: folds, sizes)
      var place = 0
      for indices in shuffled {
        for index in indices {
          if place % folds == number - 1 { isHeldOut[Int(index)] = true }
          place += 1
        }
      }
    case .count, .share:
      let given = LargestRemainder.apportion(try heldOut(split.size, sizes), among: sizes)
      for (indices, number) in zip(shuffled, given) {
        for index in indices[..<number] { isHeldOut[Int(index)] = true }
      }
    }
    let all = Shuffling.unshuffled(count: count)
    let validation = all.filter { isHeldOut[Int($0)] }
    return DatasetSplit(
      training: all.filter { !isHeldOut[Int($0)] }, validation: validation, notes: notes(on: validation, sizes))
  }

  /// The partition into folds: fold number i of the result is held out in the i-th split.
  ///
  /// - Throws: as `splitting(_:)`.
  public func folds(_ count: Int, seed: UInt64 = 0) throws(InputError) -> [DatasetSplit] {
    try checkFolds(1, of: count, strata.map(\.count))
    var splits: [DatasetSplit] = []
    for number in 1...count {
      splits.append(try splitting(ValidationSplit(.fold(number: number, count: count), seed: seed)))
    }
    return splits
  }

  /// The images of each class; for sequences those of each length, and for other answers all together.
  private var strata: [[Int]] {
    if targets.labels != nil { return ClassIndices(of: self).ofClass }
    guard let sequences = targets.sequences else { return [Array(0..<count)] }
    var strata = [[Int]](repeating: [], count: sequences.longest + 1)
    for image in 0..<count { strata[sequences.length(of: image)].append(image) }
    return strata
  }

  private func shuffledClasses(seed: UInt64) -> [[Int32]] {
    strata.enumerated().map { label, indices in
      var generator = CounterGenerator(seed: seed, purpose: .splitting, sample: label)
      var shuffled = indices.map { Int32($0) }
      generator.shuffle(&shuffled)
      return shuffled
    }
  }

  /// Classes that have images, but none held out: their validation says nothing.
  private func notes(on validation: [Int32], _ sizes: [Int]) -> [String] {
    // Lengths of sequences are no classes that anybody counts on.
    guard targets.labels != nil else { return [] }
    var held = sizes.map { _ in 0 }
    for index in validation { held[Int(labels[Int(index)])] += 1 }
    let without = classNames.indices.filter { sizes[$0] > 0 && held[$0] == 0 }.map {
      "\(classNames[$0]) (\(sizes[$0]))"
    }
    guard !without.isEmpty else { return [] }
    return ["validation has no image of the smallest classes: \(NameList.text(without))"]
  }
}

// MARK: - Bad input

extension LabeledImages {
  private func heldOut(_ size: ValidationSplit.Size, _ sizes: [Int]) throws(InputError) -> Int {
    let classes = sizes.count { $0 > 0 }
    var number = 0
    switch size {
    case .count(let count): number = count
    case .share(let share):
      guard share > 0, share < 1 else {
        throw InputError(
          .malformed, "the validation is out of range", expected: "a share above 0 and below 1, or a number of images",
          found: "\(share)", remedy: "0.1 is the usual share")
      }
      number = Int((share * Double(count)).rounded())
    case .fold: break
    }
    guard number > 0, number >= classes, number <= count - classes else {
      let range =
        count >= 2 * max(classes, 1) ? "\(max(classes, 1)) to \(count - classes)" : "none: the set is too small"
      throw InputError(
        .malformed, "the validation leaves too few images on one side",
        expected:
          "\(range) of the \(count) training images, so that each of the \(classes) classes can be on both sides",
        found: "\(number)", remedy: "hold out another share")
    }
    return number
  }

  private func checkFolds(_ number: Int, of folds: Int, _ sizes: [Int]) throws(InputError) {
    let smallest = sizes.filter { $0 > 0 }.min() ?? 0
    guard folds >= 2, folds <= smallest else {
      throw InputError(
        .malformed, smallest < 2 ? "the set is too small for folds" : "the number of folds is out of range",
        expected: smallest < 2
          ? "2 or more images of each class" : "2 to \(smallest), the images of the smallest class",
        found: smallest < 2 ? smallestClass(smallest, sizes) : "\(folds)",
        remedy: smallest < 2 ? "train on more images" : "5 is the usual number")
    }
    guard number >= 1, number <= folds else {
      throw InputError(.malformed, "there is no such fold", expected: "1 to \(folds)", found: "\(number)")
    }
  }

  private func smallestClass(_ smallest: Int, _ sizes: [Int]) -> String {
    guard smallest > 0, let label = sizes.firstIndex(of: smallest) else { return "no images" }
    return targets.labels == nil ? "\(smallest)" : "\(smallest) of class \(classNames[label])"
  }
}
