public import InklingFiles

extension Dataset {
  /// The data set with a model's classes: each label becomes the number that the model has for the class of that name.
  ///
  /// - Throws: `InputError` of kind `.malformed` for a class that the model does not know.
  public func renumbered(to classNames: [String]) throws(InputError) -> Dataset {
    guard train.classNames != classNames else { return self }
    return Dataset(
      name: name, train: try train.renumbered(to: classNames, path: source),
      test: try test.renumbered(to: classNames, path: source), notes: notes, source: source)
  }
}

extension LabeledImages {
  fileprivate func renumbered(to names: [String], path: String) throws(InputError) -> LabeledImages {
    guard let labels = targets.labels else { return self }
    var places: [String: Int32] = [:]
    for (place, name) in names.enumerated() where places[name] == nil { places[name] = Int32(place) }
    let numbers = try classNames.map { name throws(InputError) in
      guard let number = places[name] else {
        throw InputError(
          .malformed, "the data set's classes are not the model's", path: path, expected: NameList.classes(names),
          found: NameList.classes(classNames), remedy: "choose another --dataset")
      }
      return number
    }
    return LabeledImages(
      images: images, targets: .labels(labels.map { numbers[Int($0)] }), channels: channels, height: height,
      width: width, classNames: names)
  }
}
