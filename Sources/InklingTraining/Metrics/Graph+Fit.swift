public import InklingDatasets
public import InklingEngine
public import InklingFiles

extension Graph {
  /// Refuses a data set whose images or classes are not the model's.
  ///
  /// - Throws: `InputError` of kind `.malformed`, with both shapes.
  public func requireFit(_ split: LabeledImages) throws(InputError) {
    try ClassificationTask().requireFit(split, self)
  }
}
