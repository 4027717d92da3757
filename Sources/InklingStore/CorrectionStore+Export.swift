public import InklingFiles

/// What a store's drawings are written as.
public enum CorrectionExportForm: String, Sendable, CaseIterable {
  /// PNG files, and a table `labels.csv` of their names and right classes.
  case png
  /// MNIST's files, `train-images-idx3-ubyte` and `train-labels-idx1-ubyte`, and the classes' names in `classes.txt`.
  case idx
}

extension CorrectionStore {
  /// Writes the drawings, as the model saw them, with their right classes, as a data set. The folder is there with all of
  /// them, or not at all.
  ///
  /// - Parameters:
  ///   - folder: must not be there, or be empty.
  ///   - form: files of which kind.
  ///   - model: only those of a model that was served under this name; nil for those of all, which must be of one kind.
  /// - Returns: how many drawings were written.
  /// - Throws: `InputError`: `.missing` for a store without corrections, or without those of the model; `.usage` for
  ///   corrections of several models that have other classes or images of other sizes; `.unwritable` for a folder that has something in it
  ///   or cannot be made; `.broken` on a full disk; `.malformed` for a correction that is damaged, and in IDX for pictures of
  ///   several sizes or more than 256 classes.
  @discardableResult
  public func export(to folder: String, form: CorrectionExportForm = .png, model: String? = nil) throws(InputError)
    -> Int
  {
    try CorrectionFolder(self, form, model).write(to: folder)
  }
}
