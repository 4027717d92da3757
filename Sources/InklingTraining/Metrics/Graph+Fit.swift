public import InklingDatasets
public import InklingEngine
public import InklingFiles

extension Graph {
  /// Refuses a data set whose images or classes are not the model's.
  ///
  /// - Throws: `InputError` of kind `.malformed`, with both shapes.
  public func requireFit(_ split: LabeledImages) throws(InputError) {
    let shape = Shape([split.channels, split.height, split.width])
    guard inputShape == shape else {
      throw InputError(
        .malformed, "the data set's images are not the model's", expected: "\(inputShape)", found: "\(shape)",
        remedy: "choose another --dataset")
    }
    guard outputShape.count == split.classNames.count else {
      throw InputError(
        .malformed, "the data set's classes are not the model's", expected: "\(outputShape.count) classes",
        found: "\(split.classNames.count)", remedy: "choose another --dataset")
    }
  }
}
